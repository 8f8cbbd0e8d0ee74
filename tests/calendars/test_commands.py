"""``publish``, ``links`` and ``calls`` as programs and people call them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import Result

from calendars.commands import COMMANDS
from calendars.fetches import Fetch, Fetches
from calendars.folder import shown_revision
from calendars.links import find_link, list_links
from planner.data.store import Store
from planner.data.workbook import read_workbook
from planner.domain.plan import Plan
from tests import worlds
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, Laid, hai_xa, plan_of
from tests.planner import calls

FIRST: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8)}
SECOND: Laid = {"v1": ("t1", MONDAY, 17)}
AT, LATE = "2022-09-01T08:00:00+07:00", "2022-09-04T12:00:00+07:00"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder with two plans, the second of which is the newest."""
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path))
    monkeypatch.setenv("LENBAN_LANG", "en")
    store = Store.open(tmp_path)
    district = store.add_district(hai_xa(), at=PUBLISHED)
    for laid in (FIRST, SECOND):
        store.add_plan(plan_of(laid), district_id=district, at=PUBLISHED)
    return tmp_path


def run(*arguments: object) -> Result:
    return calls.lenban(*arguments, commands=COMMANDS)


def answer(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


def test_a_dry_run_tells_the_difference_and_publishes_nothing(folder: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    made = answer("publish", "--plan", 2, "--at", LATE, "--dry-run")
    assert (made["revision"], shown_revision(folder)) == (2, 1)
    assert made["changes"]["moved"] == made["changes"]["cancelled"] == 1
    told = {n["feed"]: n for n in made["news"]}
    assert set(told) == {
        *("member-m1", "member-m2", "commune-c1", "commune-c2"),
        *("village-v1", "village-v2", "village-v4"),
    }
    assert told["member-m1"]["short"] is True
    assert told["member-m1"]["tell_by"] == "2022-09-04T11:00:00Z"
    assert told["village-v2"]["changes"][0]["after"] is None


@pytest.mark.usefixtures("folder")
def test_people_read_the_difference_line_by_line() -> None:
    run("publish", "--plan", 1, "--at", AT)
    lines = run("publish", "--at", LATE, "--dry-run").stdout.splitlines()
    assert lines == [
        "Nothing is published yet. Plan 2 would become revision 2:",
        "  1 sessions cancelled",
        "    Bản 2: 08:00 Tuesday, 06/09/2022",
        "  1 sessions moved",
        "    Bản Huổi Một (Hui Một): 15:00 Monday, 05/09/2022 → 17:00 Monday, 05/09/2022",
        "7 people and offices get changes; 7 with under 48 h notice, call them: lenban calls",
    ]


def test_going_back_is_a_new_revision_of_the_old_plan(folder: Path) -> None:
    for arguments in (("--plan", 1), ("--plan", 2), ("--back-to", 1)):
        done = answer("publish", *arguments, "--at", AT)
    assert (done["revision"], done["plan"]) == (3, 1)
    assert shown_revision(folder) == 3


def test_whoever_expects_another_number_publishes_nothing(folder: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    result = run("publish", "--expect", 1)
    assert result.exit_code == 5
    assert "the next revision is number 2, not 1" in result.stderr
    assert shown_revision(folder) == 1


def test_plan_and_back_to_exclude_each_other(folder: Path) -> None:
    assert run("publish", "--plan", 1, "--back-to", 1).exit_code == 2
    assert shown_revision(folder) == 0


def test_links_are_made_listed_replaced_and_revoked(folder: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    token = answer("links", "create", "team-t1")["path"].removeprefix("/f/")[:-4]
    (link,) = list_links(folder)
    assert find_link(folder, token) == link
    Fetches(folder, save_after_s=60).note(link.id, Fetch(at=PUBLISHED, client="apple", revision=1))
    listed = answer("links", "list")
    assert [(k["feed"], k["state"], k["fetched"]) for k in listed["links"]] == [
        ("team-t1", "active", None)
    ]
    assert listed["behind"] == 1
    answer("links", "rotate", link.id[:8])
    states = {k["id"] == link.id: k["state"] for k in answer("links", "list")["links"]}
    assert states == {True: "revoked", False: "active"}
    (other,) = [k for k in list_links(folder) if k.id != link.id]
    assert answer("links", "revoke", other.id)["feed"] == "team-t1"
    assert token not in run("links", "list").stdout


def test_a_list_tells_what_a_link_has_seen(folder: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    answer("links", "create", "team-t1")
    (link,) = list_links(folder)
    fetches = Fetches(folder, save_after_s=60)
    fetches.note(link.id, Fetch(at=PUBLISHED, client="apple", revision=1))
    fetches.save()
    assert answer("links", "list")["behind"] == 0
    answer("publish", "--plan", 2, "--at", AT)
    shown = run("links", "list").stdout
    assert "apple fetched" in shown
    assert "1 links have not seen revision 2" in shown


def test_a_link_to_no_feed_is_refused(folder: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    result = run("links", "create", "team-t9")
    assert result.exit_code == 4
    assert "there is no feed team-t9" in result.stderr
    assert list_links(folder) == ()


@pytest.mark.usefixtures("folder")
def test_calls_are_ticked_off_and_back() -> None:
    answer("publish", "--plan", 1, "--at", AT)
    answer("publish", "--plan", 2, "--at", LATE)
    first = answer("calls")["calls"]
    assert [c["told"] for c in first] == [None] * 7
    ticked = answer("calls", "--told", first[0]["feed"])["calls"]
    assert ticked[-1]["feed"] == first[0]["feed"]
    assert ticked[-1]["told"] is not None
    back = answer("calls", "--not-told", first[0]["feed"])["calls"]
    assert [c["feed"] for c in back] == [c["feed"] for c in first]
    assert run("calls", "--told", "team-t9").exit_code == 4
    assert answer("calls", "--revision", 1)["calls"] == []


@pytest.mark.usefixtures("folder")
def test_people_read_whom_to_call() -> None:
    run("publish", "--plan", 1, "--at", AT)
    run("publish", "--plan", 2, "--at", LATE)
    lines = run("calls").stdout.splitlines()
    assert lines[0] == "Revision 2: call 7 people and offices, in this order"
    assert lines[1] == (
        "[ ] Xã Một (commune-c1) · by 18:00 Sunday, 04/09/2022 · 27 h notice · has no link"
    )
    assert lines[2] == "      moved: Bản Huổi Một (Hui Một): 15:00 Monday, 05/09/2022 → 17:00 " + (
        "Monday, 05/09/2022"
    )


def test_a_published_calendar_is_exported_as_it_was_shown(folder: Path, tmp_path: Path) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    first = (folder / "feeds" / "team-t1.ics").read_bytes()
    answer("publish", "--plan", 2, "--at", LATE)
    out = tmp_path / "team.ics"
    arguments = ("export", "--what", "ics", "--feed", "team-t1")
    assert answer(*arguments, out)["path"] == str(out)
    assert out.read_bytes() == (folder / "feeds" / "team-t1.ics").read_bytes() != first
    answer(*arguments, "--revision", 1, out)
    assert out.read_bytes() == first
    assert run("export", "--what", "ics", "--feed", "team-t9", out).exit_code == 4
    assert out.read_bytes() == first


def test_export_writes_what_import_reads(folder: Path, tmp_path: Path) -> None:
    Store.open(folder).add_district(worlds.district(), at=PUBLISHED)
    for what, name in (("xlsx", "district.xlsx"), ("csv", "csv")):
        out = tmp_path / name
        assert answer("export", "--what", what, out) == {"what": what, "path": str(out)}
        assert read_workbook(out) == worlds.district()


@pytest.mark.usefixtures("folder")
def test_export_writes_a_plan_as_json(tmp_path: Path) -> None:
    answer("export", "--what", "json", "--plan", 1, tmp_path / "plan.json")
    assert msgspec.json.decode((tmp_path / "plan.json").read_bytes(), type=Plan) == plan_of(FIRST)


@pytest.mark.parametrize("what", ["xlsx", "csv", "json", "ics"])
def test_what_cannot_be_written_is_told(folder: Path, tmp_path: Path, what: str) -> None:
    answer("publish", "--plan", 1, "--at", AT)
    blocked = tmp_path / "a file, no folder"
    blocked.write_bytes(b"")
    result = run("export", "--what", what, "--lang", "vi", blocked / "out")
    assert (result.exit_code, "không ghi được" in result.stderr) == (3, True)
    assert "Traceback" not in result.stderr
    assert (folder / "feeds").is_dir()
    assert not list(tmp_path.glob("**/.*.part"))
