"""A plan that was exported is taken back on the command line: ``import-plan``."""

import json
from pathlib import Path

import pytest

from calendars.commands import COMMANDS as CALENDARS
from planner.commands import COMMANDS
from planner.data.store import Store
from planner.data.workbook import write_workbook
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_replan import villages

PLAN = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")


@pytest.fixture
def exported(data: Path, tmp_path: Path) -> Path:
    """Return the exported plan of a store."""
    store = Store.open(data)
    store.add_district(villages(), at=NOW)
    assert answer(*PLAN)["plan"] == 1
    out = tmp_path / "plan.json"
    export = lenban("export", "--what", "json", out, commands=COMMANDS | CALENDARS)
    assert export.exit_code == 0
    return out


def test_a_plan_that_is_there_already_is_not_stored_again(exported: Path, data: Path) -> None:
    facts = answer("import-plan", exported)
    assert (facts["plan"], facts["known"]) == (1, True)
    assert len(Store.open(data).list_plans()) == 1
    assert "kế hoạch số 1" in lenban("import-plan", exported).stdout


def test_elsewhere_it_is_checked_and_stored(
    exported: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Store.open(data).get_plan(1).plan
    write_workbook(villages(), tmp_path / "district.xlsx")
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path / "elsewhere"))
    answer("import", tmp_path / "district.xlsx")
    facts = answer("import-plan", exported)
    assert (facts["known"], facts["stopped_by"], facts["value"]) == (
        False,
        "imported",
        before.proof.value,
    )
    after = Store.open(tmp_path / "elsewhere").get_plan(1).plan
    assert (after.shifts, after.left) == (before.shifts, before.left)
    said = lenban("import-plan", exported, "--lang", "en").stdout
    assert "The bound is not the file's" in said


def test_a_plan_that_does_not_fit_is_refused_line_by_line(exported: Path, data: Path) -> None:
    changed = json.loads(exported.read_bytes())
    changed["shifts"][0]["stops"][0]["session"]["id"] = "nowhere"
    changed["shifts"][1]["team"] = "m9"
    exported.write_text(json.dumps(changed))
    result = lenban("import-plan", exported, "--lang", "en")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "2 faults, nothing was changed:",
        "  $.shifts[0].stops[0].session: the district has no session nowhere in these days",
        f"  $.shifts[1]: team m9 does not work on {changed['shifts'][1]['day']}",
    ]
    exported.write_text("{")
    assert lenban("import-plan", exported).exit_code == 3
    assert len(Store.open(data).list_plans()) == 1
