"""Staying low: what a careful coordinator asks of the days of a rain warning, in numbers.

*Stay low* (in the valley) means: while the warning lasts nobody goes where he may not get through,
or may not come back.

* A team uses only roads that stay open that day and the next in all but the worst tenth of the
  weathers (``planner.world.careful``). So each session of these days is held with a chance of
  ``SURE`` at least, all teams in the same weathers.
* It sleeps away only where such roads lead home on every day of the warning.
* A team that is away already, at a bed from which they do not, comes home on its next day, by what
  road there is, and does nothing else on that day. Where none is to be expected it stays until one
  is; if none is before the plan ends, its tour stays as it was told: it must be called first.

Nothing of this is a wish: legs are gone from the matrices of those days, and the checker refuses a
plan that takes one. After the warning everything is as in any other plan.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, UNREACHABLE
from optimizer.statement import Statement
from planner.planning.replan import Rest
from planner.world.weathered import SCENARIOS

SURE = 0.9
"""A session of the warning's days is planned only if it is held with this chance at least."""
ALL = np.uint64((1 << SCENARIOS) - 1)
NOWHERE: frozenset[int] = frozenset()


def kept_low(rest: Rest, usual: Rest, days: Collection[date]) -> Rest:
    """Return what is left to plan if nobody sleeps away on ``days`` where he may be cut off.

    Parameters
    ----------
    rest
        In weathers that are planned for with care on those days.
    usual
        The same in the weathers as they are usually planned for: by these roads who is away comes
        home. Who cannot even so is named in ``cut_off``.
    """
    low = _Low(rest, usual)
    warned = list(_warned(rest, days))
    asked = rest.drafted.statement
    for team in sorted({asked.shifts[k].team for k in warned}):
        if asked.teams[team].max_nights > 0:
            low.keep(team, [k for k in warned if asked.shifts[k].team == team])
    return low.rest()


class _Low:
    """What is left to plan, narrowed team by team."""

    def __init__(self, rest: Rest, usual: Rest) -> None:
        self._rest, self._usual = rest, usual
        self._asked = rest.drafted.statement
        self._profiles = _Profiles(self._asked)
        self._shifts = list(self._asked.shifts)
        self._lost = list(usual.cut_off)

    def keep(self, team: int, warned: Collection[int]) -> None:
        """Let a team sleep on its warned days only where it is safe to, and come home if not."""
        unsafe = self._unsafe_beds(team, warned)
        for k in warned:
            self._go(k, self._profiles.without(self._shifts[k].profile, into=unsafe))
        away = _away_before(self._rest, warned)
        if away is not None:
            k, lodging = away
            here = self._asked.lodgings[lodging].location
            if here in unsafe:
                self._come_home(team, k, here)

    def rest(self) -> Rest:
        """Return what is left to plan."""
        stated = replace(
            self._asked,
            shifts=tuple(self._shifts),
            travel_s=self._profiles.travel_s,
            open_in=self._profiles.open_in,
            passable_in=self._profiles.passable_in,
        )
        return replace(
            self._rest,
            drafted=replace(self._rest.drafted, statement=stated),
            cut_off=tuple(dict.fromkeys(self._lost)),
        )

    def _go(self, k: int, profile: int) -> None:
        self._shifts[k] = replace(self._shifts[k], profile=profile)

    def _unsafe_beds(self, team: int, warned: Collection[int]) -> frozenset[int]:
        """Return the beds (locations) from which on one of these days no way leads home."""
        travel_s, base = self._asked.travel_s, self._asked.teams[team].base
        return frozenset(
            bed.location
            for bed in self._asked.lodgings
            for k in warned
            if travel_s[self._asked.shifts[k].profile, bed.location, base] == UNREACHABLE
        )

    def _come_home(self, team: int, k: int, here: int) -> None:
        """Give a shift time for nothing but the way home; it leads on from there on no later day.

        So a plan that stays has no way back to its base, and breaks a rule whatever it does.
        """
        base = self._asked.teams[team].base
        usual, names = self._usual.drafted, self._rest.drafted.locations
        there = usual.locations.index
        leg = (usual.statement.shifts[k].profile, there(names[here]), there(names[base]))
        seconds = int(usual.statement.travel_s[leg])
        if seconds == UNREACHABLE:
            who = self._rest.drafted.shifts[k][0]
            if who not in {one.team for one in self._rest.stuck}:
                self._lost.append((who, names[here]))
            return
        shift = self._shifts[k]
        self._shifts[k] = replace(
            shift,
            profile=self._profiles.only((here, base), usual.statement, leg),
            max_work_s=seconds,
            end_s=max(shift.end_s, shift.start_s + seconds),
        )
        for number, later in enumerate(self._shifts):
            nights = later.day - shift.day
            if later.team == team and 0 < nights <= self._asked.teams[team].max_nights:
                stay = self._profiles.without(later.profile, out_of=frozenset({here}))
                self._go(number, stay)


