"""One road after the other is closed under a published plan, and the plan is repaired.

The impact is the product's own command, in a process of its own as a coordinator starts it. The
repair is what ``lenban replan`` calls, in a process that runs already: from the stored district to
the optimizer's answer, checked, and on to the plan with its fallbacks. Compared with what planning
from nothing does with the same closure: around what has begun, but with no start and no promise to
anybody.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, Rows
from calendars.publish import publish
from optimizer.problem import BASE, Problem
from optimizer.solution import ShiftPlan, Solution
from optimizer.solve import OnProgress
from planner.data.example import example_folder
from planner.data.store import Store
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.domain.weather import Sky
from planner.jobs.plans import same_request
from planner.planning.plan import Engine, PlanRequest, plan_district, solve_warm
from planner.planning.replan import Replanned, replan_district
from planner.planning.stability import Shifted
from planner.planning.told import Told

FIRST, WEEKS = date(2022, 9, 5), 4
PUBLISHED = datetime(2022, 9, 1, 1, tzinfo=UTC)
CLOSED_FROM, CLOSED_DAYS = date(2022, 9, 8), 7
"""Thursday of the first week. A week is long: the closures of August 2017 lasted one to three
days."""
AT = datetime(2022, 9, 7, 22, tzinfo=UTC)
"""Five in the morning of that day in the district: three days are over, no team has left yet."""
REPAIR_S = 0.7
COLD_ONES = 12
"""Segments that ``make bench`` plans from nothing, too."""
COLUMNS = (
    "segment",
    "hits",
    "impact_s",
    "checked_s",
    "repair_s",
    "people",
    "moved",
    "cancelled",
    "short",
    "stops",
    "cold_s",
    "cold_people",
    "cold_moved",
)
COLD = ("cold_s", "cold_people", "cold_moved")


@dataclass(frozen=True, kw_only=True)
class Published:
    """A data folder in which the plan is published, and what is to be asked of it."""

    folder: Path
    seconds: float
    seed: int


def published(folder: Path, seconds: float, seed: int) -> Published:
    """Return the example's plan for the rain that may fall, planned so long and published."""
    district = read_workbook(example_folder())
    store = Store.open(folder)
    number = store.add_district(district, at=PUBLISHED)
    request = PlanRequest(
        horizon=Horizon.weeks(FIRST, WEEKS), seconds=seconds, seed=seed, sky=Sky(seed=seed)
    )
    plan_id = store.add_plan(plan_district(district, request), district_id=number, at=PUBLISHED)
    publish(store, plan_id, folder=folder, at=PUBLISHED, host="lenban.local")
    return Published(folder=folder, seconds=seconds, seed=seed)


def measure(plan: Published, pace: float) -> list[Row]:
    """Return a row for each road, or for a part of them if ``pace`` is under 1."""
    names = segments()
    some = tuple(name for name in names if name in spread(names, ceil(pace * len(names))))
    table = Rows(plan.folder.parent / "repairs.csv", COLUMNS, ("segment",), resume=False)
    return run(plan, some, spread(some, ceil(pace * COLD_ONES)), table)


def segments() -> tuple[str, ...]:
    """Return the ids of the example's road segments."""
    return tuple(segment.id for segment in read_workbook(example_folder()).segments)


def spread(names: tuple[str, ...], count: int) -> frozenset[str]:
    """Return so many of the names, evenly spread over their order."""
    count = min(count, len(names))
    return frozenset(names[i * len(names) // count] for i in range(count))


def run(plan: Published, names: tuple[str, ...], cold: frozenset[str], table: Rows) -> list[Row]:
    """Return a row for each segment; those in ``cold`` are planned from nothing, too."""
    for name in names:
        if not table.has(segment=name):
            table.add(**_closed(plan, name, cold=name in cold))
    return table.kept


def _closed(plan: Published, segment: str, *, cold: bool) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(plan.folder, Path(name) / "data"))
        days = (CLOSED_FROM, CLOSED_FROM + timedelta(days=CLOSED_DAYS - 1))
        closing = ["closure", "add", segment, "--from", str(days[0]), "--to", str(days[1])]
        hit, impact_s = _told(folder, closing)
        found, checked_s, repair_s = _replanned(plan, folder, REPAIR_S, solve_warm)
        planned = dict[str, object](dict.fromkeys(COLD))
        if cold:
            other, _, cold_s = _replanned(plan, folder, plan.seconds, _from_nothing)
            planned = {
                "cold_s": round(cold_s, 3),
                "cold_people": other.plan.people_expected,
                "cold_moved": len(other.stability.changed),
            }
    changes = found.stability
    return {
        "segment": segment,
        "hits": len(hit["hits"]),
        "impact_s": round(impact_s, 3),
        "checked_s": round(checked_s, 3),
        "repair_s": round(repair_s, 3),
        "people": found.plan.people_expected,
        "moved": len(changes.changed) - len(changes.of(Shifted.CANCELLED)),
        "cancelled": len(changes.of(Shifted.CANCELLED)),
        "short": len(changes.short(AT)),
        "stops": len(changes.of(Shifted.KEPT)) + len(changes.changed),
        **planned,
    }


def _told(folder: Path, words: list[str]) -> tuple[dict[str, Any], float]:
    """Return what a command answers, and the seconds from asking to its end."""
    command = [sys.executable, "-c", "from web.cli import main; main()", *words, "--json"]
    environment = {**os.environ, "LENBAN_DATA": str(folder)}
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout), time.perf_counter() - started


