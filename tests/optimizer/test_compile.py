"""Compiling never surprises: it is done once, kept where it can be, and done for everything."""

import os
import random
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import optimizer
from optimizer import anneal, enumeration, pricing, rivals, schedule, step
from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.generation import Generation
from optimizer.kinds import by_kinds
from optimizer.market import Market
from optimizer.solve import solve
from tests.optimizer.test_generation import stormy
from tests.optimizer.worlds import ALL, problem, random_problem

# Calls the smallest kernel, which compiles in a moment, and tells what was compiled for it.
CALL = """
import numpy as np
from numba.core import event
from optimizer.masks import bits
with event.install_recorder("numba:compile") as compiled:
    print(bits(np.uint64(0b1011)), sum(e.is_start for _, e in compiled.buffer))
"""
COMPILED, LOADED = "3 1", "3 0"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package in it, nothing compiled."""
    source = Path(optimizer.__file__).parent
    shutil.copytree(source, tmp_path / "optimizer", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _read_only(folder: Path) -> None:
    """Let nothing be kept beside the package: not by the superuser either."""
    (folder / "optimizer" / "__pycache__").write_bytes(b"")


def _started(folder: Path, home: Path, **environment: str) -> "subprocess.Popen[str]":
    """Return a process that calls the copy's kernel."""
    kept = {k: v for k, v in os.environ.items() if k not in {"NUMBA_CACHE_DIR", "XDG_CACHE_HOME"}}
    return subprocess.Popen(
        [sys.executable, "-c", CALL],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder), "HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def _said(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()


def test_what_was_compiled_is_kept_beside_the_package(copy: Path) -> None:
    said = [_said(_started(copy, copy / "home")) for _ in range(2)]
    assert said == [COMPILED, LOADED]


@pytest.mark.skipif(sys.platform == "win32", reason="the folder of a user is found otherwise")
def test_of_a_read_only_package_it_is_kept_in_the_users_folder(copy: Path) -> None:
    _read_only(copy)
    (home := copy / "home").mkdir()
    said = [_said(_started(copy, home)) for _ in range(2)]
    assert said == [COMPILED, LOADED]


def test_it_is_kept_where_the_user_says(copy: Path) -> None:
    _read_only(copy)
    said = [_said(_started(copy, copy, NUMBA_CACHE_DIR=str(copy / "kept"))) for _ in range(2)]
    assert said == [COMPILED, LOADED]


@pytest.mark.skipif(sys.platform == "win32", reason="the folder of a user is found otherwise")
def test_where_nothing_can_be_written_it_is_compiled_each_time(copy: Path) -> None:
    _read_only(copy)
    (home := copy / "home").write_bytes(b"")
    said = [_said(_started(copy, home)) for _ in range(2)]
    assert said == [COMPILED, COMPILED]


def test_two_processes_that_compile_at_once_are_both_right(copy: Path) -> None:
    both = [_started(copy, copy) for _ in range(2)]
    assert {_said(process) for process in both} <= {COMPILED, LOADED}
    assert _said(_started(copy, copy)) == LOADED


def test_a_change_in_another_file_with_kernels_compiles_anew(copy: Path) -> None:
    """A kernel holds a copy of those it calls, from whatever file."""
    assert _said(_started(copy, copy)) == COMPILED
    with (copy / "optimizer" / "rivals.py").open("a") as file:
        file.write("\n# changed\n")
    assert _said(_started(copy, copy)) == COMPILED


def test_after_the_warm_up_nothing_is_left_to_compile() -> None:
    """Whatever a problem has: nights, pins, promises, resources, weather, or none of these."""
    called: tuple[Any, ...] = (
        anneal.anneal,
        anneal.fill_all,
        anneal.load,
        enumeration.enumerate_shifts,
        pricing.price,
        rivals.worth_asking,
        schedule.worth,
        step.keep,
    )
    before = [kernel.signatures for kernel in called]
    assert all(before)
    for seed in range(12):
        asked = random_problem(seed, visits=8, teams=3, days=3, features=ALL)
        with suppress(InvalidProblem):  # some have pins that no plan keeps
            solution = solve(asked, work=200_000, seed=seed)
            assert violations(asked, solve(asked, work=200_000, start=solution)) == ()
    for asked in (problem(), stormy(problem(), random.Random(1))):
        market = Market(by_kinds(asked))
        market.caller.memory.gave_up(0, 0)  # labels were too many: what may follow is asked first
        Generation(market).step()
    assert [kernel.signatures for kernel in called] == before
