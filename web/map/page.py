"""The map pages: the whole plan, and one day of it."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from planner.domain.place import Village
from planner.domain.road import Surface
from planner.errors import NotFound
from web import figures
from web.board import team_days
from web.map.draw import View, draw
from web.map.tours import Tour, tours
from web.shelf import Shown, shelf

blueprint = Blueprint("map", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """A village in the table under the map."""

    village: Village
    progress: figures.Progress


@blueprint.get("/map")
def whole() -> str:
    """Return the map of the whole plan: who is left where."""
    return _page(shelf().shown(), None)


@blueprint.get("/map/<day:day>")
def of_day(day: date) -> str:
    """Return the map with the tours of one day."""
    shown = shelf().shown()
    if not shown.plan.horizon.first <= day <= shown.plan.horizon.last:
        raise NotFound("this day is not in the plan")
    return _page(shown, day)


def _page(shown: Shown, day: date | None) -> str:
    team, commune = request.args.get("team", ""), request.args.get("commune", "")
    if commune not in shown.district.commune_by_code:
        commune = ""
    chosen = frozenset({commune} - {""})
    driven = _tours(shown, day, team) if day else ()
    progress = figures.by_village(shown.district, shown.plan)
    view = View(district=shown.district, progress=progress, tours=driven, communes=chosen)
    return render_template(
        "map.html",
        shown=shown,
        day=day,
        days=sorted({shift.day for shift in shown.plan.shifts}),
        scene=draw(view),
        tours=[t for t in driven if _touches(t, commune)],
        rows=_rows(view),
        team=team,
        commune=commune,
        surfaces=[s for s in Surface if any(x.surface is s for x in shown.district.segments)],
    )


def _tours(shown: Shown, day: date, team: str) -> tuple[Tour, ...]:
    travel = shelf().travel(shown.district_id, shown.plan.road_state)
    found = tours(shown.district, travel, team_days(shown, day, day))
    return tuple(tour for tour in found if team in ("", tour.team.id))


def _touches(tour: Tour, commune: str) -> bool:
    return not commune or any(card.place.commune == commune for card in tour.day.cards)


def _rows(view: View) -> list[VillageRow]:
    """Return the villages in view, most people left first."""
    nobody = figures.Progress(due=0, planned=0)
    rows = [VillageRow(village=v, progress=view.progress.get(v.id, nobody)) for v in view.villages]
    return sorted(rows, key=lambda r: (-r.progress.left, r.village.name))