def _warned(rest: Rest, days: Collection[date]) -> Iterator[int]:
    """Yield the shifts of the days that have not begun."""
    begun = rest.told.begun
    for k, key in enumerate(rest.drafted.shifts):
        if key[1] in days and key not in begun:
            yield k


def _away_before(rest: Rest, shifts: Collection[int]) -> tuple[int, int] | None:
    """Return the first of a team's shifts before which it has slept away, and the lodging."""
    asked = rest.drafted.statement
    begun = rest.told.begun
    on = {asked.shifts[k].day: k for k in shifts}
    for held in rest.before.solution.plans:
        shift = asked.shifts[held.shift]
        following = on.get(shift.day + 1)
        if following is None or asked.shifts[following].team != shift.team:
            continue
        if held.sleeps_at != BASE and rest.drafted.shifts[held.shift] in begun:
            return following, held.sleeps_at
    return None


@dataclass(slots=True)
class _Matrices:
    """One travel profile."""

    travel_s: NDArray[np.int32]
    open_in: NDArray[np.uint64]
    passable_in: NDArray[np.uint64]


class _Profiles:
    """The travel profiles of a problem, and those that are added for careful days."""

    def __init__(self, asked: Statement) -> None:
        assert asked.open_in is not None  # noqa: S101 - told to the type checker
        assert asked.passable_in is not None  # noqa: S101 - told to the type checker
        given = zip(asked.travel_s, asked.open_in, asked.passable_in, strict=True)
        self._all = [_Matrices(*one) for one in given]
        self._without: dict[tuple[int, frozenset[int], frozenset[int]], int] = {}

    def without(
        self, profile: int, *, into: frozenset[int] = NOWHERE, out_of: frozenset[int] = NOWHERE
    ) -> int:
        """Return the profile with which nobody comes into some places, or out of others."""
        key = (profile, into, out_of)
        if not into | out_of:
            return profile
        if key not in self._without:
            travel_s = self._all[profile].travel_s.copy()
            travel_s[:, sorted(into)] = UNREACHABLE
            travel_s[sorted(out_of)] = UNREACHABLE
            np.fill_diagonal(travel_s, 0)
            self._without[key] = self._add(replace(self._all[profile], travel_s=travel_s))
        return self._without[key]

    def only(self, leg: tuple[int, int], asked: Statement, as_in: tuple[int, int, int]) -> int:
        """Return a profile with nothing but one leg, as it is in another problem."""
        assert asked.open_in is not None  # noqa: S101 - told to the type checker
        assert asked.passable_in is not None  # noqa: S101 - told to the type checker
        found = _Matrices(
            np.full_like(self._all[0].travel_s, UNREACHABLE),
            np.zeros_like(self._all[0].open_in),
            np.zeros_like(self._all[0].passable_in),
        )
        found.travel_s[leg] = asked.travel_s[as_in]
        found.open_in[leg] = asked.open_in[as_in]
        found.passable_in[leg] = asked.passable_in[as_in]
        for matrix, same in ((found.travel_s, 0), (found.open_in, ALL), (found.passable_in, ALL)):
            np.fill_diagonal(matrix, same)
        return self._add(found)

    def _add(self, found: _Matrices) -> int:
        self._all.append(found)
        return len(self._all) - 1

    @property
    def travel_s(self) -> NDArray[np.int32]:
        return np.stack([one.travel_s for one in self._all])

    @property
    def open_in(self) -> NDArray[np.uint64]:
        return np.stack([one.open_in for one in self._all])

    @property
    def passable_in(self) -> NDArray[np.uint64]:
        return np.stack([one.passable_in for one in self._all])
