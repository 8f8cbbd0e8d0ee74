"""What ``check`` says of a district without faults."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.commands.spoken import Pair
from planner.commands.wording import number
from planner.domain.district import District
from planner.domain.place import Signal, Village
from planner.domain.road import RoadState
from planner.domain.team import Team, TeamKind
from planner.messages import phrase
from planner.world.travel import TravelTimes, travel_times

PEOPLE: Pair = (
    "{name}: {communes} xã, {villages} bản, {residents} nhân khẩu, {households} hộ, "
    "trong đó {poor} hộ nghèo và cận nghèo",
    "{name}: {communes} communes, {villages} villages, {residents} residents, {households} "
    "households, {poor} of them poor or near-poor",
)
SIGNAL: Pair = (
    "Sóng điện thoại: {good} bản tốt, {weak} bản yếu, {none} bản không có",
    "Phone signal: good in {good} villages, weak in {weak}, none in {none}",
)
TEAMS: Pair = (
    "Tổ: {mobile} tổ lưu động, {commune} tổ của xã",
    "Teams: {mobile} mobile, {commune} of communes",
)
DEMAND: Pair = ("Số người còn lại theo dịch vụ:", "People still to serve, by service:")
ALL_REACHED: Pair = (
    "Bản nào cũng có tổ đến được khi đường khô.",
    "On dry roads every village is within reach of a team.",
)
NEVER_REACHED: Pair = (
    "Không tổ nào đến được {count} bản, cả khi đường khô: {names}",
    "No team can ever reach {count} villages, even on dry roads: {names}",
)
CUT_OFF: Pair = (
    "Khi đường ướt, thêm {count} bản bị cắt đường: {names}",
    "On wet roads {count} more villages are cut off: {names}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures that show whether a district was typed in right.

    ``demand`` is people by service; the last two are villages out of every team's reach, on dry
    roads and only on wet ones.
    """

    name: str
    communes: int
    villages: int
    signal: dict[Signal, int]
    residents: int
    households: int
    poor_households: int
    demand: dict[str, int]
    teams: dict[TeamKind, int]
    never_reached: tuple[Village, ...]
    cut_off_when_wet: tuple[Village, ...]


def summary(district: District) -> Summary:
    """Return the summary of a district."""
    villages = district.villages
    never = _out_of_reach(district, travel_times(district, RoadState.DRY))
    wet = _out_of_reach(district, travel_times(district, RoadState.WET))
    return Summary(
        name=district.settings.name,
        communes=len(district.communes),
        villages=len(villages),
        signal={s: sum(v.signal is s for v in villages) for s in Signal},
        residents=sum(v.residents for v in villages),
        households=sum(v.households for v in villages),
        poor_households=sum(v.poor_households for v in villages),
        demand={s.name: _people_left(district, s.id) for s in district.services},
        teams={k: sum(t.kind is k for t in district.teams) for k in TeamKind},
        never_reached=never,
        cut_off_when_wet=tuple(v for v in wet if v not in never),
    )


def _people_left(district: District, service_id: str) -> int:
    return sum(d.people for d in district.demands if d.service == service_id)


def _out_of_reach(district: District, travel: TravelTimes) -> tuple[Village, ...]:
    return tuple(
        v for v in district.villages if not any(_reaches(t, v, travel) for t in district.teams)
    )


def _reaches(team: Team, village: Village, travel: TravelTimes) -> bool:
    goes_there = team.kind is TeamKind.MOBILE or team.commune == village.commune
    return goes_there and travel.between(team.vehicle_class, team.base, village.id) is not None


def summary_facts(found: Summary) -> dict[str, object]:
    """Return the summary for programs."""
    return {
        "name": found.name,
        "communes": found.communes,
        "villages": found.villages,
        "signal": found.signal,
        "residents": found.residents,
        "households": found.households,
        "poor_households": found.poor_households,
        "demand": found.demand,
        "teams": found.teams,
        "never_reached": _names(found.never_reached),
        "cut_off_when_wet": _names(found.cut_off_when_wet),
    }


def summary_lines(found: Summary, language: str) -> tuple[str, ...]:
    """Return the summary for people."""
    people = phrase(
        PEOPLE,
        language,
        name=found.name,
        communes=found.communes,
        villages=found.villages,
        residents=number(found.residents, language),
        households=number(found.households, language),
        poor=number(found.poor_households, language),
    )
    return (
        people,
        phrase(SIGNAL, language, **found.signal),
        phrase(TEAMS, language, **found.teams),
        phrase(DEMAND, language),
        *(f"  {name}: {number(left, language)}" for name, left in found.demand.items()),
        *_reach_lines(found, language),
    )


def _reach_lines(found: Summary, language: str) -> tuple[str, ...]:
    never, wet = found.never_reached, found.cut_off_when_wet
    first = _listed(NEVER_REACHED, never, language) or (phrase(ALL_REACHED, language),)
    return first + _listed(CUT_OFF, wet, language)


def _listed(pair: Pair, villages: tuple[Village, ...], language: str) -> tuple[str, ...]:
    if not villages:
        return ()
    return (phrase(pair, language, count=len(villages), names=", ".join(_names(villages))),)


def _names(villages: Iterable[Village]) -> tuple[str, ...]:
    return tuple(v.name for v in villages)
