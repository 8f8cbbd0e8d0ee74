"""The commands as people and programs call them: options in; text, JSON and exit codes out."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from optimizer.solve import Progress
from planner.commands.plan import progress_line
from planner.data.database import FILE_NAME
from planner.data.store import Store
from planner.data.workbook import read_workbook, write_csv_folder
from planner.domain.plan import Fallback
from planner.domain.road import Speed, Surface, VehicleClass
from planner.errors import (
    BadData,
    BadFile,
)
from tests import worlds
from tests.planner.calls import NOW, answer, lenban


def csv_folder(path: Path, **changes: Any) -> Path:
    """Return a folder of CSV files that holds Ba Bản."""
    write_csv_folder(worlds.district(**changes), path)
    return path


# init, import, check


def test_init_creates_the_folder_and_says_what_is_next(data: Path) -> None:
    result = lenban("init")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"Thư mục dữ liệu đã sẵn sàng: {data}",
        "Tiếp theo: lenban import TỆP",
    ]
    assert (data / FILE_NAME).exists()


def test_init_with_the_example_imports_it(data: Path) -> None:
    facts = answer("init", "--example")
    assert (facts["communes"], facts["villages"], facts["teams"]) == (15, 121, 17)
    assert len(Store.open(data).get_district().villages) == 121


def test_import_makes_a_file_the_current_district(data: Path, tmp_path: Path) -> None:
    assert answer("import", csv_folder(tmp_path / "csv")) == {
        "district": 1,
        "name": "Ba Bản",
        "communes": 1,
        "villages": 3,
        "teams": 2,
    }
    assert Store.open(data).get_district() == worlds.district()


def test_import_of_a_faulty_file_names_every_fault_and_changes_nothing(
    planned: Store, tmp_path: Path
) -> None:
    folder = _with_two_faults(csv_folder(tmp_path / "csv"))
    result = lenban("import", folder, "--json")
    facts = json.loads(result.stdout)
    with pytest.raises(BadFile) as caught:
        read_workbook(folder)
    assert result.exit_code == 3
    assert facts["error"] == "Có 2 lỗi, chưa thay đổi gì:"
    assert facts["faults"] == [
        {"where": f.where, "code": f.code, "message": f.text("vi")} for f in _leaves(caught.value)
    ]
    assert planned.get_district() == worlds.district()
    assert planned.get_district_id() == 1


def test_faults_for_people_stand_on_stderr_one_a_line(data: Path, tmp_path: Path) -> None:
    folder = _with_two_faults(csv_folder(tmp_path / "csv"))
    result = lenban("--lang", "en", "check", folder)
    assert (result.exit_code, result.stdout) == (3, "")
    first, *faults = result.stderr.splitlines()
    assert first == "2 faults, nothing was changed:"
    assert [line[:2] for line in faults] == ["  ", "  "]
    assert not data.exists()


def _with_two_faults(folder: Path) -> Path:
    """Return the folder after two latitudes were typed three digits too far north."""
    for path in folder.glob("*.csv"):
        content = path.read_text("utf-8-sig")
        path.write_text(content.replace("21.71", "221.71").replace("21.72", "221.72"), "utf-8-sig")
    return folder


def _leaves(error: BadFile) -> list[BadData]:
    return [fault for fault in error.exceptions if isinstance(fault, BadData)]


def test_check_sums_up_the_district(planned: Store) -> None:
    assert answer("check") == {
        "faults": [],
        "name": "Ba Bản",
        "communes": 1,
        "villages": 3,
        "signal": {"good": 3, "weak": 0, "none": 0},
        "residents": 300,
        "households": 60,
        "poor_households": 15,
        "demand": {"Cấp thẻ căn cước": 60},
        "teams": {"mobile": 1, "commune": 1},
        "never_reached": [],
        "cut_off_when_wet": [],
    }
    assert planned.list_revisions() == ()


def test_check_names_villages_that_no_team_can_reach(data: Path) -> None:
    """The road to v2 is closed when wet; the path on to v3 is longer than anybody walks."""
    earth, path = Surface.EARTH, Surface.PATH
    on_earth = Speed(surface=earth, vehicle_class=VehicleClass.MOTORBIKE, dry_kmh=15.0, wet_kmh=0.0)
    district = worlds.district(
        segments=(
            worlds.segment("seat", "v1"),
            worlds.segment("v1", "v2", surface=earth),
            worlds.segment(
                "v2", "v3", surface=path, lowest_class=VehicleClass.FOOT, length_km=40.0
            ),
        ),
        speeds=(*worlds.district().speeds, on_earth),
    )
    Store.open(data).add_district(district, at=NOW)
    facts = answer("check")
    assert (facts["never_reached"], facts["cut_off_when_wet"]) == (["Bản 3"], ["Bản 2"])
    assert lenban("check", "--lang", "en").stdout.splitlines()[-2:] == [
        "No team can ever reach 1 villages, even on dry roads: Bản 3",
        "On wet roads 1 more villages are cut off: Bản 2",
    ]


# plan


def test_plan_stores_a_plan_and_tells_its_figures(data: Path) -> None:
    Store.open(data).add_district(worlds.district(), at=NOW)
    facts = answer("plan", "--from", "2022-09-05", "--weeks", 1, "--seconds", 1, "--roads", "wet")
    stored = Store.open(data).get_plan(facts["plan"])
    made = stored.plan
    assert 0 < facts["seconds"] < 60
    assert facts | {"seconds": 0} == {
        "plan": 1,
        "first": "2022-09-05",
        "last": "2022-09-11",
        "roads": "wet",
        "teams": 2,
        "working_days": 5,
        "sessions": sum(len(shift.stops) for shift in made.shifts),
        "nights_away": sum(shift.end_place != "seat" for shift in made.shifts),
        "fallbacks": 0,
        "robustness": None,
        "people_expected": made.people_expected,
        "people_due": 60,
        "value": made.proof.value,
        "bound": made.proof.bound,
        "gap": made.proof.gap,
        "unlucky": None,
        "guaranteed": None,
        "seconds": 0,
        "seed": 1,
        "stopped_by": made.proof.stopped_by,
    }
    assert 0 < made.people_expected <= 60
    assert 0 < made.proof.value <= made.proof.bound


def test_plan_says_how_good_the_plan_is_in_words(data: Path) -> None:
    Store.open(data).add_district(worlds.district(demands=()), at=NOW)
    result = lenban("plan", "--from", "05/09/2022", "--weeks", 2, "--seconds", 1)
    assert result.exit_code == 0
    first, *_, last = result.stdout.splitlines()
    assert first == (
        "Kế hoạch số 1, 05/09/2022–18/09/2022: 2 tổ, 10 ngày làm việc, 0 buổi, 0 đêm ngủ xa trụ sở"
    )
    assert last == "Tiếp theo: lenban show --plan 1, rồi lenban publish --plan 1"


def test_progress_is_told_on_stderr_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    progress_line("vi", always=True)(Progress(seconds=1.25, value=8190, bound=8420))
    progress_line("vi", always=False)(Progress(seconds=9.0, value=1, bound=1))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "1,2 giây: giá trị 8.190, chặn trên 8.420, khoảng cách 2,7 %\n"


def test_plan_tells_progress_beside_its_json(data: Path) -> None:
    Store.open(data).add_district(worlds.district(), at=NOW)
    result = lenban(
        "plan", "--from", "2022-09-05", "--weeks", 1, "--seconds", 1, "--progress", "--json"
    )
    assert json.loads(result.stdout)["plan"] == 1
    assert result.stderr.splitlines()[0].partition(":")[0].endswith(" giây")


# show, export


def test_show_lists_sessions_for_programs(planned: Store) -> None:
    assert answer("show", "--data", planned.folder) == {
        "plan": 1,
        "revision": None,
        "sessions": [
            {
                "session": "v1/village_day/1",
                "day": "2022-09-05",
                "team": {"id": "t1", "name": "Tổ lưu động 1"},
                "place": "Bản 1",
                "villages": ["Bản 1"],
                "arrive": "2022-09-05T07:45:00Z",
                "start": "2022-09-05T08:00:00Z",
                "end": "2022-09-05T10:00:00Z",
                "services": ["Cấp thẻ căn cước"],
                "people": 16,
                "chance": 1.0,
                "fallback": None,
                "status": "draft",
            }
        ],
        "guaranteed": None,
    }


def test_show_lists_sessions_for_people_in_the_districts_time(planned: Store) -> None:
    away = worlds.plan(shifts=(worlds.shift(end_place="v3"),))
    planned.add_plan(away, district_id=1, at=NOW)
    assert lenban("show").stdout.splitlines() == [
        "Kế hoạch số 2 (bản nháp)",
        "thứ Hai, 05/09/2022",
        "  Tổ lưu động 1: 14:25–17:20, ngủ lại Bản 3",
        "    15:00–17:00  Bản 1 · Cấp thẻ căn cước · 16 lượt người",
    ]


def test_show_tells_fallbacks(planned: Store) -> None:
    later = timedelta(days=1)
    stop = worlds.stop(held_in=0.5)
    made_up = Fallback(
        session=stop.session,
        start=stop.start + later,
        end=stop.end + later,
        works_in=0.8,
        people=16,
    )
    elsewhere = worlds.session(id="other", place="v2")
    swapped = replace(made_up, session=elsewhere, own_start=made_up.start, own_end=made_up.end)
    swapped = replace(swapped, start=stop.start, end=stop.end)
    told = []
    for fallback in (made_up, swapped):
        shift = worlds.shift(stops=(replace(stop, fallback=fallback),))
        planned.add_plan(worlds.plan(shifts=(shift,)), district_id=1, at=NOW)
        told.append(lenban("show").stdout.splitlines()[4:])
    bu = "      nếu tắc đường: tổ chức bù thứ Ba, 06/09/2022, 15:00–17:00"
    assert told == [
        [bu],
        ["      nếu tắc đường: hôm đó chuyển sang Bản 2, 15:00–17:00", bu],
    ]
    (facts,) = answer("show")["sessions"]
    assert facts["chance"] == 0.5
    assert facts["fallback"] == {
        "session": "other",
        "start": "2022-09-05T08:00:00Z",
        "end": "2022-09-05T10:00:00Z",
        "own_start": "2022-09-06T08:00:00Z",
        "own_end": "2022-09-06T10:00:00Z",
        "works_in": 0.8,
        "people": 16,
    }


def test_show_prefers_what_is_published(planned: Store) -> None:
    planned.add_revision(1, at=NOW, ledger="{}", expected=1)
    planned.add_plan(worlds.plan(shifts=()), district_id=1, at=NOW)
    published = answer("show")
    assert (published["plan"], published["revision"]) == (1, 1)
    assert [s["status"] for s in published["sessions"]] == ["published"]
    assert answer("show", "--revision", 1) == published
    assert answer("show", "--plan", 2) == {
        "plan": 2,
        "revision": None,
        "sessions": [],
        "guaranteed": None,
    }
    assert lenban("show", "--plan", 2, "--lang", "en").stdout.splitlines() == [
        "Plan 2 (draft)",
        "No sessions.",
    ]
    assert lenban("show", "--plan", 1, "--revision", 1).exit_code == 2


def test_a_plan_is_shown_with_the_district_it_was_made_for(planned: Store) -> None:
    renamed = worlds.district(villages=tuple(worlds.village(n, name="?") for n in (1, 2, 3)))
    planned.add_district(renamed, at=NOW)
    assert answer("show")["sessions"][0]["place"] == "Bản 1"
