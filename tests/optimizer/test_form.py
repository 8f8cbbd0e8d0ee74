"""Problem and solution survive JSON; what is not of the form is refused by name."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimizer.__main__ import main
from optimizer.errors import InvalidProblem, InvalidSolution
from optimizer.form import read_problem, read_solution, write_problem, write_solution
from optimizer.problem import UNREACHABLE, Problem
from optimizer.solve import solve
from tests.optimizer.worlds import line, problem, random_problem


def same(one: Problem, other: Problem) -> bool:
    """Return whether two problems are equal, matrices among them."""
    matrices = {"travel_s", "open_in", "passable_in"}
    fields = [f for f in one.__dataclass_fields__ if f not in matrices | {"_shift_on"}]
    return all(getattr(one, f) == getattr(other, f) for f in fields) and all(
        np.array_equal(getattr(one, f), getattr(other, f)) for f in matrices
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_problem_comes_back_the_same(seed: int) -> None:
    asked = random_problem(seed, visits=6)
    assert same(read_problem(write_problem(asked)), asked)


def test_weather_masks_come_back_the_same() -> None:
    open_in = np.full((1, 3, 3), 2**63, np.uint64)
    asked = problem(open_in=open_in, passable_in=open_in | np.uint64(1), scenarios=64)
    asked = replace(asked, scenario_weights=(3, *[1] * 63))
    assert same(read_problem(write_problem(asked)), asked)


def test_roads_that_do_not_exist_are_null() -> None:
    travel = line(0, 30, 60)
    travel[0, 0, 2] = UNREACHABLE
    written = json.loads(write_problem(problem(travel_s=travel)))
    assert written["travel_s"][0][0] == [0, 1800, None]


def test_a_solution_comes_back_the_same() -> None:
    solution = solve(problem(), seconds=5)
    told = replace(solution, stopped_by="cancelled", dropped=("visit 3: time_window", "Bản Ớt"))
    for answer in (solution, told):
        assert read_solution(write_solution(answer)) == answer


def test_a_fault_of_the_problem_is_told_in_json_too() -> None:
    facts = json.loads(write_problem(problem()))
    facts["visits"][1]["location"] = 3
    facts["shifts"][0]["end_s"] = 5
    with pytest.raises(InvalidProblem) as refused:
        read_problem(json.dumps(facts).encode())
    assert str(refused.value).splitlines() == [
        "visits[1].location must be within 0..2, not 3",
        "shifts[0].end_s must be within 28800..2147483647, not 5",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "format must be 1, not 2"),
        ({"colour": 1}, "unknown field `colour`"),
        ({"travel_s": [[[0, 1], [1]]]}, "travel_s must be a full matrix"),
        ({"travel_s": [[[0, 2**40], [1, 0]]]}, "travel_s must be a full matrix"),
        ({"demands": [{"people": "x", "weight": 1}]}, r"Expected `int`, got `str`"),
    ],
)
def test_what_is_not_of_the_form_is_refused(change: dict[str, object], message: str) -> None:
    facts = json.loads(write_problem(problem())) | change
    with pytest.raises(InvalidProblem, match=message):
        read_problem(json.dumps(facts).encode())


def test_a_solution_that_is_no_json_is_refused() -> None:
    with pytest.raises(InvalidSolution, match="not a solution"):
        read_solution(b"{")


def test_solving_and_checking_from_the_shell(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked, answered = tmp_path / "problem.json", tmp_path / "solution.json"
    asked.write_bytes(write_problem(problem()))
    assert main([str(asked), "--seconds", "5", "--seed", "1"]) == 0
    out, progress = capfdbinary.readouterr()
    answered.write_bytes(out)
    assert b"gap 0.0000" in progress
    assert main(["check", str(asked), str(answered)]) == 0
    assert capfdbinary.readouterr().out == b"ok: value 20000, bound 20000, gap 0.0000\n"


def test_the_check_tells_a_wrong_value_a_low_bound_and_a_broken_rule(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked, answered = tmp_path / "problem.json", tmp_path / "solution.json"
    asked.write_bytes(write_problem(problem()))
    facts = json.loads(write_solution(solve(problem(), seconds=5)))
    facts |= {"value": 5, "bound": 6}
    facts["plans"][0]["depart_s"] -= 3600
    answered.write_text(json.dumps(facts))
    assert main(["check", str(asked), str(answered)]) == 1
    assert capfd.readouterr().out.splitlines() == [
        "shift_hours: shift 0 (depart_s 25200, start_s 28800)",
        "value: the solution says 5, its stops are worth 20000",
        "bound: 6 is below the value 20000",
    ]


def test_a_missing_or_broken_file_is_told_in_a_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "problem.json"
    broken.write_text("[]")
    assert main([str(tmp_path / "none.json")]) == 3
    assert main([str(broken)]) == 3
    assert [line.split(":")[0] for line in capfd.readouterr().err.splitlines()] == [
        "optimizer",
        "optimizer",
    ]
