"""``python -m optimizer`` from the shell: its options, what it says, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizer.__main__ import main
from optimizer.check import violations
from optimizer.form import read_problem, read_solution, write_problem
from optimizer.problem import Demand
from optimizer.solve import work_for
from tests.optimizer.worlds import problem, random_problem

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Return the file of a problem that takes longer than its limits here allow."""
    path = tmp_path / "problem.json"
    plain = random_problem(7, visits=150, teams=4, days=6, places=30)
    visits = [replace(one, contributions=((i, 9 + i % 7),)) for i, one in enumerate(plain.visits)]
    demands = (Demand(people=20, weight=1000),) * len(visits)
    path.write_bytes(write_problem(replace(plain, visits=tuple(visits), demands=demands)))
    return path


def answered(capfd: Captured, *words: object) -> dict[str, Any]:
    """Return the solution that was written, but for how long it took."""
    assert main([str(word) for word in words]) == 0
    facts: dict[str, Any] = json.loads(capfd.readouterr().out)
    return {name: fact for name, fact in facts.items() if name != "seconds"}


def test_the_same_work_gives_the_same_plan_on_one_core_and_two(
    asked: Path, capfd: Captured
) -> None:
    options = ("--work", work_for(0.2), "--seed", 3, "--quiet")
    one, two = (answered(capfd, asked, *options, "--cores", cores) for cores in (1, 2))
    assert one == two
    assert (one["seed"], one["stopped_by"]) == (3, "work")


def test_a_gap_ends_the_solve(asked: Path, capfd: Captured) -> None:
    found = answered(capfd, asked, "--seconds", 60, "--gap", 0.9, "--quiet")
    assert found["stopped_by"] in {"gap", "optimal"}
    assert found["gap"] <= 0.9


def test_a_plan_to_start_from_comes_back_or_better(
    asked: Path, tmp_path: Path, capfd: Captured
) -> None:
    first = answered(capfd, asked, "--work", work_for(0.2), "--quiet")
    (tmp_path / "first.json").write_text(json.dumps(first))
    again = answered(capfd, asked, "--work", 1000, "--quiet", "--start", tmp_path / "first.json")
    assert (again["value"] >= first["value"], again["dropped"]) == (True, [])


def test_what_falls_out_of_the_start_is_told_a_line_each(tmp_path: Path, capfd: Captured) -> None:
    asked, start = tmp_path / "problem.json", tmp_path / "start.json"
    asked.write_bytes(write_problem(problem()))
    found = answered(capfd, asked, "--work", 1000, "--quiet")
    for stop in found["plans"][0]["stops"]:
        stop["visit"] += 7
    start.write_text(json.dumps(found))
    words = [str(asked), "--work", "1000", "--quiet", "--start", str(start)]
    assert main(words) == 0
    out, said = capfd.readouterr()
    dropped = json.loads(out)["dropped"]
    assert len(dropped) == 2
    assert said.splitlines() == [f"dropped: {part}" for part in dropped]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["p.json", "--secnods", "3"], "unrecognized arguments: --secnods 3"),
        (["p.json", "--sec", "3"], "unrecognized arguments: --sec 3"),
        (["p.json", "--seconds", "-1"], "argument --seconds: must be 0 or more, not -1"),
        (["p.json", "--seconds", "nan"], "argument --seconds: must be 0 or more, not nan"),
        (["p.json", "--seconds", "x"], "argument --seconds: must be a number, not 'x'"),
        (["p.json", "--work", "1.5"], "argument --work: must be a whole number, 0 or more"),
        (["p.json", "--gap", "5"], "argument --gap: must be within 0..1, not 5"),
        (["p.json", "--cores", "0"], "argument --cores: must be 1 or more, not 0"),
        (["p.json", "--seed", "-3"], "argument --seed: must be a whole number, 0 or more"),
        ([], "the following arguments are required: problem"),
        (["check", "p.json"], "the following arguments are required: solution"),
        (["check", "p.json", "s.json", "--work", "3"], "unrecognized arguments: --work 3"),
        (["--warm-up", "p.json"], "--warm-up stands alone"),
        (["p.json", "--warm-up"], "--warm-up stands alone"),
    ],
)
def test_wrong_use_is_told_in_one_line(words: list[str], said: str, capfd: Captured) -> None:
    assert main(words) == 2
    out, told = capfd.readouterr()
    (line,) = told.splitlines()
    assert out == ""
    assert line.startswith(f"optimizer: {said}")
    assert "Maybe: python -m optimizer" in line


def test_the_warm_up_says_how_long_it_took(capfd: Captured) -> None:
    assert main(["--warm-up"]) == 0
    assert capfd.readouterr().out.startswith("ready after ")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_ctrl_c_writes_the_best_plan_so_far(asked: Path) -> None:
    command = [sys.executable, "-m", "optimizer", str(asked), "--seconds", "600"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    ) as process:
        assert process.stderr
        assert process.stderr.readline()  # progress: it has begun
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert time.monotonic() - began < 20
    solution = read_solution(out)
    assert solution.stopped_by == "cancelled"
    assert violations(read_problem(asked.read_bytes()), solution) == ()
    assert solution.plans
