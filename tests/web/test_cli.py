"""The assembled ``lenban``: publish, serve, demo, and the whole way in separate processes."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from calendars.links import find_link
from planner.commands.edge import assemble
from planner.data.database import FILE_NAME, reading
from planner.data.schema import attempts
from planner.data.store import Store
from planner.data.workbook import write_csv_folder
from planner.domain.district import Settings
from planner.domain.service import Demand
from tests import worlds
from web.app import create_app
from web.cli import COMMANDS
from web.gate.secret import keyed

NOW = datetime(2022, 9, 1, tzinfo=UTC)
MAIN = (sys.executable, "-c", "from web.cli import main; main()")
NAMES = [
    *(
        "init",
        "import",
        "check",
        "terrain",
        "plan",
        "replan",
        "edit",
        "draft",
        "import-plan",
        "why",
        "compare",
        "conflicts",
        "weather",
        "roads",
        "closure",
        "risk",
        "advise",
        "simulate",
        "outcomes",
        "register",
        "report",
    ),
    "show",
    "accounts",
    *("publish", "links", "calls", "export", "serve", "demo"),
]


def _speaks_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store with Ba Bản and its one plan, in the folder that every call uses."""
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("LENBAN_LANG", raising=False)
    store = Store.open(tmp_path / "data")
    store.add_plan(worlds.plan(), district_id=store.add_district(worlds.district(), at=NOW), at=NOW)
    return store


def lenban(*arguments: object) -> Result:
    """Return what one call in this process did."""
    return CliRunner().invoke(
        assemble(COMMANDS), [str(a) for a in arguments], catch_exceptions=False
    )


def in_process(*arguments: object, **environment: str) -> dict[str, Any]:
    """Return the JSON object of a call in a process of its own, which printed nothing else."""
    done = subprocess.run(
        [*MAIN, *(str(a) for a in arguments), "--json"],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode("utf-8")
    facts: dict[str, Any] = json.loads(done.stdout.decode("utf-8"))
    return facts


def test_lenban_has_the_commands_of_all_packages() -> None:
    assert list(COMMANDS) == NAMES
    group = assemble(COMMANDS)
    found = [group.get_command(click.Context(group), name) for name in NAMES]
    assert [each and each.name for each in found] == NAMES


# publish


def test_publish_writes_a_feed_for_everybody(planned: Store) -> None:
    result = lenban("publish", "--at", "2022-09-01T08:00:00+07:00", "--json")
    facts = json.loads(result.stdout)
    assert (result.exit_code, facts["revision"], facts["plan"]) == (0, 1, 1)
    assert facts["published_at"] == "2022-09-01T01:00:00Z"
    assert facts["changes"]["new"] == 1
    keys = ["district", "team-t1", "team-t2", "member-m1", "member-m2", "commune-c1"]
    keys += ["village-v1", "village-v2", "village-v3"]
    assert sorted(Path(f).stem for f in facts["feeds"]) == sorted(keys)
    assert {Path(f).parent for f in facts["feeds"]} == {(planned.folder / "feeds").resolve()}
    assert all(Path(f).read_bytes().startswith(b"BEGIN:VCALENDAR") for f in facts["feeds"])
    assert planned.get_revision().published_at == datetime(2022, 9, 1, 1, tzinfo=UTC)


def test_publishing_the_same_plan_again_says_that_nothing_changed(planned: Store) -> None:
    lenban("publish")
    assert lenban("publish", "--lang", "en").stdout.splitlines() == [
        f"Revision 2, from plan 1: 9 feeds written to {planned.folder}",
        "  1 sessions unchanged",
        "Nobody is affected.",
        "Next: lenban serve",
    ]


def test_publish_names_the_plan_that_is_missing(planned: Store) -> None:
    result = lenban("publish", "--plan", 7)
    assert (result.exit_code, result.stderr) == (4, "không có kế hoạch số 7\n")
    assert planned.list_revisions() == ()


@pytest.mark.parametrize("moment", ["2022-09-01T08:00:00", "hôm nay", "2022-13-01T00:00:00Z"])
def test_a_publish_time_needs_a_zone(planned: Store, moment: str) -> None:
    result = lenban("publish", "--at", moment)
    assert result.exit_code == 2
    assert f"không phải {moment}" in " ".join(result.stderr.split())
    assert planned.list_revisions() == ()


# serve


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.5", "lenban.example", "", "127.0.0.1.evil.example"],  # noqa: S104 - refused
)
def test_the_demo_is_not_served_beyond_this_machine(planned: Store, host: str) -> None:
    result = lenban("demo", "--host", host, "--lang", "en")
    assert result.exit_code == 2
    assert "the demo is served on 127.0.0.1 or ::1 only" in " ".join(result.stderr.split())
    assert planned.list_revisions() == ()


