"""The pages of roads: one segment, the closures that hold, and what a report does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from math import ceil
from unicodedata import normalize

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from planner.data.weather import Told, newest_weather
from planner.domain.road import Segment
from planner.domain.weather import RoadCondition, RoadReport
from planner.errors import NotFound
from planner.jobs.closures import (
    Impact,
    Published,
    impact_of,
    note_reports,
    refuges,
)
from planner.planning.hits import Hit
from planner.planning.passing import segment_chances
from web.board import Card, cards
from web.gate.acting import note
from web.gate.policy import refuse_other_commune
from web.map.bands import band_of
from web.roads.depends import sessions_by_road
from web.roads.forms import ReportForm, fresh_form, read_form
from web.roads.ledger import lines, reports
from web.shelf import Shown, shelf
from web.words import road_name

blueprint = Blueprint("roads", __name__)
STRIP_DAYS = 14
NO_ROAD = lazy_gettext("No road is called that. Choose one of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the strip: how likely the road is passed, and in which step that is."""

    day: date
    passes: float
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A session that its team cannot come to, or not in time; ``start`` is local."""

    hit: Hit
    team: str
    place: str
    start: datetime
    card: Card | None

    @property
    def late_min(self) -> int | None:
        """By how many minutes it would be late at least, None if no way is left."""
        return None if self.hit.late is None else ceil(self.hit.late / timedelta(minutes=1))


@blueprint.get("/roads/<path:segment_id>")
def segment(segment_id: str) -> str:
    """Return the page of one segment, with the form to report it."""
    shown = shelf().shown()
    return _segment_page(shown, _segment(shown, segment_id), fresh_form(shown.today))


@blueprint.post("/roads/<path:segment_id>")
def report(segment_id: str) -> Response | tuple[str, HTTPStatus]:
    """Note what is reported of a segment, and go to what it does."""
    shown = shelf().shown()
    road, form = _segment(shown, segment_id), read_form(request.form)
    if form.faults:
        return _segment_page(shown, road, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_impact(_note((road.id,), form))


@blueprint.get("/roads/impact/<int:number>")
def impact(number: int) -> str:
    """Return what the roads reported closed do, from the first day of a report on."""
    store, shown, told = shelf().store, shelf().shown(), _told(number)
    days, base, district_id = (
        (told.said.first, told.said.last),
        _base(shown),
        store.get_district_id(),
    )
    found = shelf().memory.of(
        ("impact", number, newest_weather(store), base.number if base else 0, district_id),
        lambda: impact_of(store, base, (number,), days),
    )
    together = [t.said.segment for t in reports() if t.said.made_at == told.said.made_at]
    names = {s.id: road_name(shown.district, s) for s in shown.district.segments}
    district = shelf().district(district_id)
    return render_template(
        "road_impact.html",
        shown=shown,
        told=told,
        impact=found,
        roads=[(s, names.get(s, s)) for s in together],
        closed=[(s, names.get(s, s)) for s in found.closed],
        district=district,
        hits=list(_hits(shown, base, found)) if base else [],
        beyond=list(zip(found.beyond, refuges(base, found), strict=True)) if base else [],
        base=base,
    )


@blueprint.get("/closures")
def closures() -> str:
    """Return what is reported of roads now and later, with the form to add to it."""
    shown = shelf().shown()
    return _closures_page(shown, fresh_form(shown.today), "", {})


@blueprint.post("/closures")
def add_closure() -> Response | tuple[str, HTTPStatus]:
    """Note what is reported of a road that was chosen by its name."""
    shown, form = shelf().shown(), read_form(request.form)
    typed = " ".join(request.form.get("road", "").split())
    asked = _called(shown, typed)
    if form.faults or not asked:
        fault = {} if asked else {"road": NO_ROAD}
        page = _closures_page(shown, form, typed, fault)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_impact(_note(asked, form))


@blueprint.post("/closures/<int:number>/lift")
def lift(number: int) -> Response | tuple[str, HTTPStatus]:
    """Note that a road reported closed is open again, from today until the report would end."""
    shown, told = shelf().shown(), _told(number)
    first = max(shown.today, told.said.first)
    typed = {
        "condition": RoadCondition.OPEN.value,
        "first": first.isoformat(),
        "last": max(first, told.said.last).isoformat(),
        "source": request.form.get("source", ""),
    }
    form = read_form(typed)
    if form.faults:
        road = _segment(shown, told.said.segment)
        return _segment_page(shown, road, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_impact(_note((told.said.segment,), form))


NOTED = {
    RoadCondition.CLOSED: "road_closed",
    RoadCondition.SLOW: "road_slow",
    RoadCondition.OPEN: "road_open",
}
"""What the audit calls reports."""


def _note(asked: tuple[str, ...], form: ReportForm) -> int:
    """Return the number of the last line that a report adds to the ledger: the one change here.

    Raises
    ------
    NotAllowed
        If a commune officer reports a road no end of which is in their commune.
    """
    here, condition = shelf(), RoadCondition(form.condition)
    for one in asked:
        refuse_other_commune(*_communes(_segment(here.shown(), one)))
    kept = note_reports(here.store, asked, condition, form.days, form.source, at=here.now())
    facts = {"roads": asked, "first": form.days[0], "last": form.days[1], "source": form.source}
    note(NOTED[condition], ", ".join(asked), after=facts)
    return max(kept)


def _communes(road: Segment) -> tuple[str, ...]:
    """Return the communes of the ends of a road."""
    district = shelf().shown().district
    return tuple(district.place(end).commune for end in (road.start, road.end))


def _to_impact(number: int) -> Response:
    return redirect(url_for("roads.impact", number=number), HTTPStatus.SEE_OTHER)


def _segment_page(shown: Shown, road: Segment, form: ReportForm) -> str:
    travel = shelf().travel(shown.district_id, shown.plan.road_state)
    by_road = shelf().memory.of(
        ("by road", shown.plan_id), lambda: sessions_by_road(shown.district, shown.plan, travel)
    )
    depending = [c for c in cards(shown) if c.stop.session.id in by_road.get(road.id, ())]
    district = shown.district
    return render_template(
        "road.html",
        shown=shown,
        road=road,
        name=road_name(district, road),
        ends=(district.place(road.start), district.place(road.end)),
        weak=[w for w in district.weak_points if w.segment == road.id],
        strip=list(_strip(shown, road)),
        lines=[x for x in lines(shown, reports()) if x.told.said.segment == road.id],
        coming=[c for c in depending if c.day >= shown.today],
        past=sum(c.day < shown.today for c in depending),
        form=form,
    )


def _strip(shown: Shown, road: Segment) -> Iterator[Day]:
    """Yield the chance of passing on the days to come that the plan has."""
    known = shelf().weather(shown)
    if known is None:
        return
    first = min(max(shown.today, shown.plan.horizon.first), shown.plan.horizon.last)
    days = [d for i in range(STRIP_DAYS) if (d := first + timedelta(i)) <= shown.plan.horizon.last]
    chances = segment_chances(shown.district, known.states, road.id, days)
    for day, passes in zip(days, chances, strict=True):
        yield Day(day=day, passes=passes, band=band_of(passes))


def _closures_page(shown: Shown, form: ReportForm, typed: str, faults: dict[str, object]) -> str:
    every = [x for x in lines(shown, reports()) if not x.over]
    return render_template(
        "closures.html",
        shown=shown,
        closed=[x for x in every if x.closes],
        others=[x for x in every if x.counts and not x.closes],
        form=form,
        typed=typed,
        road_faults=faults,
        names=sorted(_names(shown)),
    )


def _names(shown: Shown) -> dict[str, tuple[str, ...]]:
    """Return the segments that each name stands for: a road's with its ends."""
    found: dict[str, tuple[str, ...]] = {}
    for road in shown.district.segments:
        name = road_name(shown.district, road)
        found[name] = (*found.get(name, ()), road.id)
    return found


