"""The problem as a model for CP-SAT: a second specification that shares no code with any other.

For certain weather only, and for problems of a few visits, teams and days: each shift is a circuit
through the places where it may begin, its visits, and the places where it may end.
"""

from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from optimizer.problem import BASE, NONE, NOT_OFFERED, UNREACHABLE, Problem


def exact_value(problem: Problem, seconds: float = 60.0) -> int | None:
    """Return the value of the best plan, or ``None`` if no plan keeps all pins.

    Raises
    ------
    ValueError
        If roads may close: the model knows no weather.
    TimeoutError
        If the optimum is not proven in time.
    """
    if problem.open_in is not None:
        raise ValueError("open_in must be None: the model knows no weather")
    model = cp_model.CpModel()
    shifts = [_shift(model, problem, k) for k in range(len(problem.shifts))]
    held = [[s.held[v] for s in shifts if v in s.held] for v in range(len(problem.visits))]
    _hold_once(model, problem, held)
    _share_resources(model, problem, shifts)
    _sleep(model, problem, shifts)
    _rest(model, problem, shifts)
    _keep_pins(model, problem, shifts)
    costs = sum(s.cost for s in shifts) + _changes(model, problem, shifts)
    model.maximize(_benefit(model, problem, held) - costs)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise TimeoutError(f"no proof in {seconds} s: {solver.status_name(status)}")
    return round(solver.objective_value)


@dataclass(kw_only=True)
class _Shift:
    """What the model decides about a shift; where it sleeps is by lodging, ``BASE`` among them."""

    held: dict[int, Any] = field(default_factory=dict)
    start_s: dict[int, Any] = field(default_factory=dict)
    rank: dict[int, Any] = field(default_factory=dict)
    slept_at: dict[int, Any] = field(default_factory=dict)
    sleeps_at: dict[int, Any] = field(default_factory=dict)
    late: Any = None
    cost: Any = 0


# the nodes of a circuit: ("from", lodging), ("visit", v) and ("to", lodging)
_Node = tuple[str, int]


def _shift(model: Any, problem: Problem, k: int) -> _Shift:
    asked = problem.shifts[k]
    made = _Shift(late=model.new_bool_var(f"late {k}"))
    takes = {
        v: visit.service_s[asked.crew]
        for v, visit in enumerate(problem.visits)
        if visit.service_s[asked.crew] != NOT_OFFERED and visit.needs & ~asked.has == 0
    }
    for v, seconds in takes.items():
        made.held[v] = model.new_bool_var(f"{v} in {k}")
        windows = [list(window) for window in problem.visits[v].windows]
        made.start_s[v] = model.new_int_var_from_domain(
            cp_model.Domain.from_intervals(windows), f"start of {v} in {k}"
        )
        made.rank[v] = model.new_int_var(0, len(problem.visits), f"rank of {v} in {k}")
        ends_s = made.start_s[v] + seconds
        model.add(ends_s <= asked.late_s).only_enforce_if([made.held[v], ~made.late])
    for h in (BASE, *range(len(problem.lodgings))):
        made.slept_at[h] = model.new_bool_var(f"{k} begins at {h}")
        made.sleeps_at[h] = model.new_bool_var(f"{k} ends at {h}")
    driven_s = _circuit(model, problem, k, made, takes)
    model.add(driven_s + sum(made.held[v] * takes[v] for v in takes) <= asked.max_work_s)
    nights = sum(made.sleeps_at[h] * lodging.cost for h, lodging in enumerate(problem.lodgings))
    made.cost = driven_s * problem.travel_cost + nights
    return made


def _circuit(model: Any, problem: Problem, k: int, made: _Shift, takes: dict[int, int]) -> Any:
    """Add the way through the day; return the seconds driven."""
    asked = problem.shifts[k]
    used: dict[_Node, Any] = {
        **{("from", h): used for h, used in made.slept_at.items()},
        **{("visit", v): used for v, used in made.held.items()},
        **{("to", h): used for h, used in made.sleeps_at.items()},
    }
    number = {node: i for i, node in enumerate(used)}
    arcs = [(number[node], number[node], ~literal) for node, literal in used.items()]
    driven_s: Any = 0
    for one in used:
        for other in used:
            if one[0] == "to" and other[0] == "from":
                arcs.append((number[one], number[other], model.new_bool_var("night")))
            leg = _leg(problem, k, one, other)
            if leg is None:
                continue
            taken = model.new_bool_var(f"{k}: {one} to {other}")
            arcs.append((number[one], number[other], taken))
            driven_s += taken * leg
            _follow(model, (made, takes), (one, other), taken, (asked.start_s, leg, asked.end_s))
    model.add_circuit(arcs)
    model.add_exactly_one(made.slept_at.values())
    model.add_exactly_one(made.sleeps_at.values())
    return driven_s


def _leg(problem: Problem, k: int, one: _Node, other: _Node) -> int | None:
    """Return the seconds of a leg, or ``None`` if nobody drives it."""
    if one == other or one[0] == "to" or other[0] == "from":
        return None
    asked = problem.shifts[k]
    at = [
        problem.visits[i].location if kind == "visit" else problem.sleeping_place(asked.team, i)
        for kind, i in (one, other)
    ]
    seconds = int(problem.travel_s[asked.profile, at[0], at[1]])
    return None if seconds == UNREACHABLE else seconds


