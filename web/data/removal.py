"""Removing a row: what refers to it keeps it; a village goes with the roads that end there."""

from collections.abc import Sequence
from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from planner.data.difference_words import FieldSaid, fields_said
from planner.data.editing import Edit, Told, faults_of
from planner.data.naming import SHEET_OF, row_name
from planner.domain.difference import Difference, RowChange, applied
from web.data.forms import Parts, parts_of_removal
from web.data.rows import TABLES, seen_district
from web.data.saving import ATTEMPTS, row_of
from web.data.stored import Stored, frame, said, store_district, stored

blueprint = Blueprint("removal", __name__)
MOST_NAMED = 10


@blueprint.get(f"/data/<{TABLES}:table>/remove/<path:row_id>")
def page(table: str, row_id: str) -> str:
    """Ask whether a row is to go, or say what keeps it."""
    now = stored()
    parts = parts_of_removal(now.district, table, (row_id,))
    return _page(now, parts, faults_of(now.district, _edits(parts)))


@blueprint.post(f"/data/<{TABLES}:table>/remove/<path:row_id>")
def remove(table: str, row_id: str) -> Response | tuple[str, HTTPStatus]:
    """Remove a row, unless something refers to it or somebody has changed it meanwhile."""
    seen = seen_district()
    before = parts_of_removal(seen, table, (row_id,))[0].before
    for _ in range(ATTEMPTS):
        now = stored()
        row = row_of(now.district, table, (row_id,))
        if row is None:
            break
        parts = parts_of_removal(now.district, table, (row_id,))
        kept_by = faults_of(now.district, _edits(parts))
        if row != before:
            change = RowChange(table=table, key=(row_id,), before=before, after=row)
            fields = fields_said(seen, now.district, change)
            return _page(now, parts, kept_by, fields), HTTPStatus.CONFLICT
        if kept_by:
            return _page(now, parts, kept_by), HTTPStatus.UNPROCESSABLE_ENTITY
        changes = Difference(changes=tuple(edit.change for edit in _edits(parts)))
        if store_district(applied(now.district, changes), compared=now.id):
            break
    address = url_for("lists.villages" if table == "villages" else "lists.teams", saved=1)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _edits(parts: Parts) -> list[Edit]:
    return [Edit(table=p.table, key=p.key, before=p.before, read=None) for p in parts]


def _page(
    now: Stored, parts: Parts, kept_by: Sequence[Told], changed: Sequence[FieldSaid] = ()
) -> str:
    first, *others = parts
    return render_template(
        "data_remove.html",
        **frame(),
        now=now,
        table=first.table,
        row_id=first.key[0],
        title=said(row_name(now.district, first.table, first.before)),
        along=[said(row_name(now.district, p.table, p.before)) for p in others],
        kept_by=_by_table(kept_by),
        changed=changed,
    )


def _by_table(told: Sequence[Told]) -> list[tuple[str, list[str], int]]:
    """Return what refers to a row: each sheet, the first rows of it by name, and how many more."""
    found = []
    rows = sorted(dict.fromkeys((t.table, said(t.name)) for t in told))
    for table, group in groupby(rows, lambda row: row[0]):
        names = [name for _, name in group]
        more = max(0, len(names) - MOST_NAMED)
        found.append((said(SHEET_OF[table].name), names[:MOST_NAMED], more))
    return found
