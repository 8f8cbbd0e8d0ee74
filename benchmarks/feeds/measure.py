"""The feeds of the example as ``lenban serve`` serves them, polled from this process."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.feeds.poll import Polled, poll, request
from calendars.links import create_link
from calendars.publish import publish
from planner.data.example import example_folder
from planner.data.store import Store
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.planning.plan import PlanRequest, plan_district
from web.feed_copies import copy_of

LINKS, AT_ONCE = 10_000, 16
WRONG = 2_000
FIRST = date(2022, 9, 5)
PUBLISHED = datetime(2022, 9, 1, 1, tzinfo=UTC)
STATUS = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One way of polling."""

    name: str
    polled: Polled


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What polling found. ``wrong`` are the medians of kinds of wrong tokens, in milliseconds."""

    links: int
    feeds: int
    at_once: int
    loads: tuple[Load, ...]
    wrong: tuple[tuple[str, float], ...]
    peak_mib: float


def measure(pace: float, seed: int) -> Served:
    """Return how the example's feeds are served; ``pace`` polls fewer links."""
    links = max(100, int(LINKS * pace))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        feeds = _published(folder, seed)
        tokens = [create_link(folder, key, PUBLISHED) for key in islice(_turns(feeds), links)]
        with _serving(folder) as (port, process):
            loads = tuple(_loads(port, tokens, feeds, folder))
            wrong = tuple(_wrong(port, tokens[0], max(100, int(WRONG * pace))))
            peak = _peak_mib(process.pid)
    return Served(
        links=links,
        feeds=len(feeds),
        at_once=AT_ONCE,
        loads=loads,
        wrong=wrong,
        peak_mib=peak,
    )


def _published(folder: Path, seed: int) -> list[str]:
    """Return the keys of the feeds of a plan that was made in a few seconds."""
    district = read_workbook(example_folder())
    store = Store.open(folder)
    number = store.add_district(district, at=PUBLISHED)
    horizon = Horizon.weeks(FIRST, 4)
    plan = plan_district(district, PlanRequest(horizon=horizon, seconds=3.0, seed=seed))
    plan_id = store.add_plan(plan, district_id=number, at=PUBLISHED)
    done = publish(store, plan_id, folder=folder, at=PUBLISHED, host="lenban.local")
    return [path.stem for path in done.feeds]


def _turns(feeds: list[str]) -> Iterator[str]:
    while True:
        yield from feeds


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Serve a folder as users do, in a process of its own, and yield its port."""
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0"]
    environment = {**os.environ, "LENBAN_DATA": str(folder), "LENBAN_LANG": "en"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        said = next(line for line in process.stdout or () if "http://" in line)
        port = int(said.partition("http://127.0.0.1:")[2].split()[0].rstrip("/"))
        try:
            yield port, process
        finally:
            process.terminate()


def _loads(port: int, tokens: list[str], feeds: list[str], folder: Path) -> Iterator[Load]:
    """Yield full answers first, then the answers to those who have everything already."""
    plain = [request(f"/f/{t}.ics", port, ["Accept-Encoding: gzip"]) for t in tokens]
    yield Load(name="full, packed", polled=poll(port, plain, AT_ONCE))
    tags = {}
    for key in feeds:
        content = (folder / "feeds" / f"{key}.ics").read_bytes()
        tags[key] = copy_of(content, PUBLISHED).etag
    known = [
        request(f"/f/{token}.ics", port, [f'If-None-Match: W/"{tags[key]}"'])
        for token, key in zip(tokens, _turns(feeds), strict=False)
    ]
    yield Load(name="unchanged (304)", polled=poll(port, known, AT_ONCE))


def _wrong(port: int, true: str, count: int) -> Iterator[tuple[str, float]]:
    """Yield the median time of each kind of wrong token, ``count`` of each, in turn.

    No token comes twice: the system remembers for a while which files are not there.
    """
    kinds: dict[str, Callable[[], str]] = {
        "made at random": lambda: secrets.token_urlsafe(32),
        "all but the last signs of a true one": lambda: true[:-4] + secrets.token_urlsafe(3),
        "half of a true one": lambda: true[:21] + secrets.token_urlsafe(16),
        "64 digits, as files are named": lambda: secrets.token_hex(32),
        "six signs": lambda: secrets.token_urlsafe(4),
    }
    asked = [
        {name: request(f"/f/{make()}.ics", port) for name, make in kinds.items()}
        for _ in range(count)
    ]
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for one_of_each in asked:
        for name, wrong in one_of_each.items():
            took[name] += poll(port, [wrong], 1).took_s
    for name, times in took.items():
        yield name, 1000 * median(times)


def _peak_mib(process: int) -> float:
    """Return the most memory that a process has held."""
    status = STATUS / str(process) / "status"
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
    return int(line.split()[1]) / 2**10
