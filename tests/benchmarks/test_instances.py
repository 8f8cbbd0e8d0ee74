"""Public instances: read to the letter, and turned into a problem of the same worth."""

from pathlib import Path

import pytest

from benchmarks.instances import (
    BadInstance,
    class_of,
    names_in,
    read_best_known,
    read_instance,
    to_instance,
    to_toptw,
)
from optimizer.problem import Demand
from tests.benchmarks.tables import TEXT


def test_headers_are_left_out_and_times_are_whole_tenths() -> None:
    read = to_instance("r101", TEXT)
    assert read.profit == (0, 20, 7, 9)
    assert read.service == (0, 100, 100, 55)
    assert read.windows == ((0, 1000), (0, 300), (500, 600), (0, 1000))


def test_distances_are_cut_off_after_one_decimal_for_solomons_and_two_for_cordeaus() -> None:
    tenths = to_instance("r101", TEXT)
    assert tenths.distance.tolist() == [
        [0, 50, 100, 22],
        [50, 0, 50, 28],
        [100, 50, 0, 78],
        [22, 28, 78, 0],
    ]
    hundredths = to_instance("pr01", TEXT)
    assert hundredths.distance[0].tolist() == [0, 500, 1000, 223]
    assert hundredths.windows[1] == (0, 3000)


def test_a_root_that_is_whole_is_not_cut_off_below_itself() -> None:
    vertices = ["0 0 0 0 0 0 0 0 9", "1 0.3 0.4 0 1 0 0 0 9", "2 33.3 44.4 0 1 0 0 0 9"]
    assert to_instance("r101", "\n".join(vertices)).distance[0].tolist() == [0, 5, 555]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (" 2  6.00", " 4  6.00", "r101, line 5: vertex 4, not 2"),
        ("1 50 60", "1 60 50", "r101, line 5: window 600..500"),
        ("5.50", "5.55", "r101, line 6: 55.5 must be whole"),
        ("  7.00", " -7.00", "r101, line 5: -7.0 must be whole, and not negative"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(BadInstance, match=told):
        to_instance("r101", TEXT.replace(old, new))


def test_a_file_of_headers_only_is_refused() -> None:
    with pytest.raises(BadInstance, match="0 lines with nine or more numbers"):
        to_instance("r101", "2 3 3 1\n0 100\n")


def test_the_problem_is_worth_the_profit_and_has_a_shift_per_team() -> None:
    asked = to_toptw(to_instance("r101", TEXT), 3)
    assert asked.demands == tuple(Demand(people=1, weight=profit) for profit in (20, 7, 9))
    assert [visit.windows for visit in asked.visits] == [((0, 300),), ((500, 600),), ((0, 1000),)]
    assert [visit.location for visit in asked.visits] == [1, 2, 3]
    assert [(s.team, s.start_s, s.end_s, s.max_work_s) for s in asked.shifts] == [
        (team, 0, 1000, 1000) for team in range(3)
    ]


def test_a_folder_offers_its_instances_by_class_and_no_other_text(tmp_path: Path) -> None:
    for name in ("rc201", "pr11", "c101", "pr02", "FORMAT", "r1"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
    assert names_in(tmp_path) == ["c101", "pr02", "pr11", "r1", "rc201"]
    assert [class_of(n) for n in names_in(tmp_path)] == ["c1", "pr01-10", "pr11-20", "r1", "rc2"]
    assert read_instance(tmp_path, "c101").name == "c101"
    with pytest.raises(BadInstance, match=r"no such instance\. Maybe one of: c101, pr02"):
        read_instance(tmp_path, "c102")


def test_best_known_values_are_by_instance_and_teams(tmp_path: Path) -> None:
    assert read_best_known(tmp_path) == {}
    (tmp_path / "bks.csv").write_text("instance,m,bks,source\nc101,1,320,a\nc101,2,590,a\n")
    assert read_best_known(tmp_path) == {("c101", 1): 320, ("c101", 2): 590}
    (tmp_path / "bks.csv").write_text("instance,m\nc101,1\n")
    with pytest.raises(BadInstance, match="columns instance, m, bks"):
        read_best_known(tmp_path)