def _called(shown: Shown, typed: str) -> tuple[str, ...]:
    """Return the segments that somebody means: by name with its ends, by name alone, or by id."""
    wanted = normalize("NFC", typed).casefold()
    known = {normalize("NFC", n).casefold(): ids for n, ids in _names(shown).items()}
    if wanted in known:
        return known[wanted]
    segments = shown.district.segments
    return tuple(s.id for s in segments if wanted and wanted in (s.id, s.name.casefold()))


def _segment(shown: Shown, segment_id: str) -> Segment:
    found = next((s for s in shown.district.segments if s.id == segment_id), None)
    if found is None:
        raise NotFound("no such road").saying("no_such_segment", value=segment_id)
    return found


def _told(number: int) -> Told[RoadReport]:
    found = next((t for t in reports() if t.id == number), None)
    if found is None:
        raise NotFound(f"no report {number}")
    return found


def _base(shown: Shown) -> Published | None:
    """Return the newest revision: the plan that the pages show, once one is published."""
    if shown.revision is None:
        return None
    return Published(number=shown.revision.number, plan=shown.plan, district=shown.district)


def _hits(shown: Shown, base: Published, found: Impact) -> Iterator[HitRow]:
    """Yield what is hit, in words, each with its card where the pages show the same plan."""
    known = {card.stop.session.id: card for card in cards(shown)}
    for hit in found.hits:
        yield HitRow(
            hit=hit,
            team=base.district.team_by_id[hit.team].name,
            place=base.district.place(hit.place).name,
            start=shown.local(hit.start),
            card=known.get(hit.session),
        )
