"""The product's own output is taken back as input, unchanged, and changing nothing costs nothing.

A plan is given back to replanning as it is, with the district out of its workbook, out of its
export, and out of the store: each time it must come out as it went in, and publishing it must
change no feed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from calendars.changes import ChangeKind
from calendars.publish import draft, publish
from optimizer.problem import Problem
from optimizer.repair import feasible_part
from optimizer.solution import Solution
from optimizer.solve import OnProgress
from planner.commands.show import write_export
from planner.data.example import example_folder
from planner.data.plans import read_plan
from planner.data.store import Store
from planner.data.workbook import read_workbook, write_csv_folder, write_workbook
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.weather import Sky
from planner.planning.plan import Engine, PlanRequest, plan_district, solve_warm
from planner.planning.replan import Replanned, replan_district
from planner.planning.returning import taken_back
from planner.planning.stability import Shifted
from planner.planning.told import Told
from tests.planner import valley
from tests.planner.planning.test_replan import MON, remote, villages
from tests.planner.planning.test_weather_plan import rainy

PUBLISHED = datetime(2022, 7, 25, 1, tzinfo=UTC)
AUGUST = Horizon.weeks(date(2022, 8, 1), 1)


@dataclass(frozen=True, kw_only=True)
class Output:
    """A district, what was asked of it, and the plan that came out."""

    district: District
    request: PlanRequest
    plan: Plan


def of(district: District, request: PlanRequest) -> Output:
    return Output(district=district, request=request, plan=plan_district(district, request))


def unchanged(output: Output, _folder: Path) -> Output:
    return output


def through_workbook(output: Output, folder: Path) -> Output:
    write_workbook(output.district, folder / "district.xlsx")
    return replace(output, district=read_workbook(folder / "district.xlsx"))


def through_csv(output: Output, folder: Path) -> Output:
    write_csv_folder(output.district, folder / "district")
    return replace(output, district=read_workbook(folder / "district"))


def through_json(output: Output, folder: Path) -> Output:
    """Export the plan as a command does, read it, and have the district judge it."""
    store = stored(output, folder)
    write_export(store, "json", 1, folder / "plan.json")
    given = read_plan(folder / "plan.json")
    assert given == output.plan
    made = taken_back(output.district, output.request, given)
    assert replace(made, proof=output.plan.proof) == output.plan
    return replace(output, plan=made)


def through_the_store(output: Output, folder: Path) -> Output:
    store = stored(output, folder)
    return replace(output, district=store.get_district(), plan=store.get_plan().plan)


def stored(output: Output, folder: Path) -> Store:
    """Return a new store with the district and the plan."""
    store = Store.open(folder / "store")
    district_id = store.add_district(output.district, at=PUBLISHED)
    store.add_plan(output.plan, district_id=district_id, at=PUBLISHED)
    return store


Way = Callable[[Output, Path], Output]
WAYS: tuple[Way, ...] = (
    unchanged,
    through_workbook,
    through_csv,
    through_json,
    through_the_store,
)


def stay(
    problem: Problem,
    *,
    work: int,  # noqa: ARG001 - the signature is the Protocol's
    seconds: float,  # noqa: ARG001
    seed: int,
    on_progress: OnProgress | None,  # noqa: ARG001
    start: Solution | None = None,
) -> Solution:
    """Return the plan that an engine is asked to begin from: what of it still holds."""
    assert start is not None
    kept, dropped = feasible_part(problem, start)
    most = sum(d.people * d.weight for d in problem.demands)
    return replace(kept, seed=seed, bound=most, dropped=tuple(str(d) for d in dropped))


def given_back(output: Output, engine: Engine = solve_warm) -> Replanned:
    told = Told(plan=output.plan, now=PUBLISHED)
    return replan_district(output.district, output.request, told, engine=engine)


def assert_the_same(first: Output, again: Replanned) -> None:
    """Check that nothing moved, nothing was lost, and that nothing was paid for changes."""
    assert again.plan.shifts == first.plan.shifts
    assert again.plan.left == first.plan.left
    assert again.plan.proof.value == first.plan.proof.value
    assert (again.lost, again.dropped, again.forced) == ((), (), ())
    assert {move.kind for move in again.stability.moves} == {Shifted.KEPT}
    assert again.stability.people_affected == 0


def assert_no_phone_hears_of(first: Output, again: Plan, folder: Path) -> None:
    """Check that publishing the second plan after the first would change no event of any feed."""
    store = stored(first, folder / "published")
    publish(store, 1, folder=folder / "feeds", at=PUBLISHED, host="test")
    second = store.add_plan(again, district_id=1, at=PUBLISHED)
    found = draft(store, second, at=PUBLISHED.replace(hour=5), host="test")
    told = {kind: count for kind, count in found.changes.counts().items() if count}
    assert set(told) == {ChangeKind.UNCHANGED}
    assert found.news == ()


DRY = PlanRequest(horizon=Horizon.weeks(MON, 1), seconds=1, seed=3)
RAIN = PlanRequest(horizon=AUGUST, seconds=2, seed=3, sky=Sky(seed=3))
CROWDED = (valley.demand("v1", people=400), valley.demand("v2", people=400))
WORLDS: dict[str, Callable[[], Output]] = {
    "day tours": lambda: of(villages(), DRY),
    "nights away": lambda: of(remote(), DRY),
}


@pytest.fixture(scope="module", params=WORLDS)
def output(request: pytest.FixtureRequest) -> Output:
    """Return a plan of a small world that is proven to be the best."""
    made = WORLDS[request.param]()
    assert made.plan.shifts
    assert made.plan.proof.stopped_by == "optimal"
    return made


@pytest.mark.parametrize("way", WAYS)
def test_the_best_plan_comes_back_unchanged(output: Output, way: Way, tmp_path: Path) -> None:
    again = given_back(way(output, tmp_path))
    assert_the_same(output, again)
    assert_no_phone_hears_of(output, again.plan, tmp_path)


def test_what_comes_back_comes_back_again(output: Output) -> None:
    once = given_back(output).plan
    twice = given_back(replace(output, plan=once)).plan
    assert replace(twice, proof=once.proof) == once


@pytest.fixture(scope="module")
def in_rain() -> Output:
    """Return a plan for rain, with fallbacks; whether it is the best is not proven."""
    made = of(rainy(demands=CROWDED), RAIN)
    stops = [stop for shift in made.plan.shifts for stop in shift.stops]
    assert any(stop.fallback for stop in stops)
    assert any(stop.causes for stop in stops)
    return made


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_for_rain_is_taken_back_whole(in_rain: Output, way: Way, tmp_path: Path) -> None:
    """Whatever engine answers: every stop, chance and fallback is still there, free of charge."""
    again = given_back(way(in_rain, tmp_path), stay)
    assert_the_same(in_rain, again)
    assert_no_phone_hears_of(in_rain, again.plan, tmp_path)


@pytest.fixture(scope="module")
def example() -> Output:
    """Return four weeks of the example, planned for a few seconds."""
    horizon = Horizon.weeks(date(2022, 9, 5), 4)
    return of(read_workbook(example_folder()), PlanRequest(horizon=horizon, seconds=5))


@pytest.mark.slow
def test_the_example_is_taken_back_whole(example: Output, tmp_path: Path) -> None:
    """Through workbook, export and store, one after the other; whatever engine answers."""
    output = example
    for number, way in enumerate((through_workbook, through_json, through_the_store)):
        (tmp_path / str(number)).mkdir()
        output = way(output, tmp_path / str(number))
    again = given_back(output, stay)
    assert_the_same(example, again)
    assert_no_phone_hears_of(example, again.plan, tmp_path)


@pytest.mark.slow
def test_the_example_changes_only_for_the_better(example: Output) -> None:
    """It is not proven to be the best: where nothing better is found it is as it was."""
    again = given_back(example)
    if again.plan.proof.value == example.plan.proof.value:
        assert_the_same(example, again)
    else:
        assert again.plan.proof.value > example.plan.proof.value
