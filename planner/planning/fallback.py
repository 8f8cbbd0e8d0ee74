"""What to do where a session is likely to fail: elsewhere that day, or another day.

The plan is played in the very weathers that it was made for. Where a stop is not held its team
looks, from where it then is, for a session that nobody plans to hold, for room on a later day of
its own, or for one of its later sessions to swap with; what serves most people over those weathers
is prepared. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from optimizer.problem import NOT_OFFERED, Shift, Visit
from planner.domain.plan import Fallback, Plan, Stop
from planner.planning.agenda import TeamDay, agenda_of, free_day, stops_of
from planner.planning.driving import Amounts, Flags
from planner.planning.simulate import Game, Rule
from planner.planning.translate import Translation

FRAGILE = 0.1
"""Share of the weathers in which a stop fails, from which on a fallback is prepared."""
LEAST_WORKS = 0.2
"""What works in less of the weathers in which the stop fails is not worth being told."""
MOST_TRIED = 40
"""Sessions elsewhere that are looked at for a stop, those that serve most people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """A fallback, the people it serves on the mean of all weathers, and the days that it takes."""

    fallback: Fallback
    team: str
    worth: float
    days: tuple[date, ...]


def with_fallbacks(asked: Translation, plan: Plan) -> Plan:
    """Return the plan with a fallback for each fragile stop for which there is one.

    Those that lose most people come first: no two fallbacks share a session, or a team's day.
    """
    if asked.weather is None or not plan.shifts:
        return plan
    search = _Search(asked, plan)
    stops = stops_of(plan)
    fails = 1 - search.held.mean(axis=0)
    order = sorted(range(len(stops)), key=lambda i: (-fails[i] * stops[i].people, i))
    prepared = {i: search.best(i) for i in order if fails[i] >= FRAGILE}
    numbers = iter(range(len(stops)))
    return replace(
        plan,
        shifts=tuple(
            replace(
                shift,
                stops=tuple(
                    replace(stop, fallback=prepared.get(next(numbers))) for stop in shift.stops
                ),
            )
            for shift in plan.shifts
        ),
    )


