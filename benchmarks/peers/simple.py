"""What every peer can be asked: day tours from a base, one prize per visit, windows, needs.

A ``Problem`` that uses more is refused, so that no peer is measured on something it was not told.
"""

from dataclasses import dataclass

from optimizer.problem import NONE, NOT_OFFERED, UNREACHABLE, Problem


class NotSimple(ValueError):
    """A problem that peers cannot be asked: what it uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A problem as peers see it.

    ``prizes[visit]`` is what holding it is worth. ``holders[visit]`` are the shifts that have what
    it needs and can reach it, by their travel profile, at all. ``visits`` are those with a prize
    and a holder; the others are not worth telling. ``service_s[visit]`` is the same for all crews.
    """

    problem: Problem
    prizes: tuple[int, ...]
    holders: tuple[tuple[int, ...], ...]
    visits: tuple[int, ...]
    service_s: tuple[int, ...]

    @property
    def horizon_s(self) -> int:
        """The end of the last shift."""
        return max((s.end_s for s in self.problem.shifts), default=0)

    def base(self, shift: int) -> int:
        """Return the location where ``shift`` starts and ends."""
        return self.problem.teams[self.problem.shifts[shift].team].base

    def far_s(self) -> int:
        """Return a travel time that no shift can contain: in place of a leg that may not be."""
        return 2 * self.horizon_s + 1

    def prize_scale(self, legs: float) -> float:
        """Return the factor by which a mean prize becomes worth ``legs`` mean legs from base."""
        travel_s, shifts = self.problem.travel_s, self.problem.shifts
        out = [
            int(travel_s[shifts[k].profile, self.base(k), self.problem.visits[v].location])
            for v in self.visits
            for k in self.holders[v][:1]
        ]
        worth = sum(self.prizes[v] for v in self.visits)
        return legs * sum(out) / worth if worth else 1.0


def to_asked(problem: Problem) -> Asked:
    """Return ``problem`` as peers see it.

    Raises
    ------
    NotSimple
        If it uses what peers have no word for.
    """
    for name, used in _beyond_peers(problem).items():
        if used:
            raise NotSimple(f"peers cannot be asked about {name}")
    holders = tuple(_holders(problem, v) for v in range(len(problem.visits)))
    prizes = tuple(_prize(problem, v) for v in range(len(problem.visits)))
    return Asked(
        problem=problem,
        prizes=prizes,
        holders=holders,
        visits=tuple(v for v, shifts in enumerate(holders) if shifts and prizes[v]),
        service_s=tuple(max(visit.service_s) for visit in problem.visits),
    )


def _beyond_peers(problem: Problem) -> dict[str, bool]:
    told = [d for visit in problem.visits for d, _ in visit.contributions]
    crews = [{s for s in visit.service_s if s != NOT_OFFERED} for visit in problem.visits]
    return {
        "nights": bool(problem.lodgings) and any(team.max_nights for team in problem.teams),
        "alternatives": any(visit.group != NONE for visit in problem.visits),
        "resources": any(visit.resource != NONE for visit in problem.visits),
        "demands shared by visits": len(told) > len(set(told)),
        "crews of different speed": any(len(times) > 1 for times in crews),
        "weather": problem.open_in is not None,
        "pins": bool(problem.pins),
        "promises": bool(problem.promises),
        "costs of travel": problem.travel_cost > 0,
        "a limit of work": any(s.max_work_s < s.end_s - s.start_s for s in problem.shifts),
        "late days": any(s.late_s < s.end_s for s in problem.shifts),
    }


def _prize(problem: Problem, v: int) -> int:
    demands = problem.demands
    return sum(
        demands[d].weight * min(demands[d].people, people)
        for d, people in problem.visits[v].contributions
    )


def _holders(problem: Problem, v: int) -> tuple[int, ...]:
    visit = problem.visits[v]
    return tuple(
        k
        for k, shift in enumerate(problem.shifts)
        if not visit.needs & ~shift.has
        and visit.service_s[shift.crew] != NOT_OFFERED
        and any(early <= shift.end_s and late >= shift.start_s for early, late in visit.windows)
        and problem.travel_s[shift.profile, problem.teams[shift.team].base, visit.location]
        < UNREACHABLE
    )
