"""A problem that contradicts itself is refused, with the index and the value."""

from typing import Any

import numpy as np
import pytest

from optimizer.errors import InvalidProblem
from optimizer.problem import Demand, Lodging, Pin, Problem, Promise, Shift, Team, Visit
from tests.optimizer.worlds import line, problem, shift, visit


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"travel_s": np.zeros((2, 2), np.int32)}, r"travel_s must be \(P, L, L\)"),
        ({"travel_s": line(0, 30, 60).astype(np.int64)}, "travel_s must be int32, not int64"),
        ({"travel_s": -line(0, 30, 60)}, r"travel_s\[0, 0, 1\] must not be negative"),
        ({"open_in": np.zeros((1, 2, 2), np.uint64)}, "open_in must have travel_s' shape"),
        ({"scenarios": 0}, "scenarios must be within 1..64, not 0"),
        ({"strand_risk": 1.5}, "strand_risk must be within 0..1, not 1.5"),
        ({"strand_risk": float("nan")}, "strand_risk must be within 0..1, not nan"),
        ({"demands": (Demand(people=-1, weight=1),)}, r"demands\[0\].people must be within"),
        ({"visits": (visit(9),)}, r"visits\[0\].location must be within 0..2, not 9"),
        ({"visits": (visit(windows=()),)}, r"visits\[0\].windows must not be empty"),
        ({"visits": (visit(windows=((5, 4),)),)}, r"visits\[0\].windows must be sorted"),
        ({"visits": (visit(windows=((5, 9), (9, 12))),)}, r"visits\[0\].windows must be sorted"),
        ({"visits": (visit(service_s=()),)}, r"visits\[0\].service_s has no time for crew 0"),
        ({"visits": (visit(service_s=(-2,)),)}, r"visits\[0\].service_s\[0\] must be within"),
        ({"visits": (visit(resource=0),)}, r"visits\[0\].resource must be within -1..-1, not 0"),
        ({"visits": (visit(group=0),)}, r"visits\[0\].group must be within -1..-1, not 0"),
        ({"visits": (visit(needs=1),)}, r"visits\[0\].needs must be within 0..0, not 1"),
        ({"visits": (visit(contributions=((3, 1),)),)}, r"visits\[0\].contributions must be"),
        ({"teams": (Team(base=7),)}, r"teams\[0\].base must be within 0..2, not 7"),
        ({"shifts": (shift(team=2),)}, r"shifts\[0\].team must be within 0..0, not 2"),
        ({"shifts": (shift(profile=1),)}, r"shifts\[0\].profile must be within 0..0, not 1"),
        ({"shifts": (shift(end_s=0),)}, r"shifts\[0\].end_s must be within"),
        ({"shifts": (shift(), shift())}, "a team has two shifts on one day"),
        ({"lodgings": (Lodging(location=5),)}, r"lodgings\[0\].location must be within"),
        ({"pins": (Pin(visit=5, team=0),)}, r"pins\[0\].visit must be within 0..1, not 5"),
        (
            {"promises": (Promise(visit=0, shift=4, start_s=0, move_cost=1),)},
            r"promises\[0\].shift must be within 0..0, not 4",
        ),
        ({"demands": (Demand(people=10**9, weight=10**9),)}, r"stay below 2\*\*53"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem, match=message):
        problem(**changes)


def test_a_problem_is_frozen() -> None:
    with pytest.raises(AttributeError):
        problem().travel_cost = 5  # type: ignore[misc]  # that it is refused is the test


def test_names_of_places_stay_outside() -> None:
    names = {name for kind in (Problem, Visit, Shift, Team) for name in kind.__dataclass_fields__}
    assert not names & {"name", "village", "place", "date"}