class _Search:
    """The plan as it was played, and what of places, days and people is still to be had."""

    def __init__(self, asked: Translation, plan: Plan) -> None:
        assert asked.weather is not None  # noqa: S101 - told to the type checker
        self._asked, self._plan, self._stops = asked, plan, stops_of(plan)
        self._game = Game(asked.district, plan, asked.weather.states, Rule.GO_ON, traced=True)
        self.held = self._game.play()[:, : len(self._stops)]
        self._agenda = agenda_of(asked.district, plan)
        self._shifts = {key: k for k, key in enumerate(asked.shifts)}
        self._at = {place: i for i, place in enumerate(asked.district.place_by_id)}
        self._place = np.array([self._at[session.place] for session in asked.sessions])
        self._left = Counter({(one.village, one.service): one.people for one in plan.left})
        self._taken = {stop.session.id for stop in self._stops}
        self._groups = {s.session.group for s in self._stops if s.session.group}
        self._full: set[tuple[str, date]] = set()
        self._busy: defaultdict[str, list[tuple[str, object, object]]] = defaultdict(list)
        self._where: list[tuple[TeamDay, int]] = [
            (today, position)
            for today in self._agenda.values()
            for position in range(len(today.items))
        ]
        for today, position in self._where:
            item = today.items[position]
            self._busy[item.session.place].append((today.shift.team, item.start, item.end))

    def best(self, number: int) -> Fallback | None:
        """Return the best fallback of a stop, and take what it needs."""
        today, position = self._where[number]
        bad = ~self.held[:, number]
        offers = [
            *self._elsewhere(today, position, bad),
            *self._later(today, number, bad),
            *self._swaps(today, position, number, bad),
        ]
        offers = [
            offer for offer in offers if offer.worth >= 1 and offer.fallback.works_in >= LEAST_WORKS
        ]
        if not offers:
            return None
        chosen = max(offers, key=lambda offer: offer.worth)
        self._take(chosen, self._stops[number])
        return chosen.fallback

    def _take(self, offer: _Offer, stop: Stop) -> None:
        found = offer.fallback
        self._busy[found.session.place].append((offer.team, found.start, found.end))
        self._full |= {(offer.team, day) for day in offer.days}
        if found.own_start is not None and found.own_end is not None:
            self._busy[stop.session.place].append((offer.team, found.own_start, found.own_end))
        if found.session.id == stop.session.id or found.own_start is not None:
            return
        self._taken.add(found.session.id)
        self._groups |= {found.session.group} - {""}
        for expected in found.session.expected:
            key = (expected.village, expected.service)
            self._left[key] -= min(self._left[key], expected.people)

    def _elsewhere(self, today: TeamDay, position: int, bad: Flags) -> Iterator[_Offer]:
        """Yield what the team could hold that day instead, from where it is when the stop fails."""
        if (today.shift.team, today.shift.day) in self._full:
            return
        shift = self._shift(today)
        gains = {
            v: gain
            for v, session in enumerate(self._asked.sessions)
            if session.id not in self._taken
            and session.group not in self._groups
            and self._can(shift, self._asked.problem.visits[v])
            and (gain := self._gain(v)) > 0
        }
        for v in sorted(gains, key=lambda v: (-gains[v], v))[:MOST_TRIED]:
            found = self._tried(today, position, position + 1, v, bad)
            if found is not None:
                yield self._offer(today, v, found, gains[v], bad)

    def _later(self, today: TeamDay, number: int, bad: Flags) -> Iterator[_Offer]:
        """Yield when the team could hold the stop on a later day of its own."""
        stop = self._stops[number]
        team = today.shift.team
        for (other, day), k in self._shifts.items():
            if other != team or day <= today.shift.day or (team, day) in self._full:
                continue
            v = self._piece(self._asked.problem.shifts[k], stop)
            if v is None:
                continue
            agenda = self._agenda.get((team, day)) or free_day(self._asked.district, team, day)
            for position in range(len(agenda.items) + 1):
                found = self._tried(agenda, position, position, v, bad)
                if found is not None:
                    yield self._offer(agenda, v, found, stop.people, bad)

    def _swaps(self, today: TeamDay, position: int, number: int, bad: Flags) -> Iterator[_Offer]:
        """Yield the team's later sessions that it could hold now, and the stop in their place."""
        team, stop = today.shift.team, self._stops[number]
        if (team, today.shift.day) in self._full:
            return
        shift = self._shift(today)
        for other, (then, at) in enumerate(self._where):
            day = then.shift.day
            if then.shift.team != team or day <= today.shift.day or (team, day) in self._full:
                continue
            v = self._piece(shift, self._stops[other])
            own = self._piece(self._shift(then), stop)
            if v is None or own is None:
                continue
            now = self._tried(today, position, position + 1, v, bad)
            made = None if now is None else self._tried(then, at, at + 1, own, now[1])
            if now is None or made is None:
                continue
            # what is held now would not have been held in some of these weathers, either
            more = float((now[1] & ~self.held[:, other]).mean()) * self._stops[other].people
            offer = self._offer(today, v, (now[0], made[1]), stop.people, bad)
            start = self._game.day_of(then).zero + timedelta(seconds=made[0])
            end = start + dict(stop.session.takes)[team]
            yield replace(
                offer,
                fallback=replace(offer.fallback, own_start=start, own_end=end),
                worth=offer.worth + more,
                days=(today.shift.day, day),
            )

    def _tried(
        self, today: TeamDay, position: int, following: int, v: int, bad: Flags
    ) -> tuple[float, Flags] | None:
        """Return when a session can start before an item, and in which of the bad weathers.

        It starts when the team has come in all of them. What is planned after it is not delayed.
        """
        problem, shift = self._asked.problem, self._shift(today)
        day, (place, clock) = self._game.day_of(today), self._game.before(today, position)
        legs = day.seconds[np.arange(len(clock)), place, self._place[v]]
        arrives = clock + legs
        takes_s = problem.visits[v].service_s[shift.crew]
        for lo, hi in problem.visits[v].windows:
            opens, closes = max(lo - shift.start_s, 0), hi - shift.start_s
            if closes < 0 or lo > shift.end_s:
                continue
            comes = bad & (arrives <= closes)
            if not comes.any():
                continue
            start_s = float(max(opens, arrives[comes].max()))
            works = comes & self._fits(today, following, v, start_s, legs)
            if works.any() and not self._is_busy(today, v, start_s, takes_s):
                return start_s, works
        return None

    def _fits(
        self, today: TeamDay, following: int, v: int, start_s: float, legs_s: Amounts
    ) -> Flags:
        """Return where the team comes in time to what follows, then to bed, and works no longer.

        Work is all from leaving to being back, waiting too.
        """
        day, shift = self._game.day_of(today), self._shift(today)
        until_s = start_s + self._asked.problem.visits[v].service_s[shift.crew]
        ends_s = [day.since(item.end) for item in today.items]
        # no team is out late for a fallback that would not be late anyway: late days are rationed
        if until_s > max(shift.late_s - shift.start_s, *ends_s, 0):
            return np.zeros(len(legs_s), np.bool_)
        there = np.full(len(legs_s), self._place[v], np.intp)
        back_s = until_s + day.leg_s(there, today.shift.end_place)
        fits: Flags = until_s + day.nearest_bed_s(there)[1] <= day.length_s
        if following < len(today.items):
            item = today.items[following]
            in_time = until_s + day.leg_s(there, item.session.place) <= day.since(item.start)
            fits &= in_time | ~self.held[:, item.number]
            back_s = np.full_like(back_s, day.since(today.shift.back))
        leaves_s = day.since(today.shift.depart) if today.items else start_s - legs_s
        return fits & (back_s <= day.length_s) & (back_s - leaves_s <= shift.max_work_s)

    def _is_busy(self, today: TeamDay, v: int, start_s: float, takes_s: float) -> bool:
        """Return whether another team sits at the place then."""
        zero = self._game.day_of(today).zero
        start, end = (zero + timedelta(seconds=s) for s in (start_s, start_s + takes_s))
        return any(
            team != today.shift.team and since < end and until > start  # type: ignore[operator]
            for team, since, until in self._busy[self._asked.sessions[v].place]
        )

    def _offer(
        self, today: TeamDay, v: int, found: tuple[float, Flags], gain: float, bad: Flags
    ) -> _Offer:
        start_s, works = found
        session = self._asked.sessions[v]
        start = self._game.day_of(today).zero + timedelta(seconds=start_s)
        takes = dict(session.takes)[today.shift.team]
        return _Offer(
            fallback=Fallback(
                session=session,
                start=start,
                end=start + takes,
                works_in=float(works.sum() / bad.sum()),
                people=round(gain),
            ),
            team=today.shift.team,
            worth=float(gain * works.mean()),
            days=(today.shift.day,),
        )

    def _shift(self, today: TeamDay) -> Shift:
        return self._asked.problem.shifts[self._shifts[today.shift.team, today.shift.day]]

    def _piece(self, shift: Shift, stop: Stop) -> int | None:
        """Return the number of a stop's session, of the piece that the shift can hold, if any."""
        visits = self._asked.problem.visits
        numbers = self._asked.visits[stop.session.id]
        return next((v for v in numbers if self._can(shift, visits[v])), None)

    def _can(self, shift: Shift, visit: Visit) -> bool:
        """Return whether the crew of a shift can hold a visit at all."""
        within = any(lo <= shift.end_s and hi >= shift.start_s for lo, hi in visit.windows)
        offered = visit.service_s[shift.crew] != NOT_OFFERED
        return within and offered and not visit.needs & ~shift.has

    def _gain(self, v: int) -> float:
        """Return how many people a session would serve whom the plan leaves."""
        expected = self._asked.sessions[v].expected
        return sum(min(self._left[one.village, one.service], one.people) for one in expected)
