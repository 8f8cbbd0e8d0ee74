"""The integer choice among columns, packed by CP-SAT around those that stay as they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from optimizer.draft import Draft
from optimizer.kinds import Column
from optimizer.master import DEMAND, NIGHT, Key, coefficients, overlapping


def pack(
    kept: Draft,
    candidates: Sequence[Column],
    rows: Mapping[Key, float],
    *,
    hint: Sequence[Column],
    effort: float,
    seed: int,
) -> list[Column] | None:
    """Return the best choice among ``candidates`` beside ``kept``, or ``None`` if none was found.

    Exact within ``effort`` (CP-SAT's deterministic seconds, one worker): the same call returns
    the same choice on any machine. ``hint`` are candidates to start from, ``rows`` the limits of
    ``optimizer.master.limits``.
    """
    candidates = [c for c in candidates if kept.allows(c)]
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in candidates]
    for a, b in overlapping(kept.kinds, candidates):
        model.add_at_most_one(x[a], x[b])
    people, weights = _add_rows(model, x, kept, candidates, rows)
    costs = [-c.cost for c in candidates]
    model.maximize(cp_model.LinearExpr.weighted_sum([*people, *x], [*weights, *costs]))
    hinted = set(hint)
    for column, chosen in zip(candidates, x, strict=True):
        model.add_hint(chosen, column in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return [c for c, chosen in zip(candidates, x, strict=True) if solver.boolean_value(chosen)]


def _add_rows(
    model: cp_model.CpModel,
    x: list[cp_model.IntVar],
    kept: Draft,
    candidates: Sequence[Column],
    rows: Mapping[Key, float],
) -> tuple[list[cp_model.IntVar], list[int]]:
    """Add every row that a candidate takes part in; return people served and their weights."""
    demands = kept.kinds.problem.demands
    terms: defaultdict[Key, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    for column, chosen in zip(candidates, x, strict=True):
        for key, amount in coefficients(kept.kinds, column).items():
            terms[key].append((chosen, int(amount)))
    used = _used_by(kept)
    people, weights = [], []
    for key, uses in terms.items():
        total = cp_model.LinearExpr.weighted_sum([v for v, _ in uses], [a for _, a in uses])
        if key[0] == DEMAND:
            served = model.new_int_var(0, demands[key[1]].people, "")
            model.add(served + total <= -used[key])
            people.append(served)
            weights.append(demands[key[1]].weight)
        elif key[0] == NIGHT:
            model.add(total == -used[key])
        elif key in rows:
            model.add(total <= int(rows[key]) - used[key])
    if any(key[0] == NIGHT and key not in terms and n != 0 for key, n in used.items()):
        model.add_bool_or([])  # a kept shift wakes where no candidate sleeps: no choice will do
    return people, weights


def _used_by(kept: Draft) -> defaultdict[Key, int]:
    used: defaultdict[Key, int] = defaultdict(int)
    for column in kept.columns.values():
        for key, amount in coefficients(kept.kinds, column).items():
            used[key] += int(amount)
    return used
