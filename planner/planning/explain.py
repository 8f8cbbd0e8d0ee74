"""Why a session is not planned, and what would bring it in, from the most promising changes.

What is promising is found quickly, day by day; what is claimed of it was verified (``claims``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from optimizer.problem import BASE, Constraint
from optimizer.solution import ShiftPlan
from planner.planning.attempts import Attempt, over_s
from planner.planning.case import Case, chooses_weather, with_changes
from planner.planning.changes import Changes, LeavesCommune, MoreHours, MoreNights, Speaks
from planner.planning.claims import STEP_MIN, Claim, Try, verified
from planner.planning.clock import moment
from planner.planning.counterparts import counterpart
from planner.planning.edits import Board, Drop, Sleep, edited, evaluate, with_stop_at
from planner.planning.lacks import away_on, lacks, opened
from planner.planning.wanted import Wanted, asked_for, tried

TRIES = 3
"""So many of the most promising changes of a kind are tried."""
NIGHTS_TRIED = 6
SWAPS_TRIED = 24
MOST_CHANGES = 2
"""A team that lacks more than so many things is not worth telling of."""
MOST_MIN = 240
"""Nobody is asked to work more minutes longer than these."""
LONGEST_MIN = 18 * 60
"""Longer than any day: what is then needed of it is found."""
ROADS_CLOSED = frozenset({Constraint.PASSABLE, Constraint.STRAND_SAFETY})
HOURS = frozenset({Constraint.SHIFT_HOURS, Constraint.TIME_WINDOW})
MEMBERS = frozenset({Constraint.LANGUAGE, Constraint.AVAILABILITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What the best attempt breaks; nothing if there is room, and other work is worth more."""

    constraints: tuple[Constraint, ...]
    team: str
    day: date


def what_it_takes(case: Case, wanted: Wanted) -> tuple[Claim, ...]:
    """Return the best change of each kind that lets be held what is not planned, smallest first.

    What is planned already takes nothing: nothing is claimed of it.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    asked_for(case, wanted)
    if any(stop.session.id == wanted for day in case.plan.shifts for stop in day.stops):
        return ()
    base = sorted(tried(case, case.board, wanted), key=lambda a: a.harm)
    room = _first(case, wanted, (_try(a) for a in base if not a.broken))
    if room is not None:
        return (room,)
    found: dict[tuple[str, ...], Claim] = {}
    for claim in _all_kinds(case, wanted, base):
        found.setdefault(claim.kind, claim)
    return tuple(sorted(found.values(), key=lambda c: (len(c.kind), -c.people)))


def binding(case: Case, wanted: Wanted) -> Binding | None:
    """Return what the best attempt to hold it breaks; None if no team could try at all.

    The best attempt breaks least, by the number of constraints, then by the time it lacks.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    asked_for(case, wanted)
    base = sorted(tried(case, case.board, wanted), key=lambda a: a.harm)
    clean = [a for a in base if not a.broken]
    best: Binding | None = None
    for attempt in (*clean, *[a for a in base if a.broken][:TRIES]):
        broken = dict.fromkeys(b.constraint for b in evaluate(case.board, attempt.add).broken)
        if best is None or len(broken) < len(best.constraints):
            best = Binding(constraints=tuple(broken), team=attempt.team, day=attempt.day)
        if not broken:
            break
    return best


def _try(attempt: Attempt, *changes: Changes, edits: tuple[Drop | Sleep, ...] = ()) -> Try:
    made = tuple(change for some in changes for change in some)
    return Try(team=attempt.team, day=attempt.day, changes=made, edits=edits)


def _first(case: Case, wanted: Wanted, tries: Iterable[Try]) -> Claim | None:
    """Return the first of a few tries that holds and gains people; else the first that holds."""
    found: Claim | None = None
    for one in islice(tries, TRIES):
        claim = verified(case, wanted, one)
        if claim is not None and claim.people > 0:
            return claim
        found = found or claim
    return found


