"""The generator: the shipped folder comes out of it again, byte by byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.example import example_folder
from planner.data.example.generate import example_district
from planner.data.example.shares import apportion
from planner.data.workbook import read_workbook

ROOT = Path(__file__).parents[2]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_generating_gives_the_shipped_folder(tmp_path: Path, hash_seed: str) -> None:
    command = [sys.executable, "-m", "planner.data.example.generate", str(tmp_path / "out")]
    surroundings = {"PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | surroundings)
    assert _bytes(tmp_path / "out") == _bytes(example_folder())


def test_reading_the_folder_gives_the_generated_district() -> None:
    assert read_workbook(example_folder()) == example_district()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(
    total=st.integers(0, 500),
    parts=st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 200)), min_size=1, max_size=8),
)
def test_shares_add_up_and_keep_their_limits(total: int, parts: list[tuple[int, int]]) -> None:
    weights, limits = [float(w) for w, _ in parts], [limit for _, limit in parts]
    if sum(limits) < total:
        with pytest.raises(ValueError, match="no room"):
            apportion(total, weights, limits)
    else:
        shares = apportion(total, weights, limits)
        assert sum(shares) == total
        assert all(0 <= s <= limit for s, limit in zip(shares, limits, strict=True))


def test_shares_without_limits_are_within_one_of_proportion() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [2.0, 1.0]) == [5, 2]
