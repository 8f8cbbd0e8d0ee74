"""The forms to edit and add villages, teams, members, kits, and the demand of a village."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from planner.data.editing import Told
from planner.data.naming import SHEET_OF, row_name
from planner.domain.district import District
from planner.errors import NotFound
from web.data.fields import Field, Part, field_of, input_name
from web.data.forms import (
    Parts,
    defaults,
    parts_of_demand,
    parts_of_new_row,
    parts_of_row,
    refreshed,
    texts_from,
)
from web.data.saving import Clash, Texts, Wrong, form_texts, save
from web.data.stored import Stored, frame, said, stored
from web.languages import chosen_language
from web.shelf import shelf

blueprint = Blueprint("rows", __name__)
TABLES = "any(villages,teams,members,kits)"

TITLES = {
    "villages": lazy_gettext("New village"),
    "teams": lazy_gettext("New team"),
    "members": lazy_gettext("New member"),
    "kits": lazy_gettext("New kit"),
}


@blueprint.get(f"/data/<{TABLES}:table>/row/<path:row_id>")
def edit(table: str, row_id: str) -> str:
    """Return the form of one row."""
    now = stored()
    return _edit(now, _known(parts_of_row(now.district, table, (row_id,))))


@blueprint.post(f"/data/<{TABLES}:table>/row/<path:row_id>")
def save_row(table: str, row_id: str) -> Response | tuple[str, HTTPStatus]:
    """Save one row; a row that somebody has removed can be saved anew, if the form says so."""
    seen = seen_district()
    parts = parts_of_row(seen, table, (row_id,))
    if "restore" not in request.form:
        _known(parts)
    return _save(parts, seen, lambda district: refreshed(parts, district))


@blueprint.get(f"/data/<{TABLES}:table>/new")
def new(table: str) -> str:
    """Return the form for a new row, filled in as far as the address says."""
    now = stored()
    parts = parts_of_new_row(now.district, table)
    texts = [defaults(p.table, request.args if p.table == table else {}) for p in parts]
    return _form(now, parts, texts)


@blueprint.post(f"/data/<{TABLES}:table>/new")
def add(table: str) -> Response | tuple[str, HTTPStatus]:
    """Add a row."""
    parts = parts_of_new_row(stored().district, table)
    return _save(parts, None, lambda district: parts_of_new_row(district, table))


@blueprint.get("/data/demand/<path:village_id>")
def edit_demand(village_id: str) -> str:
    """Return the form of a village's demand."""
    now = stored()
    return _edit(now, parts_of_demand(now.district, village_id))


@blueprint.post("/data/demand/<path:village_id>")
def save_demand(village_id: str) -> Response | tuple[str, HTTPStatus]:
    """Save a village's demand."""
    seen = seen_district()
    parts = parts_of_demand(seen, village_id)
    return _save(parts, seen, lambda district: refreshed(parts, district))


def seen_district() -> District:
    """Return the district that the reader of a form saw.

    Raises
    ------
    NotFound
        If there never was such a one.
    """
    version = request.form.get("version", type=int)
    if version is None:
        abort(HTTPStatus.BAD_REQUEST)
    return shelf().district(version)


def address_after(part: Part, district: District, texts: Mapping[str, str]) -> str:
    """Return where to go from a form that was saved: to the list that shows the row."""
    if part.table in ("members", "kits"):
        field = "teams" if part.table == "members" else "team"
        team = texts.get(field, "").partition(";")[0].strip()
        if team in district.team_by_id:
            return url_for("rows.edit", table="teams", row_id=team, saved=1)
        return url_for("lists.teams", saved=1)
    if part.table == "demands":
        commune = district.village_by_id[part.key[0]].commune
        return url_for("lists.demand", commune=commune, saved=1)
    if part.table == "villages":
        return url_for("lists.villages", commune=texts.get("commune", ""), saved=1)
    return url_for("lists.teams", saved=1)


def _known(parts: Parts) -> Parts:
    if parts[0].before is None:
        raise NotFound(f"no row {parts[0].key!r} of {parts[0].table}")
    return parts


def _save(
    parts: Parts, seen: District | None, parts_in: Callable[[District], Parts]
) -> Response | tuple[str, HTTPStatus]:
    try:
        texts = texts_from(parts, request.form.to_dict(flat=False))
    except KeyError:
        abort(HTTPStatus.BAD_REQUEST)
    found = save(parts_in, texts, seen)
    if isinstance(found, Clash):
        return _clash(found, parts), HTTPStatus.CONFLICT
    if isinstance(found, Wrong):
        return _form(found.now, parts, texts, found.faults), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(address_after(parts[0], stored().district, texts[0]), HTTPStatus.SEE_OTHER)


def _edit(now: Stored, parts: Parts) -> str:
    return _form(now, parts, [form_texts(part, part.before) for part in parts])


def _form(now: Stored, parts: Parts, texts: Texts, faults: Sequence[Told] = ()) -> str:
    first = parts[0]
    return render_template(
        "data_demand_form.html" if first.table == "demands" else "data_form.html",
        **frame(),
        now=now,
        table=first.table,
        row=first.before,
        village=now.district.village_by_id.get(first.key[0]),
        title=_title(now.district, first),
        groups=[
            (part, _fields(now.district, part, n, texts[n], faults)) for n, part in enumerate(parts)
        ],
        faults=[_line(t, parts) for t in faults],
        is_new=first.before is None,
        saved="saved" in request.args,
    )


def _fields(
    district: District, part: Part, number: int, texts: Mapping[str, str], faults: Sequence[Told]
) -> list[Field]:
    """Return the fields of one row, each with the faults that stand beside it."""
    language = chosen_language()
    here = [t for t in faults if t.edit == number]
    return [
        field_of(
            district,
            part,
            number=number,
            field=field,
            text=texts[field],
            faults=[t.fault.text(language) for t in here if t.field == field],
        )
        for field in part.fields
    ]


def _line(told: Told, parts: Parts) -> tuple[str, str]:
    """Return the address within the page, empty for another row's, and the text of a fault."""
    text = told.fault.text(chosen_language())
    if told.edit is None:
        return "", f"{said(SHEET_OF[told.table].name)}, {said(told.name)}: {text}"
    part = parts[told.edit]
    shown = told.field if told.field in part.fields else part.fields[0]
    named = f"{part.title}: {text}" if part.title else text
    return f"f-{input_name(told.edit, shown)}", named


def _title(district: District, part: Part) -> str:
    if part.table == "demands":
        village = district.village_by_id[part.key[0]]
        return str(gettext("Demand of %(village)s", village=village.name))
    if part.before is None:
        return str(TITLES[part.table])
    return said(row_name(district, part.table, part.before))


def _clash(clash: Clash, parts: Parts) -> str:
    return render_template(
        "data_clash.html",
        **frame(),
        now=clash.now,
        clash=clash,
        title=_title(clash.now.district, parts[0]),
        address=request.path,
    )
