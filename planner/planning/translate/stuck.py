"""A team that slept away and has no road home: it stays on its side until one is open.

It works there as it can, and sleeps away as many nights as that takes, days off included; on the
first day on which a road leads to its base it goes home. A team that has been away for longer than
it may counts as another from then on, so that no later tour of it lasts as long.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, UNREACHABLE, Shift
from optimizer.solution import ShiftPlan, Solution
from optimizer.statement import Statement
from planner.domain.plan import Plan
from planner.domain.plan import Shift as Day
from planner.planning.translate.before import to_solution
from planner.planning.translate.begun import Key
from planner.planning.translate.names import Drafted, Names

Masks = NDArray[np.uint64]
DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A team (id) that slept at ``place`` and wakes there on the day ``since`` without a road home.

    ``home`` is the first of its working days on which one is open; ``None`` if none is within the
    plan. ``nights`` it has been away by then.
    """

    team: str
    place: str
    since: date
    home: date | None
    nights: int


def stuck_teams(drafted: Drafted, before: Solution, begun: Mapping[Key, Day]) -> tuple[Stuck, ...]:
    """Return the teams that the last day which has begun leaves without a road to their base.

    ``before`` is the plan in the problem's numbers, ``begun`` are its days that stay.
    """
    found = []
    for held in before.plans:
        team, day = drafted.shifts[held.shift]
        since = day + timedelta(days=1)
        is_last = (team, day) in begun and (team, since) not in begun
        if is_last and held.sleeps_at != BASE:
            home = _first_way_home(drafted, team, held.sleeps_at, since)
            if home != since:
                found.append(
                    Stuck(
                        team=team,
                        place=drafted.lodgings[held.sleeps_at],
                        since=since,
                        home=home,
                        nights=_nights(drafted, before, team, day) + ((home or since) - since).days,
                    )
                )
    return tuple(found)


def with_stuck(
    drafted: Drafted, before: Solution, begun: Mapping[Key, Day], found: Iterable[Stuck]
) -> tuple[Drafted, Solution]:
    """Return the problem in which teams may be away as long as they must, and the plan with it.

    Raises
    ------
    ValueError
        If a team has no way home within the plan.
    """
    bases = {team.id: team.base for team in drafted.district.teams}
    back = {
        last.team: last.day + timedelta(days=last.end_place != bases[last.team])
        for last in sorted(begun.values(), key=lambda shift: shift.day)
        if last.team in drafted.teams
    }
    for one in found:
        if one.home is None:
            raise ValueError(f"{one.team} has no way home")
        drafted = _with_rest(drafted, one.team, _days(one))
        before = with_stay(drafted, drafted.statement.shifts, before, one)
        back[one.team] = one.home
    for team, home in back.items():
        drafted = _with_later_self(drafted, before, team, home)
    return drafted, before


def as_told(drafted: Drafted, plan: Plan) -> Drafted:
    """Return the problem in which a plan may be as it is, though teams had to wait in it.

    A tour that was longer than it may be stays as long as it was; what a plan had to bear is no
    rule that it breaks.
    """
    drafted = with_days_off(drafted, plan)
    before = to_solution(drafted, plan).solution
    for number, team in enumerate(drafted.teams):
        most = drafted.statement.teams[number].max_nights
        long = [
            day
            for day in _days_away(drafted, before, team)
            if _nights(drafted, before, team, day) > most
        ]
        if long:
            home = max(long) + timedelta(days=1)
            drafted = _with_later_self(drafted, before, team, home)
    return drafted


def with_days_off(drafted: Drafted, plan: Plan) -> Drafted:
    """Return the problem with a shift on each day off that a team of a plan spends away."""
    missing: dict[str, list[date]] = {}
    for day in plan.shifts:
        known = day.team in drafted.teams and day.start_place in drafted.lodgings
        stays = known and not day.stops and day.start_place == day.end_place
        if stays and (day.team, day.day) not in drafted.shifts:
            missing.setdefault(day.team, []).append(day.day)
    for team, days in missing.items():
        drafted = _with_rest(drafted, team, days)
    return drafted


def _first_way_home(drafted: Drafted, team: str, lodging: int, since: date) -> date | None:
    asked = drafted.statement
    here = asked.lodgings[lodging].location
    ways = (
        day
        for (other, day), shift in zip(drafted.shifts, asked.shifts, strict=True)
        if other == team
        and day >= since
        and _leads(asked, shift.profile, here, asked.teams[shift.team].base)
    )
    return min(ways, default=None)