def _all_kinds(case: Case, wanted: Wanted, base: list[Attempt]) -> Iterator[Claim]:
    """Yield claims of all kinds; of what costs more to try only if there are no others."""
    quick = (
        _longer(base),
        _present(case, wanted, base),
        _nights(case, wanted, base, more=0),
        _instead(case, wanted, base),
    )
    claims = [claim for tries in quick if (claim := _first(case, wanted, tries)) is not None]
    lacking = list(_lacking(case, wanted))
    claims += _given(case, wanted, (x for x in lacking if _is_small(x[1])))
    if not claims:
        late = (_nights(case, wanted, base, more=1), _roads(case, wanted, base))
        claims += [claim for tries in late if (claim := _first(case, wanted, tries)) is not None]
    if not claims:
        late_teams = sorted((x for x in lacking if not _is_small(x[1])), key=lambda x: len(x[1]))
        some = [x for x in late_teams if len(x[1]) <= MOST_CHANGES]
        claims += islice(_given(case, wanted, some), 1)
    yield from claims


def _is_small(changes: Changes) -> bool:
    """Return whether it is one change, and not a team lent to another commune."""
    return len(changes) == 1 and not isinstance(changes[0], LeavesCommune)


def _longer(base: Iterable[Attempt]) -> Iterator[Try]:
    """Yield longer days, the shortest first."""
    for attempt in base:
        if _is_long(attempt):
            yield _try(attempt, _hours(attempt.team, attempt.over_s))


def _is_long(attempt: Attempt) -> bool:
    """Return whether only the day is too long, and not by too much."""
    return attempt.broken == (Constraint.SHIFT_HOURS,) and 0 < attempt.over_s <= 60 * MOST_MIN


