"""The register: how far everybody is, who is to be caught up on, which data are to be fixed."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from planner.data.report_files import xlsx_bytes
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.domain.service import Service
from planner.errors import Conflict, NotFound
from planner.jobs import outcomes as jobs
from planner.jobs.reports import SITTINGS, Speech, finding_ref, finding_text, written_register
from planner.planning import register as planning
from planner.planning.forecast import FEWEST, target
from planner.planning.learning import FEWEST as FEWEST_TO_LEARN
from planner.planning.learning import Figure, Seen
from planner.planning.soundness import Virtue, findings
from web.gate.acting import note
from web.languages import chosen_language
from web.outcomes.page import XLSX, download, known
from web.shelf import shelf
from web.words import word

blueprint = Blueprint("register", __name__)
MOST_LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """One village of a commune: its lines by service id."""

    village: str
    lines: dict[str, planning.Line]

    @property
    def stage(self) -> planning.Stage:
        """All services of the village."""
        return planning.stage(self.lines.values())


@blueprint.get("/register")
def page() -> str:
    """Return the register of the district, with the villages of one commune if asked."""
    return _page()


@blueprint.get("/register.xlsx")
def file() -> Response:
    """Return the register as a workbook."""
    told = known()
    content = xlsx_bytes(written_register(told, chosen_language()))
    return download(content, f"so-theo-doi-{told.today.isoformat()}.xlsx", XLSX)


@blueprint.post("/register/accept")
def accept() -> Answer | tuple[str, HTTPStatus]:
    """Take a proposed figure into a new version of the district."""
    value = request.form.get("value", type=float)
    if value is None:
        abort(HTTPStatus.BAD_REQUEST)
    try:
        change(request.form.get("figure", ""), value)
    except (Conflict, NotFound) as other:
        return _page(alarm=other.text(chosen_language())), HTTPStatus.CONFLICT
    return redirect(url_for("register.page", accepted=1), HTTPStatus.SEE_OTHER)


def change(figure: str, value: float) -> int:
    """Return the id of the district with a figure changed; the one place that changes it."""
    district_id = jobs.accept(shelf().store, figure, value, at=shelf().now())
    note("figure_accepted", figure, after={"value": value})
    return district_id


def _page(*, alarm: str = "") -> str:
    told = known()
    district, lines = told.district, planning.register(told)
    speech = Speech(district, chosen_language())
    found = findings(told, lines)
    commune = request.args.get("commune", "")
    return render_template(
        "register.html",
        shown=shelf().shown(),
        told=told,
        alarm=alarm,
        whole=planning.stage(lines),
        funnel=[(s, x) for s, x in _funnel(district.services, lines) if x.due],
        communes=planning.by_commune(district, lines),
        commune=district.commune_by_code.get(commune),
        villages=_villages(told, lines, commune),
        mop_ups=planning.mop_ups(told),
        target=target(told, lines),
        fewest=FEWEST,
        virtues=[(v, [f for f in found if f.virtue is v]) for v in Virtue],
        most=MOST_LISTED,
        finding_text=lambda one: finding_text(speech, one),
        finding_ref=lambda one: finding_ref(speech, one),
        seen=[(one, _name(speech, one)) for one in jobs.learned(shelf().store, told)],
        fewest_to_learn=FEWEST_TO_LEARN,
        figures=Figure,
    )


def _funnel(
    services: tuple[Service, ...], lines: tuple[planning.Line, ...]
) -> list[tuple[Service, planning.Stage]]:
    return [(s, planning.stage(x for x in lines if x.service == s.id)) for s in services]


def _villages(
    told: planning.Told, lines: tuple[planning.Line, ...], commune: str
) -> list[VillageRow]:
    rows: dict[str, dict[str, planning.Line]] = {}
    for line in lines:
        if commune and planning.commune_of(told.district, line.village) == commune:
            rows.setdefault(line.village, {})[line.service] = line
    return [VillageRow(village=village, lines=own) for village, own in rows.items()]


def _name(speech: Speech, one: Seen) -> str:
    """Return what a figure is about."""
    if one.figure is Figure.MINUTES:
        return speech.service(one.which)
    if one.figure is Figure.SPEED:
        surface, vehicle, state = one.which.split("/")
        known = (Surface(surface), VehicleClass(vehicle), RoadState(state))
        return ", ".join(word(each) for each in known)
    return next(w.text(speech.language) for s, w in SITTINGS.items() if s.value == one.which)
