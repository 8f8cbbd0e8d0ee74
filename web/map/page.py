"""The map pages: the whole plan, and one day of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from planner.domain.place import Village
from planner.domain.road import Surface
from planner.domain.weather import RoadReport
from planner.errors import NotFound
from planner.planning.passing import RoadChance
from planner.world.cutoff import closed_on
from web import figures
from web.board import team_days
from web.map.bands import Band, band_of
from web.map.draw import View, draw
from web.map.layers import WORDS, Layer, Layers, chosen_layers
from web.map.tours import Tour, tours
from web.roads.forms import fresh_form
from web.roads.ledger import reports
from web.shelf import Shown, shelf
from web.words import road_name

blueprint = Blueprint("map", __name__)
MOST_ROADS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """A village in the table under the map."""

    village: Village
    progress: figures.Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadRow:
    """A road in the table under the map: not sure to be passed, or reported closed by somebody."""

    segment: str
    name: str
    passes: float | None
    band: Band
    report: RoadReport | None


@blueprint.get("/map")
def whole() -> str:
    """Return the map of the whole plan: who is left where."""
    return _page(shelf().shown(), None)


@blueprint.get("/map/<day:day>")
def of_day(day: date) -> str:
    """Return the map with the tours of one day, and how likely each road is passed."""
    shown = shelf().shown()
    if not shown.plan.horizon.first <= day <= shown.plan.horizon.last:
        raise NotFound("this day is not in the plan")
    return _page(shown, day)


def _page(shown: Shown, day: date | None) -> str:
    team, commune = request.args.get("team", ""), request.args.get("commune", "")
    if commune not in shown.district.commune_by_code:
        commune = ""
    layers = chosen_layers(request.args)
    driven = _tours(shown, day, team) if day else ()
    view = View(
        district=shown.district,
        progress=shelf().memory.of(
            ("by village", shown.plan_id), lambda: figures.by_village(shown.district, shown.plan)
        ),
        tours=driven if Layer.TOURS in layers else (),
        communes=frozenset({commune} - {""}),
        named=Layer.NAMES in layers,
    )
    drawn = ("scene", shown.plan_id, day, team, commune, view.named, bool(view.tours))
    closed = _closed(day or shown.today)
    chances = shelf().chances(shown, day) if day else None
    return render_template(
        "map.html",
        shown=shown,
        day=day,
        days=shown.plan.horizon.days(),
        scene=shelf().memory.of(drawn, lambda: draw(view)),
        tours=[t for t in driven if _touches(t, commune)],
        rows=_rows(view),
        roads=_road_rows(shown, chances, closed),
        team=team,
        commune=commune,
        layers=layers,
        every_layer=WORDS,
        bands=_bands(chances, layers),
        every_band=Band,
        closed=closed if Layer.CLOSURES in layers else {},
        form=fresh_form(day if day and day > shown.today else shown.today),
        surfaces=[s for s in Surface if any(x.surface is s for x in shown.district.segments)],
    )


def _tours(shown: Shown, day: date, team: str) -> tuple[Tour, ...]:
    travel = shelf().travel(shown.district_id, shown.plan.road_state)
    found = tours(shown.district, travel, team_days(shown, day, day))
    return tuple(tour for tour in found if team in ("", tour.team.id))


def _closed(day: date) -> Mapping[str, RoadReport]:
    """Return the reports that keep roads closed on a day, by segment (id)."""
    said = [told.said for told in reports()]
    closed = closed_on(said, day)
    holding = sorted((r for r in said if r.first <= day <= r.last), key=lambda r: r.made_at)
    return {r.segment: r for r in holding if r.segment in closed}


def _bands(chances: tuple[RoadChance, ...] | None, layers: Layers) -> dict[str, Band] | None:
    """Return the step of each road (id), None if roads are drawn by their kind."""
    if chances is None or Layer.CHANCE not in layers:
        return None
    return {chance.segment.id: band_of(chance.passes) for chance in chances}


def _road_rows(
    shown: Shown, chances: tuple[RoadChance, ...] | None, closed: Mapping[str, RoadReport]
) -> list[RoadRow]:
    """Return the roads that are not sure to be passed, the worst first."""
    passes = {c.segment.id: c.passes for c in chances or ()}
    rows = [
        RoadRow(
            segment=segment.id,
            name=road_name(shown.district, segment),
            passes=passes.get(segment.id),
            band=band_of(0.0 if segment.id in closed else passes.get(segment.id, 1.0)),
            report=closed.get(segment.id),
        )
        for segment in shown.district.segments
    ]
    doubtful = [row for row in rows if row.report or row.band is not Band.SURE]
    return sorted(doubtful, key=lambda r: (r.report is None, r.passes or 0.0, r.name))[:MOST_ROADS]


def _touches(tour: Tour, commune: str) -> bool:
    return not commune or any(card.place.commune == commune for card in tour.day.cards)


def _rows(view: View) -> list[VillageRow]:
    """Return the villages in view, most people left first."""
    nobody = figures.Progress(due=0, planned=0)
    rows = [VillageRow(village=v, progress=view.progress.get(v.id, nobody)) for v in view.villages]
    return sorted(rows, key=lambda r: (-r.progress.left, r.village.name))