def _leads(asked: Statement, profile: int, here: int, there: int) -> bool:
    """Return whether a road leads to another place in some weather."""
    if asked.travel_s[profile, here, there] == UNREACHABLE:
        return False
    return asked.open_in is None or bool(asked.open_in[profile, here, there])


def _days_away(drafted: Drafted, before: Solution, team: str) -> frozenset[date]:
    """Return the days after which a team sleeps away."""
    return frozenset(
        day
        for held in before.plans
        for other, day in [drafted.shifts[held.shift]]
        if other == team and held.sleeps_at != BASE
    )


def _nights(drafted: Drafted, before: Solution, team: str, last: date) -> int:
    """Return how many nights in a row a team has slept away, the one after ``last`` included."""
    away, count = _days_away(drafted, before, team), 0
    while last - timedelta(days=count) in away:
        count += 1
    return count


def _days(one: Stuck) -> tuple[date, ...]:
    """Return the days on which a team waits."""
    assert one.home is not None  # noqa: S101 - told to the type checker
    return tuple(one.since + timedelta(days=i) for i in range((one.home - one.since).days))


def _with_rest(drafted: Drafted, team: str, days: Iterable[date]) -> Drafted:
    """Return the problem with a shift of a team on each of these days off: it stays in bed."""
    missing = [day for day in days if (team, day) not in drafted.shifts]
    if not missing:
        return drafted
    asked = drafted.statement
    profile, size = asked.travel_s.shape[:2]
    nowhere = np.full((1, size, size), UNREACHABLE, asked.travel_s.dtype)
    nowhere[0, np.arange(size), np.arange(size)] = 0
    like, like_day = next(
        (shift, day)
        for (other, day), shift in zip(drafted.shifts, asked.shifts, strict=True)
        if other == team
    )
    rest = tuple(_moved(like, (day - like_day).days, profile) for day in missing)
    return replace(
        drafted,
        shifts=(*drafted.shifts, *((team, day) for day in missing)),
        statement=replace(
            asked,
            shifts=(*asked.shifts, *rest),
            travel_s=np.concatenate([asked.travel_s, nowhere]),
            open_in=_with_one_open(asked.open_in, asked.scenarios),
            passable_in=_with_one_open(asked.passable_in, asked.scenarios),
        ),
    )


def _with_one_open(masks: Masks | None, scenarios: int) -> Masks | None:
    """Return the masks of all profiles and of one more, which no weather closes."""
    if masks is None:
        return None
    return np.concatenate([masks, np.full_like(masks[:1], (1 << scenarios) - 1)])


def _moved(shift: Shift, days: int, profile: int) -> Shift:
    """Return a shift some days later, or earlier if negative, in another travel profile."""
    return replace(
        shift,
        day=shift.day + days,
        profile=profile,
        start_s=shift.start_s + days * DAY_S,
        end_s=shift.end_s + days * DAY_S,
        late_s=shift.late_s + days * DAY_S,
    )


def _with_later_self(drafted: Drafted, before: Solution, team: str, home: date) -> Drafted:
    """Return the problem in which a team that is away too long is another after it came home."""
    asked = drafted.statement
    number = drafted.teams.index(team)
    own = asked.teams[number]
    away = (day for day in _days_away(drafted, before, team) if day < home)
    nights = max((_nights(drafted, before, team, day) for day in away), default=0)
    if nights <= own.max_nights:
        return drafted
    shifts = tuple(
        replace(shift, team=len(asked.teams)) if shift.team == number and day > home else shift
        for (_, day), shift in zip(drafted.shifts, asked.shifts, strict=True)
    )
    teams = list(asked.teams)
    teams[number] = replace(own, max_nights=nights)
    return replace(
        drafted,
        teams=(*drafted.teams, team),
        statement=replace(asked, shifts=shifts, teams=(*teams, own)),
    )


def with_stay(names: Names, shifts: Sequence[Shift], before: Solution, one: Stuck) -> Solution:
    """Return a plan in which the team stays where it slept, and then goes home."""
    number = {key: k for k, key in enumerate(names.shifts)}
    stays = {number[one.team, day] for day in (*_days(one), one.home) if day is not None}
    lodging = names.lodgings.index(one.place)
    bare = [
        ShiftPlan(
            shift=k,
            depart_s=shifts[k].start_s,
            stops=(),
            slept_at=lodging,
            sleeps_at=BASE if names.shifts[k][1] == one.home else lodging,
        )
        for k in sorted(stays)
    ]
    plans = [held for held in before.plans if held.shift not in stays]
    return replace(before, plans=tuple(sorted([*plans, *bare], key=lambda held: held.shift)))