def _replanned(
    plan: Published, folder: Path, seconds: float, engine: Engine
) -> tuple[Replanned, float, float]:
    """Return the plan of the rest with so much work, and when its answer and all of it was there.

    In seconds from opening the store on.
    """
    answered: list[float] = []

    def timed(*given: Any, **named: Any) -> Solution:
        answer = engine(*given, **named)
        answered.append(time.perf_counter())
        return answer

    started = time.perf_counter()
    store = Store.open(folder)
    told = Told(plan=store.get_plan(store.get_revision().plan_id).plan, now=AT)
    request = same_request(store, told.plan, seed=plan.seed, seconds=seconds)
    found = replan_district(store.get_district(), request, told, engine=timed)
    return found, answered[-1] - started, time.perf_counter() - started


def _from_nothing(
    problem: Problem,
    *,
    work: int,
    seconds: float,
    seed: int,
    on_progress: OnProgress | None,
    start: Solution | None = None,
) -> Solution:
    """Return the optimizer's answer with nothing promised, and nothing to begin from but pins."""
    begun = start and replace(start, plans=tuple(_begun(problem, start)))
    free = replace(problem, promises=())
    return solve_warm(
        free, work=work, seconds=seconds, seed=seed, on_progress=on_progress, start=begun
    )


def _begun(problem: Problem, start: Solution) -> Iterator[ShiftPlan]:
    """Yield the days that have begun; of tours that go on after them the nights, without stops."""
    last = max(problem.shifts[pin.shift].day for pin in problem.pins if pin.shift is not None)
    away: set[int] = set()
    for one in sorted(start.plans, key=lambda one: problem.shifts[one.shift].day):
        team = problem.shifts[one.shift].team
        if problem.shifts[one.shift].day <= last:
            yield one
        elif team in away:
            yield replace(one, stops=())
        else:
            continue
        (away.discard if one.sleeps_at == BASE else away.add)(team)


def summary(rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield what the rows say in all, each with its words."""
    yield "segments", f"{len(rows)}"
    for name, words in (
        ("impact_s", "impact"),
        ("checked_s", "repaired, checked plan"),
        ("repair_s", "the same with fallbacks"),
    ):
        times = [float(row[name]) for row in rows]
        yield words, f"p95 {quantile(times, 0.95):.2f} s, longest {max(times):.2f} s"
    moved = [int(row["moved"]) + int(row["cancelled"]) for row in rows]
    yield "sessions changed", f"mean {sum(moved) / len(moved):.1f}, most {max(moved)}"
    cold = [row for row in rows if row["cold_people"]]
    if cold:
        shares = [int(row["people"]) / int(row["cold_people"]) for row in cold]
        yield (
            f"people, to a plan from nothing ({len(cold)} segments)",
            f"mean {sum(shares) / len(shares):.2%}, least {min(shares):.2%}",
        )
        shares = [changed(row) / max(1, int(row["cold_moved"])) for row in cold]
        yield (
            "sessions changed, to a plan from nothing",
            f"mean {sum(shares) / len(shares):.1%}, most {max(shares):.1%}",
        )


def changed(row: Row) -> int:
    """Return how many published sessions the repaired plan does not hold as they were told."""
    return int(row["moved"]) + int(row["cancelled"])


def quantile(values: list[float], share: float) -> float:
    """Return the value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
