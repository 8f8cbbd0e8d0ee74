"""What if: a district with a few things changed, under a name.

Nothing here changes how it rains: communes and climate stay, and no road or weak point comes or
goes, each of which takes its turn at the dice. So every what-if meets the same weathers. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from planner.domain.district import District
from planner.domain.road import Surface, VehicleClass
from planner.domain.team import Lodging
from planner.domain.weather import RoadCondition, Sky
from planner.errors import BadData, NotFound
from planner.planning.changes import rain_proof

UNCHANGEABLE = frozenset(
    {"name", "province", "timezone", "rainy_months", "rain_reach_km", "forecast_trust"}
)
"""Settings that say which district it is and how it rains there, or that no plan reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTeam:
    """One more team like another (id): its base, vehicle, kits, and as many members."""

    like: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nights:
    """A team may sleep away so many nights in a row."""

    team: str
    nights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Rain does not close a segment any more, and whoever reported it closed is overtaken.

    It and its weak points bear as much rain as any road can. Rain still slows it.
    """

    road: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfaced:
    """A segment has another surface, and lets pass another vehicle class if one is given."""

    road: str
    surface: Surface
    lowest_class: VehicleClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """Serving people with a service is worth so many times what it was."""

    service: str
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodged:
    """So many more teams may sleep at a place."""

    place: str
    teams: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A field of ``Settings`` has another value."""

    field: str
    value: Any


Change = MoreTeam | Nights | Mended | Surfaced | Weighted | Lodged | Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Changes made one after the other, and what people call them together."""

    name: str
    changes: tuple[Change, ...] = ()


def changed_district(district: District, what_if: WhatIf) -> District:
    """Return the district as it would be.

    Raises
    ------
    BadFile
        If a value would be out of its range.
    NotFound
        If there is no such team, road, service or place.
    """
    return reduce(changed, what_if.changes, district)


def changed_sky(sky: Sky, what_if: WhatIf) -> Sky:
    """Return what is known of the weather, with mended roads reported open where they were not.

    The days of which something is known stay the same.
    """
    mended = {change.road for change in what_if.changes if isinstance(change, Mended)}
    reports = tuple(
        replace(one, condition=RoadCondition.OPEN) if one.segment in mended else one
        for one in sky.reports
    )
    return replace(sky, reports=reports)


def changed(district: District, change: Change) -> District:
    """Return the district with one change.

    Raises
    ------
    BadFile
        If a value would be out of its range.
    BadData
        If the setting may not differ between what is compared.
    NotFound
        If there is no such team, road, service or place.
    """
    match change:
        case MoreTeam(like=like):
            made = _with_team(district, like)
        case Nights(team=team, nights=nights):
            made = _sleeping(district, team, nights)
        case Mended(road=road):
            made = _mended(district, road)
        case Surfaced():
            made = _surfaced(district, change)
        case Weighted(service=service, factor=factor):
            made = _weighted(district, service, factor)
        case Lodged(place=place, teams=more):
            made = _lodged(district, place, more)
        case Setting(field=field, value=value):
            made = _set(district, field, value)
    return made


def _known(one: str, all_of_them: Iterable[str]) -> None:
    if one not in all_of_them:
        raise NotFound(f"no {one!r}")


def _with_team(district: District, like: str) -> District:
    """Return the district with a team more; of its members only the places are known."""
    _known(like, district.team_by_id)
    model = district.team_by_id[like]
    team = replace(
        model,
        id=_free(like, district.team_by_id),
        name=f"{model.name} (thêm)",
        synthetic=True,
    )
    members, kits = list(district.members), list(district.kits)
    for number, one in enumerate(district.members_of(like), 1):
        place = _free(one.id, {m.id for m in members})
        name = f"Thành viên {number} – {team.name}"
        members.append(replace(one, id=place, name=name, teams=(team.id,), synthetic=True))
    for kit in district.kits_of(like):
        own = _free(kit.id, {k.id for k in kits})
        kits.append(replace(kit, id=own, team=team.id, synthetic=True))
    return replace(
        district, teams=(*district.teams, team), members=tuple(members), kits=tuple(kits)
    )


def _free(like: str, taken: Iterable[str]) -> str:
    """Return the first of ``like-2``, ``like-3``, … that nobody has."""
    numbers = range(2, len(set(taken)) + 3)
    return next(name for n in numbers if (name := f"{like}-{n}") not in taken)


def _sleeping(district: District, team: str, nights: int) -> District:
    _known(team, district.team_by_id)
    teams = (replace(one, max_nights=nights) if one.id == team else one for one in district.teams)
    return replace(district, teams=tuple(teams))


def _mended(district: District, road: str) -> District:
    _known(road, {segment.id for segment in district.segments})
    return rain_proof(district, road)


def _surfaced(district: District, change: Surfaced) -> District:
    _known(change.road, {segment.id for segment in district.segments})
    segments = (
        replace(one, surface=change.surface, lowest_class=change.lowest_class or one.lowest_class)
        if one.id == change.road
        else one
        for one in district.segments
    )
    return replace(district, segments=tuple(segments))


def _weighted(district: District, service: str, factor: float) -> District:
    _known(service, district.service_by_id)
    demands = (
        replace(one, weight=one.weight * factor) if one.service == service else one
        for one in district.demands
    )
    return replace(district, demands=tuple(demands))


def _lodged(district: District, place: str, more: int) -> District:
    _known(place, district.place_by_id)
    if place not in {lodging.place for lodging in district.lodgings}:
        new = Lodging(place=place, capacity=more, synthetic=True)
        return replace(district, lodgings=(*district.lodgings, new))
    lodgings = (
        replace(one, capacity=one.capacity + more) if one.place == place else one
        for one in district.lodgings
    )
    return replace(district, lodgings=tuple(lodgings))


def _set(district: District, field: str, value: Any) -> District:
    if field in UNCHANGEABLE:
        raise BadData("setting_unchangeable", field=field, value=value)
    return replace(district, settings=replace(district.settings, **{field: value}))
