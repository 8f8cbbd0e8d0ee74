"""The sky page: what rain to expect, and which roads it may close on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from planner.domain.district import District
from planner.domain.weather import RoadReport, Sky, WeatherWarning
from planner.errors import NotFound
from planner.planning.passing import RainOutlook, RoadChance, rain_outlook
from web.map.bands import Band, band_of
from web.map.draw import View, draw
from web.shelf import Shown, shelf
from web.words import road_name

blueprint = Blueprint("skies", __name__)
OUTLOOK_DAYS = 7
MOST_ROADS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadRow:
    """A road in the table: its ends, its chances, and why: whose rain, or what somebody said."""

    name: str
    chance: RoadChance
    communes: tuple[str, ...]
    report: RoadReport | None
    warning: WeatherWarning | None


@blueprint.get("/sky")
def now() -> Response:
    """Send the reader to today, or to the plan's nearest day."""
    shown = shelf().shown()
    near = min(max(shown.today, shown.plan.horizon.first), shown.plan.horizon.last)
    return redirect(url_for("skies.page", day=near))


@blueprint.get("/sky/<day:day>")
def page(day: date) -> str:
    """Return the rain to expect from a day on, and the roads on that day."""
    shown = shelf().shown()
    horizon = shown.plan.horizon
    if not horizon.first <= day <= horizon.last:
        raise NotFound("this day is not in the plan")
    known = shelf().weather(shown)
    if known is None:
        return render_template("sky_unknown.html", shown=shown, day=day, days=horizon.days())
    chances = shelf().chances(shown, day) or ()
    days = [d for i in range(OUTLOOK_DAYS) if (d := day + timedelta(days=i)) <= horizon.last]
    by_segment = {chance.segment.id: band_of(chance.passes) for chance in chances}
    return render_template(
        "sky.html",
        shown=shown,
        day=day,
        days=horizon.days(),
        sky=known.sky,
        measured=max((one.day for one in known.sky.fallen), default=None),
        age_h=_age_h(known.told_at, shelf().now()),
        outlook=_by_commune(rain_outlook(known.rain, days)),
        outlook_days=days,
        trust=_trust(shown, known.sky, days),
        scene=shelf().memory.of(
            ("bare scene", shown.district_id),
            lambda: draw(View(district=shown.district, progress={}, tours=())),
        ),
        bands=by_segment,
        every_band=Band,
        rows=list(_rows(shown.district, chances, known.sky, day))[:MOST_ROADS],
        warnings=[w for w in known.sky.warnings if w.first <= day <= w.last],
    )


def _rows(
    district: District, chances: tuple[RoadChance, ...], sky: Sky, day: date
) -> Iterator[RoadRow]:
    """Yield the roads that may be closed or slow, and those with a report, the worst first."""
    reports = {r.segment: r for r in sky.reports if r.first <= day <= r.last}
    warned = {c: w for w in sky.warnings if w.first <= day <= w.last for c in w.communes}
    for chance in sorted(chances, key=lambda c: (c.passes, -c.slow)):
        report = reports.get(chance.segment.id)
        if chance.passes < 1 or chance.slow > 0 or report is not None:
            names = (district.commune_by_code[code].name for code in chance.communes)
            yield RoadRow(
                name=road_name(district, chance.segment),
                chance=chance,
                communes=tuple(names),
                report=report,
                warning=next((warned[c] for c in _ends(district, chance) if c in warned), None),
            )


def _ends(district: District, chance: RoadChance) -> tuple[str, str]:
    """Return the communes that a road begins and ends in: a warning for either closes it."""
    segment = chance.segment
    return district.place(segment.start).commune, district.place(segment.end).commune


def _by_commune(outlook: tuple[RainOutlook, ...]) -> dict[str, list[RainOutlook]]:
    found: dict[str, list[RainOutlook]] = {}
    for one in outlook:
        found.setdefault(one.commune, []).append(one)
    return found


def _age_h(told_at: datetime | None, now: datetime) -> float | None:
    return None if told_at is None else (now - told_at) / timedelta(hours=1)


def _trust(shown: Shown, sky: Sky, days: list[date]) -> list[float]:
    """Return how far the forecast is believed on each day: 0 where the climate alone counts."""
    if sky.forecast is None:
        return [0.0 for _ in days]
    trust, told = shown.district.settings.forecast_trust, {d for _, d in sky.forecast.mm}
    leads = [(day - sky.forecast.made_on).days for day in days]
    return [
        trust[lead] if 0 <= lead < len(trust) and day in told else 0.0
        for lead, day in zip(leads, days, strict=True)
    ]
