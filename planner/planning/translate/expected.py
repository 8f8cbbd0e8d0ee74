"""Whom a solution is expected to serve, counted weather by weather.

The optimizer caps each demand on the mean over the weathers (``optimizer.value``): people whom one
weather leaves over make up for those whom another leaves out. What is told to people is capped in
each weather, as it will come.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.solution import Solution
from optimizer.value import held_masks, people_in_each
from planner.planning.translate.names import Translation


def people_expected(names: Translation, solution: Solution) -> NDArray[np.int64]:
    """Return the people served of each demand on the mean over the weathers, nobody twice in any.

    Whole people, halves rounded up, (demands,); pledges are not among them. Days that share their
    weathers are turned apart: what the weather of one leaves out another day may make up for.
    """
    problem, some = names.problem, len(names.demands)
    held = {
        (shift, position): _turned(mask, _turns(names, shift), problem.scenarios)
        for (shift, position), mask in held_masks(problem, solution).items()
    }
    caps = np.array([d.people for d in problem.demands[:some]], np.int64).reshape(-1, 1)
    in_each = np.minimum(people_in_each(problem, solution, held)[:some], caps)
    weights = np.array(problem.scenario_weights or (1,) * problem.scenarios, np.int64)
    found: NDArray[np.int64] = (2 * (in_each @ weights) + problem.parts) // (2 * problem.parts)
    return found


def _turns(names: Translation, shift: int) -> int:
    if names.weather is None:
        return 0
    team, day = names.shifts[shift]
    return names.weather.turns_apart(names.district.team_by_id[team].vehicle_class, day)


def _turned(mask: int, by: int, scenarios: int) -> int:
    by %= scenarios
    return (mask << by | mask >> scenarios - by) & (1 << scenarios) - 1