def _follow(
    model: Any,
    shift: tuple[_Shift, dict[int, int]],
    nodes: tuple[_Node, _Node],
    taken: Any,
    times: tuple[int, int, int],
) -> None:
    """Let what follows a leg come after it."""
    made, takes = shift
    (one, i), (other, j) = nodes
    start_s, leg, end_s = times
    leaves_s = made.start_s[i] + takes[i] if one == "visit" else start_s
    until_s = made.start_s[j] if other == "visit" else end_s
    model.add(leaves_s + leg <= until_s).only_enforce_if(taken)
    if other == "visit":
        before = made.rank[i] + 1 if one == "visit" else 0
        model.add(made.rank[j] == before).only_enforce_if(taken)


def _hold_once(model: Any, problem: Problem, held: list[list[Any]]) -> None:
    for literals in held:
        model.add_at_most_one(literals)
    for group in range(problem.groups):
        model.add_at_most_one(
            literal
            for v, visit in enumerate(problem.visits)
            if visit.group == group
            for literal in held[v]
        )


def _share_resources(model: Any, problem: Problem, shifts: list[_Shift]) -> None:
    for resource in range(problem.resources):
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(
                made.start_s[v],
                problem.visits[v].service_s[problem.shifts[k].crew],
                held,
                f"{v} in {k} at {resource}",
            )
            for k, made in enumerate(shifts)
            for v, held in made.held.items()
            if problem.visits[v].resource == resource != NONE
        )


def _sleep(model: Any, problem: Problem, shifts: list[_Shift]) -> None:
    """Wake where one slept; no more guests than beds; no more nights in a row than allowed."""
    number = {(s.team, s.day): k for k, s in enumerate(problem.shifts)}
    for (team, day), k in number.items():
        before, after = number.get((team, day - 1)), number.get((team, day + 1))
        for h in range(len(problem.lodgings)):
            woke, slept = shifts[k].slept_at[h], shifts[k].sleeps_at[h]
            model.add(woke == (0 if before is None else shifts[before].sleeps_at[h]))
            if after is None:
                model.add(slept == 0)
    for day in {s.day for s in problem.shifts}:
        for h, lodging in enumerate(problem.lodgings):
            guests = [shifts[k].sleeps_at[h] for (_, d), k in number.items() if d == day]
            model.add(sum(guests) <= lodging.capacity)
    for days, team in _runs(problem, [team.max_nights for team in problem.teams]):
        model.add(
            sum(1 - shifts[k].sleeps_at[BASE] for k in days) <= problem.teams[team].max_nights
        )


def _rest(model: Any, problem: Problem, shifts: list[_Shift]) -> None:
    """Allow no more late days in a row than the team may have."""
    limits = [team.max_late_in_a_row for team in problem.teams]
    for days, team in _runs(problem, limits):
        model.add(sum(shifts[k].late for k in days) <= limits[team])


def _runs(problem: Problem, limits: list[int]) -> list[tuple[list[int], int]]:
    """Return each run of one day more than a team's limit, as its shifts."""
    number = {(s.team, s.day): k for k, s in enumerate(problem.shifts)}
    runs = []
    for team, day in number:
        length = min(limits[team], len(number)) + 1
        days = [number.get((team, day + n)) for n in range(length)]
        whole = [k for k in days if k is not None]
        if len(whole) == length:
            runs.append((whole, team))
    return runs


def _keep_pins(model: Any, problem: Problem, shifts: list[_Shift]) -> None:
    for pin in problem.pins:
        able = [
            (k, made)
            for k, made in enumerate(shifts)
            if pin.visit in made.held
            and problem.shifts[k].team == pin.team
            and pin.shift in (None, k)
        ]
        model.add_exactly_one(made.held[pin.visit] for _, made in able)
        for _, made in able:
            if pin.position is not None:
                model.add(made.rank[pin.visit] == pin.position).only_enforce_if(
                    made.held[pin.visit]
                )
            if pin.start_s is not None:
                model.add(made.start_s[pin.visit] == pin.start_s).only_enforce_if(
                    made.held[pin.visit]
                )


def _changes(model: Any, problem: Problem, shifts: list[_Shift]) -> Any:
    """Return the cost of promises that are not kept to the second."""
    cost: Any = 0
    for promise in problem.promises:
        made = shifts[promise.shift]
        kept = model.new_bool_var(f"promise of {promise.visit}")
        if promise.visit in made.held:
            model.add_implication(kept, made.held[promise.visit])
            model.add(made.start_s[promise.visit] == promise.start_s).only_enforce_if(kept)
        else:
            model.add(kept == 0)
        cost += promise.move_cost * (1 - kept)
    return cost


def _benefit(model: Any, problem: Problem, held: list[list[Any]]) -> Any:
    benefit: Any = 0
    for d, demand in enumerate(problem.demands):
        come = sum(
            people * literal
            for v, visit in enumerate(problem.visits)
            for demand_index, people in visit.contributions
            if demand_index == d
            for literal in held[v]
        )
        served = model.new_int_var(0, demand.people, f"served {d}")
        model.add(served <= come)
        benefit += demand.weight * served
    return benefit
