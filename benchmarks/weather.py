"""What planning for rain takes, and what it gains: the example in its wet and its dry season.

Each season is planned twice with the same work, for the rain that may fall and as if none fell, and
both plans are played on the same fresh weathers.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.memory import peak_mib
from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import VehicleClass
from planner.domain.robustness import Robustness
from planner.domain.weather import Sky
from planner.planning.clock import STEP_S
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.robustness import Difference, difference, robustness
from planner.planning.simulate import Played, Rule, play
from planner.world.alike import Sharing
from planner.world.sky import fresh_states, rain_and_roads, weather_of

SEASONS = {"wet": date(2022, 8, 1), "dry": date(2022, 12, 5)}
WEEKS = 4
WEATHERS, PLAYED_SEED = 1000, 7
CUT = ("road-km45-na-hy", "road-cha-cang-na-hy")
"""The two roads that were cut in August 2017 (vietnamplus.vn 459068, vov.vn 654904)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One plan, played by one rule; ``less`` is what the plan for rain serves more."""

    name: str
    robustness: Robustness
    less: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Four weeks planned for rain and for dry roads. Times in seconds."""

    first: date
    plan_s: float
    gap: float
    play_s: float
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weathered:
    """Drawing and preparing 64 scenarios, both seasons, and a closure from command to answer."""

    scenarios_s: float
    prepare_s: float
    classes: int
    days: int
    peak_mib: float
    closure_s: float
    isolated: tuple[str, ...]
    seconds: float
    weathers: int
    seasons: tuple[Season, ...]


def measure(seconds: float, pace: float, seed: int) -> Weathered:
    """Return what rain costs and gains on the example; ``pace`` takes fewer weathers."""
    district = read_workbook(example_folder())
    horizon, sky = Horizon.weeks(SEASONS["wet"], WEEKS), Sky(seed=seed)
    started = time.perf_counter()
    rain_and_roads(district, horizon, sky)
    scenarios_s = time.perf_counter() - started
    started = time.perf_counter()
    weather = weather_of(district, horizon, sky, step_s=STEP_S, sharing=Sharing.NONE)
    for vehicle_class in VehicleClass:
        for day in horizon.days():
            weather.on(vehicle_class, day)
    prepare_s = time.perf_counter() - started
    closure_s, isolated = _closure(district)
    weathers = max(20, round(WEATHERS * pace))
    return Weathered(
        scenarios_s=scenarios_s,
        prepare_s=prepare_s,
        classes=len(VehicleClass),
        days=len(horizon.days()),
        closure_s=closure_s,
        isolated=isolated,
        seconds=seconds,
        weathers=weathers,
        seasons=tuple(_season(district, day, seconds, seed, weathers) for day in SEASONS.values()),
        peak_mib=peak_mib(),
    )


def _season(district: District, first: date, seconds: float, seed: int, weathers: int) -> Season:
    horizon, sky = Horizon.weeks(first, WEEKS), Sky(seed=seed)
    started = time.perf_counter()
    rainy = plan_district(
        district, PlanRequest(horizon=horizon, seconds=seconds, seed=seed, sky=sky)
    )
    plan_s = time.perf_counter() - started
    dry = plan_district(district, PlanRequest(horizon=horizon, seconds=seconds, seed=seed))
    states = fresh_states(district, horizon, sky, weathers=weathers, seed=PLAYED_SEED)
    started = time.perf_counter()
    best = play(district, rainy, states)
    play_s = time.perf_counter() - started
    others = {rule: play(district, dry, states, rule) for rule in Rule}
    return Season(
        first=first,
        plan_s=plan_s,
        gap=rainy.proof.gap,
        play_s=play_s,
        outcomes=(
            _outcome("planned for rain", district, rainy, best, None),
            *(
                _outcome(f"planned for dry roads, {rule.value}", district, dry, one, best)
                for rule, one in others.items()
            ),
        ),
    )


def _outcome(
    name: str, district: District, plan: Plan, played: Played, best: Played | None
) -> Outcome:
    return Outcome(
        name=name,
        robustness=robustness(district, plan, played),
        less=None if best is None else difference(best, played),
    )


def _closure(district: District) -> tuple[float, tuple[str, ...]]:
    """Return how long ``lenban closure add`` takes, started as people do, and what it isolates."""
    with tempfile.TemporaryDirectory() as scratch:
        data = str(Path(scratch) / "data")
        _lenban("init", "--example", "--data", data)
        started = time.perf_counter()
        answer = _lenban("closure", "add", *CUT, "--json", "--data", data)
        took_s = time.perf_counter() - started
    found = json.loads(answer)["communes"]
    return took_s, tuple(district.commune_by_code[code].name for code in found)


def _lenban(*words: str) -> bytes:
    command = [str(Path(sys.executable).with_name("lenban")), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own