@pytest.mark.parametrize(
    ("host", "has", "said"),
    [
        ("lenban.example", {"accounts", "name"}, "lenban.example is no IP address"),
        ("0.0.0.0", {"name"}, "there are no accounts yet"),  # noqa: S104 - refused
        ("192.0.2.5", set(), "there are no accounts yet"),
        ("::", {"accounts"}, "set LENBAN_PUBLIC_URL"),
        ("192.0.2.5", {"accounts"}, "as to http://192.0.2.5:8000"),
        ("192.0.2.5", {"accounts", "name"}, "port 8000 on 192.0.2.5 cannot be opened"),
    ],
)
def test_others_are_served_only_once_there_are_accounts_and_a_name(
    planned: Store, monkeypatch: pytest.MonkeyPatch, host: str, has: set[str], said: str
) -> None:
    """The last one passes all that; but 192.0.2.5 is nobody's address."""
    if "accounts" in has:
        lenban("accounts", "add", "Mai", "coordinator")
    if "name" in has:
        monkeypatch.setenv("LENBAN_PUBLIC_URL", "https://len-ban.example")
    result = lenban("serve", "--host", host, "--lang", "en", "--data", planned.folder)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_serve_prints_a_link_to_the_first_account_and_none_afterwards(planned: Store) -> None:
    served = _Serving(planned.folder)
    with served as url:
        first, address = (served.line() for _ in range(2))
        assert first.startswith("Link to make the first account")
        assert address.startswith(f"{url}/start/")
        assert _get(url, "/")[0] == 303
        assert _get(url, urlsplit(address).path)[0] == 200
    lenban("accounts", "add", "Mai", "coordinator")
    with _Serving(planned.folder) as url:
        assert _get(url, "/sign-in")[0] == 200
        assert _get(url, urlsplit(address).path)[0] == 404
    assert (planned.folder / "secret.key").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_said(planned: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = lenban("serve", "--port", port, "--data", planned.folder, "--lang", "en")
    assert result.exit_code == 2
    assert f"port {port} on 127.0.0.1 cannot be opened" in result.stderr


def test_serve_answers_pages_and_feeds(planned: Store) -> None:
    lenban("publish")
    (planned.folder / "feeds" / "district.ics").unlink()  # as after a crash
    with _Serving(planned.folder) as url:
        assert _get(url, "/sign-in")[0] == 200
    assert (planned.folder / "feeds" / "district.ics").exists()


@pytest.mark.skipif(not _speaks_ipv6(), reason="this machine has no ::1")
def test_an_address_of_the_newer_kind_is_this_machine_too(planned: Store) -> None:
    with _Serving(planned.folder, "--host", "::1") as url:
        assert url.startswith("http://[::1]:")
        assert _get(url, "/robots.txt")[0] == 200


def test_serve_starts_though_the_store_is_damaged(planned: Store) -> None:
    (planned.folder / FILE_NAME).write_bytes(b"no database at all" * 100)
    with _Serving(planned.folder) as url:
        status, body = _get(url, "/robots.txt")
    assert (status, body[:13]) == (200, b"User-agent: *")


@pytest.mark.parametrize(
    ("public", "counted"), [("https://len-ban.example", "203.0.113.7"), ("", "127.0.0.1")]
)
def test_a_proxy_says_whose_attempt_it_is_only_where_there_is_one(
    planned: Store, monkeypatch: pytest.MonkeyPatch, public: str, counted: str
) -> None:
    monkeypatch.setenv("LENBAN_PUBLIC_URL", public)
    lenban("accounts", "add", "Mai", "coordinator")
    with _Serving(planned.folder) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
        connection.request("GET", "/sign-in")
        page = connection.getresponse()
        kept = page.headers["Set-Cookie"].partition(";")[0]
        token = page.read().decode().partition('name="csrf" value="')[2].partition('"')[0]
        body = urlencode({"csrf": token, "name": "mai", "password": "wrong"})
        headers = {
            "Cookie": kept,
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/sign-in", body, headers)
        assert connection.getresponse().status == 422
        connection.close()
    with create_app(planned.folder).app_context():
        wanted = keyed("address", counted)
    with reading(planned.engine) as kept_rows:
        assert wanted in kept_rows.scalars(select(attempts.c.key)).all()


class _Serving:
    """``lenban serve`` in a process of its own, ended with the block."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*MAIN, "serve", "--port", "0", "--data", str(folder), "--lang", "en", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> str:
        return self.line().removeprefix("Open ").partition(" in a browser")[0]

    def line(self) -> str:
        """Return the next line that it prints."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=30)


def _get(url: str, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


# the whole way


@pytest.mark.slow
def test_two_processes_publish_the_same_bytes(tmp_path: Path) -> None:
    """Time zone, locale and the order of hashes are the machine's, not the plan's.

    Travel is free here, so that the best plan is proven in a moment: only a plan that the deadline
    stopped may differ from machine to machine.
    """
    free = Settings(name="Ba Bản", travel_cost_people_per_h=0.0, night_cost_people=0.0)
    people = {"v1": 90, "v2": 80, "v3": 70}
    demands = tuple(Demand(village=v, service="card", people=p) for v, p in people.items())
    write_csv_folder(worlds.district(settings=free, demands=demands), tmp_path / "csv")
    machines: tuple[Mapping[str, str], ...] = (
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
        {"TZ": "America/Lima", "LC_ALL": "tr_TR.ISO-8859-9", "PYTHONHASHSEED": "77"},
    )
    published = []
    for number, machine in enumerate(machines):
        here = {**machine, "LENBAN_DATA": str(tmp_path / str(number))}
        in_process("import", tmp_path / "csv", **here)
        planned = in_process("plan", "--from", "2022-09-05", "--weeks", 2, **here)
        assert (planned["stopped_by"], planned["people_expected"]) == ("optimal", 240)
        in_process("publish", "--at", "2022-09-01T01:00:00Z", **here)
        feeds = sorted((tmp_path / str(number) / "feeds").glob("*.ics"))
        published.append({feed.name: feed.read_bytes() for feed in feeds})
    assert len(published[0]) == 9
    assert published[0] == published[1]


@pytest.mark.slow
def test_demo_goes_the_whole_way_twice(tmp_path: Path) -> None:
    """A short search is enough to see that everything is joined up; the second run changes it."""
    arguments = ("demo", "--no-serve", "--data", tmp_path, "--json", "--seconds", 2)
    first, second = (json.loads(lenban(*arguments).stdout) for _ in range(2))
    assert (first["teams"], first["working_days"]) == (17, 20)
    assert (first["first"], first["last"]) == ("2022-09-05", "2022-10-02")
    assert 0 < first["people_expected"] <= first["people_due"]
    assert 0 < first["value"] <= first["bound"]
    assert first["gap"] == pytest.approx((first["bound"] - first["value"]) / first["bound"])
    assert first["sessions"] == len(
        json.loads(lenban("show", "--data", tmp_path, "--revision", 1, "--json").stdout)["sessions"]
    )
    assert [first["revision"], second["revision"]] == [1, 2]
    feeds = {Path(feed).stem for feed in first["feeds"]}
    assert all(
        Path(f).is_relative_to(tmp_path.resolve()) and Path(f).exists() for f in first["feeds"]
    )
    assert set(first["links"]) == feeds
    assert sum(key.startswith("team-") for key in feeds) == 17
    for key, url in second["links"].items():
        link = find_link(tmp_path, urlsplit(url).path.removeprefix("/f/").removesuffix(".ics"))
        assert link is not None
        assert link.feed == key
