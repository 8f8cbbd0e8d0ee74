"""How soon a hand edit of the example's plan is judged: random ones, one at a time.

Each verdict is compared with what the checker says of the edited plan in a problem that was stated
anew.
"""

import random
import time
from dataclasses import dataclass

from benchmarks.repairs.measure import Published
from optimizer.check import violations
from planner.data.store import Store
from planner.jobs.desk import board_of
from planner.jobs.plans import same_request
from planner.planning.edits import Add, Board, Drop, Edit, Move, evaluate

EDITS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Milliseconds that each verdict took, how many broke nothing, how many were another's word."""

    took_ms: tuple[float, ...]
    sound: int
    disagree: int


def measure(plan: Published, count: int = EDITS) -> Judged:
    """Return how long random edits of a published plan take to judge."""
    store = Store.open(plan.folder)
    told = store.get_plan(store.get_revision().plan_id).plan
    request = same_request(store, told, seed=plan.seed)
    board, again = (board_of(store.get_district(), request, told) for _ in range(2))
    dice = random.Random(plan.seed)  # noqa: S311 - edits, not secrets
    took_ms, sound, disagree = [], 0, 0
    for _ in range(count):
        edit = _any(board, dice)
        started = time.perf_counter()
        verdict = evaluate(board, edit)
        took_ms.append(1000 * (time.perf_counter() - started))
        said = [one.constraint for one in verdict.broken]
        found = violations(again.translation.problem, verdict.board.solution)
        sound += not said
        disagree += said != [one.constraint for one in found]
    return Judged(took_ms=tuple(took_ms), sound=sound, disagree=disagree)


def _any(board: Board, dice: random.Random) -> Edit:
    """Return a random edit: of all kinds equally many."""
    names = board.translation
    held = [stop.visit for day in board.solution.plans for stop in day.stops]
    left = sorted(set(range(len(names.sessions))) - set(held))
    team, day = dice.choice(names.shifts)
    match dice.randrange(3):
        case 0:
            return Drop(session=names.sessions[dice.choice(held)].id)
        case 1:
            return Move(session=names.sessions[dice.choice(held)].id, team=team, day=day)
        case _:
            return Add(session=names.sessions[dice.choice(left)].id, team=team, day=day)
