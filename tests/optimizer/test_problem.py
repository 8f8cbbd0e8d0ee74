"""A problem that contradicts itself is refused, with the index and the value."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import InvalidProblem
from optimizer.problem import (
    NOT_OFFERED,
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Pin,
    Problem,
    Promise,
    Shift,
    Team,
    Visit,
)
from tests.optimizer.worlds import DAY, HOUR, line, problem, random_problem, shift, visit

NAN, INFINITE = float("nan"), float("inf")


def masks(kind: Any = np.uint64, shape: tuple[int, ...] = (1, 3, 3)) -> Any:
    return np.ones(shape, kind)


def cut_off(*legs: tuple[int, int]) -> Any:
    """Return the line of three places without these legs."""
    travel = line(0, 30, 60)
    for a, b in legs:
        travel[0, a, b] = UNREACHABLE
    return travel


def pinned(*pins: Pin, **changes: Any) -> dict[str, Any]:
    """Return changes that make two teams over two days, with pins."""
    facts: dict[str, Any] = {
        "teams": (Team(base=0), Team(base=0)),
        "shifts": (shift(0), shift(1), shift(0, team=1)),
        "pins": pins,
    }
    return facts | changes


REFUSED: list[tuple[dict[str, Any], str]] = [
    # matrices
    ({"travel_s": np.zeros((2, 2), np.int32)}, "travel_s must be (P, L, L), not (2, 2)"),
    ({"travel_s": [[[0]]]}, "travel_s must be an array (P, L, L) of int32, not a tuple"),
    ({"travel_s": line(0, 30, 60).astype(np.int64)}, "travel_s must be int32, not int64"),
    ({"travel_s": line(0, 30, 60) * 1.0}, "travel_s must be int32, not float64"),
    ({"travel_s": -line(0, 30, 60)}, "travel_s[0, 0, 1] must not be negative, not -1800"),
    (
        {"travel_s": line(0, 30, 60) + np.eye(3, dtype=np.int32)},
        "travel_s[0, 0, 0] must be 0 from a place to itself, not 1",
    ),
    (
        {"open_in": masks(shape=(1, 2, 2))},
        "open_in must have travel_s' shape (1, 3, 3), not (1, 2, 2)",
    ),
    ({"open_in": masks(np.int64)}, "open_in must be uint64, not int64"),
    ({"open_in": masks(bool)}, "open_in must be uint64, not bool"),
    ({"open_in": ((1,),)}, "open_in must be an array like travel_s of uint64, not a tuple"),
    (
        {"open_in": masks(), "passable_in": masks(np.int64)},
        "passable_in must be uint64, not int64",
    ),
    ({"passable_in": masks()}, "passable_in must not be given without open_in"),
    # single numbers
    ({"scenarios": 0}, "scenarios must be within 1..64, not 0"),
    ({"scenarios": 65}, "scenarios must be within 1..64, not 65"),
    ({"scenarios": True}, "scenarios must be a whole number within 1..64, not True"),
    ({"strand_risk": 1.5}, "strand_risk must be within 0..1, not 1.5"),
    ({"strand_risk": -0.1}, "strand_risk must be within 0..1, not -0.1"),
    ({"strand_risk": NAN}, "strand_risk must be within 0..1, not nan"),
    ({"strand_risk": INFINITE}, "strand_risk must be within 0..1, not inf"),
    ({"strand_risk": None}, "strand_risk must be within 0..1, not None"),
    ({"strand_risk": True}, "strand_risk must be within 0..1, not True"),
    ({"resources": -1}, "resources must be within 0..1000000, not -1"),
    ({"groups": 1.0}, "groups must be a whole number within 0..1000000, not 1.0"),
    ({"resources": None}, "resources must be a whole number within 0..1000000, not None"),
    ({"travel_cost": -1}, "travel_cost must be within 0..1000000, not -1"),
    ({"travel_cost": NAN}, "travel_cost must be a whole number within 0..1000000, not nan"),
    # parts
    ({"visits": None}, "visits must be a tuple, not None"),
    ({"visits": (None,)}, "visits[0] must be a Visit, not None"),
    ({"shifts": (visit(),)}, "shifts[0] must be a Shift, not Visit("),
    ({"need_names": ("kit",)}, "need_names[0] must be a Constraint, not 'kit'"),
    ({"need_names": (Constraint.KIT,) * 65}, "number of need_names must be within 0..64, not 65"),
    # demands
    ({"demands": (Demand(people=-1, weight=1),)}, "demands[0].people must be within 0..1000000000"),
    ({"demands": (Demand(people=1, weight=-1),)}, "demands[0].weight must be within 0..1000000000"),
    (
        {"demands": (Demand(people=3.0, weight=1),)},  # type: ignore[arg-type]
        "demands[0].people must be a whole number within 0..1000000000, not 3.0",
    ),
    # visits
    ({"visits": (visit(9),)}, "visits[0].location must be within 0..2, not 9"),
    ({"visits": (visit(-1),)}, "visits[0].location must be within 0..2, not -1"),
    ({"visits": (visit(None),)}, "visits[0].location must be a whole number within 0..2, not None"),  # type: ignore[arg-type]
    ({"visits": (visit(windows=()),)}, "visits[0].windows must not be empty"),
    (
        {"visits": (visit(), visit(windows=((5, 4),)))},
        "visits[1].windows must be sorted, apart and",
    ),
    (
        {"visits": (visit(windows=((5, 9), (9, 12))),)},
        "visits[0].windows must be sorted, apart and",
    ),
    ({"visits": (visit(windows=((7, 9), (1, 2))),)}, "visits[0].windows must be sorted, apart and"),
    ({"visits": (visit(windows=((5,),)),)}, "visits[0].windows must be pairs (earliest, latest)"),
    ({"visits": (visit(windows=((-5, 9),)),)}, "visits[0].windows[0] earliest must be within 0.."),
    (
        {"visits": (visit(windows=((5, NAN),)),)},
        "visits[0].windows[0] latest must be a whole number within 0..2147483646, not nan",
    ),
    (
        {"visits": (visit(windows=((0, UNREACHABLE),)),)},
        "visits[0].windows[0] latest must be within 0..2147483646, not 2147483647",
    ),
    ({"visits": (visit(service_s=()),)}, "visits[0].service_s has no time for crew 0"),
    ({"visits": (visit(service_s=3600),)}, "visits[0].service_s must be a tuple, not 3600"),
    ({"visits": (visit(service_s=(-2,)),)}, "visits[0].service_s[0] must be within -1..2147483646"),
    ({"visits": (visit(resource=0),)}, "visits[0].resource must be within -1..-1, not 0"),
    ({"visits": (visit(resource=-2),)}, "visits[0].resource must be within -1..-1, not -2"),
    ({"visits": (visit(group=0),)}, "visits[0].group must be within -1..-1, not 0"),
    ({"visits": (visit(needs=1),)}, "visits[0].needs must be within 0..0, not 1"),
    (
        {"visits": (visit(contributions=((3, 1),)),)},
        "visits[0].contributions[0] demand must be within 0..0, not 3",
    ),
    (
        {"visits": (visit(contributions=((0, -1),)),)},
        "visits[0].contributions[0] people must be within 0..1000000000, not -1",
    ),
    (
        {"visits": (visit(contributions=((0, 1), (0, 2))),)},
        "visits[0].contributions must name demand 0 once, not 2 times",
    ),
    ({"visits": (visit(contributions=(0,)),)}, "visits[0].contributions must be pairs (demand, "),
    # visits that no road leads to
    (
        {"travel_s": cut_off((0, 2), (1, 2))},
        "visits[1].location must be within reach of a base or lodging, there and back, not 2",
    ),
    (
        {"travel_s": cut_off((2, 0), (2, 1))},
        "visits[1].location must be within reach of a base or lodging, there and back, not 2",
    ),
    # teams, shifts, lodgings
    ({"teams": (Team(base=7),)}, "teams[0].base must be within 0..2, not 7"),
    ({"teams": (Team(base=0, max_nights=-1),)}, "teams[0].max_nights must be within 0..1000000"),
    (
        {"teams": (Team(base=0, max_late_in_a_row=0),)},
        "teams[0].max_late_in_a_row must be within 1",
    ),
    ({"shifts": ()}, "shifts must not be empty: without a shift there is nothing to plan"),
    ({"shifts": (shift(team=2),)}, "shifts[0].team must be within 0..0, not 2"),
    ({"shifts": (shift(team=-1),)}, "shifts[0].team must be within 0..0, not -1"),
    ({"shifts": (shift(day=-1, start_s=0),)}, "shifts[0].day must be within 0..1000000, not -1"),
    ({"shifts": (shift(profile=1),)}, "shifts[0].profile must be within 0..0, not 1"),
    ({"shifts": (shift(start_s=-1),)}, "shifts[0].start_s must be within 0..2147483647, not -1"),
    ({"shifts": (shift(end_s=0),)}, "shifts[0].end_s must be within 28800..2147483647, not 0"),
    ({"shifts": (shift(max_work_s=-1),)}, "shifts[0].max_work_s must be within 0..2147483647"),
    ({"shifts": (shift(crew=-1),)}, "shifts[0].crew must be within 0..1000000, not -1"),
    ({"shifts": (shift(crew=0.0),)}, "shifts[0].crew must be a whole number within 0..1000000"),
    ({"shifts": (shift(has=2**64),)}, "shifts[0].has must be within 0..18446744073709551615"),
    ({"shifts": (shift(late_s=NAN),)}, "shifts[0].late_s must be a whole number within 0.."),
    (
        {"shifts": (shift(1), shift(), shift())},
        "shifts[2]: a team has two shifts on one day: team 0",
    ),
    ({"lodgings": (Lodging(location=5),)}, "lodgings[0].location must be within 0..2, not 5"),
    ({"lodgings": (Lodging(location=1, capacity=-1),)}, "lodgings[0].capacity must be within 0.."),
    ({"lodgings": (Lodging(location=1, cost=-1),)}, "lodgings[0].cost must be within 0.."),
    # pins
    (pinned(Pin(visit=5, team=0)), "pins[0].visit must be within 0..1, not 5"),
    (pinned(Pin(visit=0, team=2)), "pins[0].team must be within 0..1, not 2"),
    (pinned(Pin(visit=0, team=0, shift=3)), "pins[0].shift must be within 0..2, not 3"),
    (pinned(Pin(visit=0, team=0, position=-1)), "pins[0].position must be within 0..1, not -1"),
    (pinned(Pin(visit=0, team=0, start_s=-1)), "pins[0].start_s must be within 0..2147483646"),
    (pinned(Pin(visit=0, team=0, shift=2)), "pins[0].shift must be one of team 0, not 2"),
    (
        pinned(Pin(visit=0, team=0, start_s=2 * DAY + 1)),
        "pins[0].start_s must be within a window of its visit, not 172801",
    ),
    (
        pinned(Pin(visit=0, team=0), Pin(visit=0, team=1)),
        "pins[1].visit must not be pinned twice, not 0 as in pins[0]",
    ),
    (
        pinned(
            Pin(visit=0, team=0, shift=0, position=1), Pin(visit=1, team=0, shift=0, position=1)
        ),
        "pins[1].position must be free in shift 0, not 1 as in pins[0]",
    ),
    (
        pinned(
            Pin(visit=0, team=0),
            Pin(visit=1, team=1),
            visits=(visit(1, group=0), visit(2, group=0)),
            groups=1,
        ),
        "pins[1].visit must not be in group 0, of which pins[0] has one",
    ),
    (
        pinned(Pin(visit=0, team=1), visits=(visit(needs=1),), need_names=(Constraint.LANGUAGE,)),
        "pins[0].visit must be one that team 1 has the means for, not 0",
    ),
    (
        pinned(Pin(visit=0, team=0, shift=1), visits=(visit(service_s=(NOT_OFFERED,)),)),
        "pins[0].visit must be one that shift 1 has the means for, not 0",
    ),
    (
        pinned(Pin(visit=0, team=1), visits=(visit(windows=((DAY, 2 * DAY),)),)),
        "pins[0].visit must fit into the hours of team 1, not 0",
    ),
    (
        pinned(Pin(visit=0, team=0, shift=0), visits=(visit(service_s=(11 * HOUR,)),)),
        "pins[0].visit must fit into the hours of shift 0, not 0",
    ),
    (
        pinned(Pin(visit=0, team=0, shift=0, start_s=HOUR)),
        "pins[0].visit must fit into the hours of shift 0, not 0 at 3600",
    ),
    # promises
    *(
        (
            {
                "promises": (
                    Promise(**({"visit": 0, "shift": 0, "start_s": 0, "move_cost": 1} | wrong)),
                )
            },
            told,
        )
        for wrong, told in (
            ({"visit": 2}, "promises[0].visit must be within 0..1, not 2"),
            ({"shift": 4}, "promises[0].shift must be within 0..0, not 4"),
            ({"start_s": -1}, "promises[0].start_s must be within 0..2147483646, not -1"),
            ({"move_cost": -1}, "promises[0].move_cost must be within 0..9007199254740991, not -1"),
        )
    ),
    (
        {"promises": (Promise(visit=1, shift=0, start_s=5, move_cost=1),) * 2},
        "promises[1].visit must not be promised twice, not 1 as in promises[0]",
    ),
    # sums that are not exact
    (
        {"demands": (Demand(people=10**9, weight=10**9),)},
        "demands[0] people × weight × scenarios must stay below 2**53, not 1000000000000000000",
    ),
    (
        {"demands": (Demand(people=2**20, weight=2**27),), "scenarios": 64},
        "demands[0] people × weight × scenarios must stay below 2**53, not 9007199254740992",
    ),
    (
        {"demands": (Demand(people=2**20, weight=2**28),) * 32},
        "prizes and costs × scenarios must in all stay below 2**53, not 9007199254740992 (demands",
    ),
    (
        {"shifts": (shift(start_s=0, end_s=UNREACHABLE),), "travel_cost": 10**6, "scenarios": 64},
        "prizes and costs × scenarios must in all stay below 2**53",
    ),
    (
        {"lodgings": (Lodging(location=1, cost=10**12),), "shifts": tuple(map(shift, range(9008)))},
        "prizes and costs × scenarios must in all stay below 2**53",
    ),
    (
        {"promises": (Promise(visit=0, shift=0, start_s=0, move_cost=2**53 - 1),)},
        "prizes and costs × scenarios must in all stay below 2**53",
    ),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_contradictions_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        problem(**changes)
    assert [line for line in str(refused.value).splitlines() if line.startswith(message)]


def test_several_faults_are_told_at_once_a_line_each() -> None:
    with pytest.raises(InvalidProblem) as refused:
        problem(scenarios=0, visits=(visit(9), visit(windows=())), teams=(Team(base=-1),))
    assert str(refused.value).splitlines() == [
        "scenarios must be within 1..64, not 0",
        "visits[0].location must be within 0..2, not 9",
        "visits[1].windows must not be empty",
        "teams[0].base must be within 0..2, not -1",
    ]


def test_no_more_than_twenty_faults_are_told() -> None:
    with pytest.raises(InvalidProblem) as refused:
        problem(visits=(visit(9),) * 100)
    lines = str(refused.value).splitlines()
    assert lines[19:] == ["visits[19].location must be within 0..2, not 9", "and more"]


# what each number may not be, whichever it is
STRANGE = st.sampled_from((None, True, NAN, INFINITE, 2.0, "3", -(10**19), 10**30))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_a_strange_value_in_any_number_is_refused_by_its_index(data: st.DataObject) -> None:
    asked = problem(
        lodgings=(Lodging(location=1),),
        promises=(Promise(visit=0, shift=0, start_s=9 * HOUR, move_cost=1),),
        pins=(Pin(visit=0, team=0, shift=0, position=0, start_s=9 * HOUR),),
    )
    parts = ("demands", "visits", "teams", "shifts", "lodgings", "pins", "promises")
    name = data.draw(st.sampled_from(parts))
    part = getattr(asked, name)[0]
    whole = [f.name for f in fields(part) if isinstance(getattr(part, f.name), int)]
    one = data.draw(st.sampled_from(whole))
    strange = data.draw(STRANGE)
    changes: dict[str, Any] = {
        name: (replace(part, **{one: strange}), *getattr(asked, name)[1:]),
    }
    if strange is None and name == "pins" and one in {"shift", "position", "start_s"}:
        return  # a pin that leaves these open
    with pytest.raises(InvalidProblem) as refused:
        problem(**({p: getattr(asked, p) for p in parts} | changes))
    assert str(refused.value).startswith(f"{name}[0].{one} must be ")


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8])
def test_numpys_whole_numbers_are_whole_numbers(kind: Any) -> None:
    made = problem(
        demands=(Demand(people=kind(100), weight=kind(100)),),
        visits=[visit(kind(1), windows=[[kind(0), kind(9)]], contributions=[(kind(0), kind(10))])],
        scenarios=kind(2),
    )
    plain = problem(
        demands=(Demand(people=100, weight=100),), visits=(visit(windows=((0, 9),)),), scenarios=2
    )
    assert (made.demands, made.visits, made.scenarios) == (
        plain.demands,
        plain.visits,
        plain.scenarios,
    )
    kept = [made.scenarios, made.demands[0].people, made.visits[0].location]
    kept += [made.visits[0].windows[0][0], made.visits[0].contributions[0][1]]
    assert {type(number) for number in kept} == {int}


def test_a_way_through_another_place_or_a_lodging_is_a_way() -> None:
    through = problem(travel_s=cut_off((0, 2), (2, 0)))
    assert len(through.visits) == 2
    split = {"travel_s": cut_off((0, 2), (1, 2), (2, 0), (2, 1)), "visits": (visit(2),)}
    assert problem(**split, lodgings=(Lodging(location=2),)).lodgings


def test_a_team_that_is_cut_off_is_no_fault_while_another_comes() -> None:
    alone = cut_off((0, 1), (0, 2), (1, 0), (2, 0))
    teams, shifts = (Team(base=0), Team(base=1)), (shift(), shift(team=1))
    assert problem(travel_s=alone, teams=teams, shifts=shifts).teams == teams
    with pytest.raises(InvalidProblem, match=r"visits\[0\]\.location must be within reach"):
        problem(travel_s=alone, teams=teams, shifts=shifts[:1])


def test_nothing_to_visit_is_a_problem() -> None:
    assert problem(visits=()).visits == ()


def test_pins_of_every_strength_that_a_plan_can_keep_are_taken() -> None:
    pins = (
        Pin(visit=0, team=0, shift=1, position=0, start_s=DAY + 9 * HOUR),
        Pin(visit=1, team=1),
    )
    assert problem(**pinned(*pins)).pins == pins


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_random_problems_hold_together(seed: int) -> None:
    assert random_problem(seed).shifts


def test_a_problem_is_frozen() -> None:
    with pytest.raises(AttributeError):
        problem().travel_cost = 5  # type: ignore[misc]  # that it is refused is the test


def test_names_of_places_stay_outside() -> None:
    names = {name for kind in (Problem, Visit, Shift, Team) for name in kind.__dataclass_fields__}
    assert not names & {"name", "village", "place", "date"}
