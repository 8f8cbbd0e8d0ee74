"""Where commands meet the world: failures, options, the environment, help, figures."""

import json
from pathlib import Path

import pytest

from optimizer.errors import InvalidProblem
from planner.commands.edge import Answer, command, exit_code
from planner.commands.wording import long_day, number, percent
from planner.config import Config, configured
from planner.data.store import Store
from planner.errors import (
    BadData,
    BadFile,
    Conflict,
    Infeasible,
    NotFound,
    PlannerError,
    SourceDown,
    StorageError,
)
from tests import worlds
from tests.planner.calls import lenban


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadFile("x", [BadData("empty", field="name")]), 3),
        (BadData("empty", field="name"), 3),
        (NotFound("x"), 4),
        (Conflict("x", ours=1, theirs=2), 5),
        (SourceDown("x"), 6),
        (StorageError("x"), 1),
        (Infeasible("x"), 1),
        (InvalidProblem("x"), 1),
    ],
)
def test_each_kind_of_failure_has_its_exit_code_and_no_traceback(
    error: PlannerError, code: int
) -> None:
    @command("fail", ("Hỏng.", "Fail."))
    def fail(_config: Config) -> Answer:
        raise error

    result = lenban("fail", also=fail)
    assert (result.exit_code, exit_code(error)) == (code, code)
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr
    told = json.loads(lenban("fail", "--json", also=fail).stdout)
    assert list(told) == ["error", "faults"]


def test_a_bug_is_not_hidden() -> None:
    @command("fail", ("Hỏng.", "Fail."))
    def fail(_config: Config) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lenban("fail", also=fail)


@pytest.mark.parametrize("name", ["check", "show", "plan"])
def test_a_mistyped_folder_is_not_found_and_not_created(data: Path, name: str) -> None:
    arguments = ("--from", "2022-09-05") if name == "plan" else ()
    result = lenban(name, *arguments, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 4
    assert told["error"].startswith(f"thư mục {data} chưa có dữ liệu Lên Bản")
    assert told["faults"] == []
    assert not data.exists()


def test_an_empty_store_says_what_to_do(data: Path) -> None:
    Store.open(data)
    assert lenban("show").stderr.splitlines() == [
        "chưa có kế hoạch nào",
        "Có lẽ: chạy lenban plan --from NGÀY",
    ]
    assert lenban("show", "--lang", "en").stderr.splitlines() == [
        "there is no plan yet",
        "Maybe run lenban plan --from DATE",
    ]


def test_folder_and_language_may_stand_before_or_after_the_command(
    planned: Store, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    head = lenban("--data", planned.folder, "--lang", "en", "show").stdout.splitlines()[0]
    assert head == "Plan 1 (draft)"
    after = lenban(
        "--data", elsewhere, "--lang", "vi", "show", "--data", planned.folder, "--lang", "en"
    )
    assert after.stdout.splitlines()[0] == head


def test_the_environment_is_asked_where_no_option_says() -> None:
    environment = {"LENBAN_DATA": "a", "LENBAN_LANG": "en", "LENBAN_HOST": "nampo.example"}
    assert configured(environment) == Config(folder=Path("a"), language="en", host="nampo.example")
    assert configured(environment, folder="b", language="vi").folder == Path("b")
    assert configured({"LENBAN_LANG": "fr"}) == Config(folder=Path("lenban-data"), language="vi")


def test_help_speaks_the_chosen_language_and_names_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LENBAN_LANG", "en")
    assert "Create the data folder." in lenban("--help").stdout
    assert "3  faults in the input" in lenban("--help").stdout
    vietnamese = lenban("--lang", "vi", "--help").stdout
    assert "Tạo thư mục dữ liệu." in vietnamese
    assert "3  dữ liệu vào có lỗi" in vietnamese
    assert "How many weeks." in lenban("plan", "--help").stdout


def test_figures_are_written_as_people_read_them() -> None:
    assert (number(8190.5, "vi", 1), number(8190.5, "en", 1)) == ("8.190,5", "8,190.5")
    assert (percent(0.0341, "vi"), percent(0.0341, "en")) == ("3,4 %", "3.4 %")
    assert long_day(worlds.MONDAY, "vi") == "thứ Hai, 05/09/2022"
    assert long_day(worlds.MONDAY, "en") == "Monday, 05/09/2022"