def _hours(team: str, seconds: int) -> Changes:
    return (MoreHours(team=team, minutes=STEP_MIN * -(-seconds // (60 * STEP_MIN))),)


def _present(case: Case, wanted: Wanted, base: Iterable[Attempt]) -> Iterator[Try]:
    """Yield days on which somebody is there after all, or speaks the language too."""
    for attempt in base:
        if attempt.broken and set(attempt.broken) <= MEMBERS:
            for there in away_on(case, attempt.team, attempt.day):
                yield _try(attempt, (there,))
            if attempt.broken == (Constraint.LANGUAGE,):
                language = asked_for(case, wanted).language
                yield _try(attempt, (Speaks(team=attempt.team, language=language),))


def _instead(case: Case, wanted: Wanted, base: list[Attempt]) -> Iterator[Try]:
    """Yield sessions of the same day that could be given up, those first that fewest come to."""
    names = case.board.translation
    plans = {names.shifts[p.shift]: p for p in case.board.solution.plans}
    pairs = [
        (names.sessions[stop.visit], attempt)
        for attempt in base
        if (attempt.team, attempt.day) in plans
        for stop in plans[attempt.team, attempt.day].stops
    ]
    pairs.sort(key=lambda pair: pair[0].people - pair[1].people)
    for other, attempt in pairs[:SWAPS_TRIED]:
        drop = Drop(session=other.id)
        days = tried(case, edited(case.board, drop), wanted, (attempt.team,))
        if any(a.day == attempt.day and not a.broken for a in days):
            yield _try(attempt, edits=(drop,))


def _nights(case: Case, wanted: Wanted, base: list[Attempt], *, more: int) -> Iterator[Try]:
    """Yield nights at the lodging nearest to the place, so many more in a row than may be."""
    late = [a for a in base if a.broken and set(a.broken) <= HOURS and _goes_home(case.board, a)]
    for attempt in late[:NIGHTS_TRIED]:
        team = case.district.team_by_id[attempt.team]
        bed = _bed(case, asked_for(case, wanted).place, attempt.team)
        if bed and (more or team.max_nights):
            sleep = Sleep(team=attempt.team, day=attempt.day, place=bed)
            changes = (MoreNights(team=attempt.team, nights=more),) if more else ()
            if more or _leaves_time(case, wanted, attempt, sleep):
                yield _try(attempt, changes, edits=(sleep,))


def _leaves_time(case: Case, wanted: Wanted, attempt: Attempt, sleep: Sleep) -> bool:
    days = tried(case, edited(case.board, sleep), wanted, (attempt.team,))
    return any(a.day == attempt.day and not a.broken for a in days)


def _goes_home(board: Board, attempt: Attempt) -> bool:
    """Return whether the team works the next day too, and sleeps at base in between."""
    shifts = board.translation.shifts
    today = (attempt.team, attempt.day)
    away = {shifts[p.shift] for p in board.solution.plans if p.sleeps_at != BASE}
    return (attempt.team, attempt.day + timedelta(days=1)) in shifts and today not in away


def _bed(case: Case, place: str, team: str) -> str:
    """Return the lodging that is nearest to a place; "" if none can be reached."""
    vehicle = case.district.team_by_id[team].vehicle_class
    ways = {x.place: case.travel.between(vehicle, place, x.place) for x in case.district.lodgings}
    near = {bed: way for bed, way in ways.items() if way is not None}
    return min(near, key=lambda bed: near[bed], default="")


def _lacking(case: Case, wanted: Wanted) -> Iterator[tuple[str, Changes]]:
    """Yield the teams, the nearest first, each with what it lacks in every way to mend it."""
    asked = asked_for(case, wanted)

    def far(team: str) -> timedelta:
        known = case.district.team_by_id[team]
        way = case.travel.between(known.vehicle_class, known.base, asked.place)
        return way if way is not None else timedelta.max

    for team in sorted(case.district.team_by_id, key=far):
        for changes in lacks(case, case.district.team_by_id[team], asked):
            yield team, changes


def _given(case: Case, wanted: Wanted, lacking: Iterable[tuple[str, Changes]]) -> Iterator[Claim]:
    """Yield what holds if a team is given what it lacks, the first of each kind."""
    times: dict[tuple[str, ...], int] = {}
    rain = case.board.translation.weather is not None
    for team, changes in lacking:
        kind = Try(team=team, day=case.request.horizon.first, changes=changes).kind
        if times.get(kind, 0) < (1 if any(map(chooses_weather, changes)) and rain else TRIES):
            times[kind] = times.get(kind, 0) + 1
            claim = _first(case, wanted, _with_all(case, wanted, team, changes))
            if claim is not None:
                times[kind] = TRIES
                yield claim


def _with_all(case: Case, wanted: Wanted, team: str, changes: Changes) -> Iterator[Try]:
    """Yield the best days of a team that is given all that it lacks, and time if it needs that."""
    board = with_changes(case, changes, asked_for(case, wanted).place, team)
    some = sorted(tried(case, board, wanted, (team,)), key=lambda a: a.harm)
    if not some:
        yield from _with_hours(case, wanted, team, changes)
    for attempt in some:
        if not attempt.broken:
            yield _try(attempt, changes)
        elif _is_long(attempt):
            yield _try(attempt, changes, _hours(team, attempt.over_s))


def _with_hours(case: Case, wanted: Wanted, team: str, changes: Changes) -> Iterator[Try]:
    """Yield days made longer of a team whose day is too short for any session there."""
    longest = MoreHours(team=team, minutes=LONGEST_MIN)
    board = with_changes(case, (*changes, longest), asked_for(case, wanted).place, team)
    some = [a for a in tried(case, board, wanted, (team,)) if not a.broken]
    needed = {(a.day, a.session): _needed(case, board, a) for a in some}
    for attempt in sorted(some, key=lambda a: (needed[a.day, a.session], a.day)):
        yield _try(attempt, changes, _hours(team, needed[attempt.day, attempt.session]))


def _needed(case: Case, board: Board, attempt: Attempt) -> int:
    """Return by how much a day is longer than the team's own hours allow, in seconds."""
    names, team = board.translation, case.district.team_by_id[attempt.team]
    number = names.shifts.index((attempt.team, attempt.day))
    before = next((p for p in board.solution.plans if p.shift == number), None)
    plan = before or ShiftPlan(shift=number, depart_s=0, stops=())
    made = with_stop_at(names, plan, counterpart(names, attempt.session, number), attempt.order)
    ends = moment(case.district, attempt.day, team.day_end) - names.zero
    return over_s(names.problem, made, int(ends.total_seconds()), int(3600 * team.max_work_h))


def _roads(case: Case, wanted: Wanted, base: Iterable[Attempt]) -> Iterator[Try]:
    """Yield roads that rain closes on the way on a day, each made such that it does not."""
    weather, place = case.board.translation.weather, asked_for(case, wanted).place
    for attempt in base:
        if weather is None or not attempt.broken or not set(attempt.broken) <= ROADS_CLOSED:
            continue
        team = case.district.team_by_id[attempt.team]
        number = (attempt.day - weather.states.first).days
        worst = weather.states.states[:, number].mean(axis=0)
        share = {s.id: float(worst[i]) for i, s in enumerate(case.district.segments)}
        route = case.travel.route(team.vehicle_class, team.base, place)
        for segment in sorted(route, key=lambda one: -share[one])[:TRIES]:
            yield _try(attempt, (opened(case, segment, team, attempt.day),))
