"""Each peer, where it is installed, answers a small dry district with a plan that is accepted."""

import multiprocessing
from collections.abc import Iterator

import pytest

from benchmarks import ours
from benchmarks.districts.day import make_day_district
from benchmarks.districts.roads import Shape
from benchmarks.districts.sizes import Size
from benchmarks.peers.race import PEERS, Race, installed
from benchmarks.peers.simple import to_asked
from optimizer.problem import Constraint, Demand, Pin
from tests.optimizer.worlds import problem, visit

SIZE = Size(shape=Shape.STAR, villages=10, teams=2, days=2)


@pytest.fixture(scope="module")
def race() -> Iterator[Race]:
    """Return the processes in which peers answer."""
    with Race(2) as started:
        yield started


@pytest.mark.parametrize("name", list(PEERS))
def test_a_peers_plan_is_accepted_and_within_our_bound(name: str, race: Race) -> None:
    if not installed([name])[0]:
        pytest.skip(f"{name} is no dependency, and not installed")
    asked = make_day_district(SIZE, 1)
    found = race.answer(name, asked, seconds=1, seed=1)
    assert found.judged.faults == ()
    own = ours.answer(asked, seconds=5, seed=1)
    # ten villages are few: whoever is asked right is near the best plan
    assert 0.9 * own.solution.value <= found.judged.value <= own.solution.bound


def test_what_a_peer_was_not_told_is_a_refused_answer_and_no_plan(race: Race) -> None:
    pinned = problem(visits=(visit(1),), pins=(Pin(visit=0, team=0),))
    found = race.answer("routing", pinned, seconds=1, seed=1)
    assert found.judged.faults == ("NotSimple: peers cannot be asked about pins",)
    assert found.judged.value == 0


def test_a_peer_that_does_not_end_is_given_up_and_others_are_asked_on(
    race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_day_district(SIZE, 1)
    with monkeypatch.context() as impatient:
        impatient.setattr("benchmarks.peers.race.PATIENCE_S", -4.9)
        late = race.answer("routing", asked, seconds=5, seed=1)
    assert late.judged.faults == ("TimeoutError: ",)
    assert multiprocessing.active_children() == []
    assert race.answer("routing", asked, seconds=1, seed=1).judged.checked


def test_a_peer_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda package: package == "ortools" or None)
    here, missing = installed(["vroom", "routing"])
    assert here == ["routing"]
    assert missing == ["vroom: vroom is not installed, skipped. Maybe: pip install -e '.[bench]'"]


def test_visits_that_nobody_can_hold_are_not_told() -> None:
    asked = problem(
        demands=(Demand(people=10, weight=3), Demand(people=10, weight=3)),
        visits=(visit(1), visit(2, needs=1, contributions=((1, 10),))),
        need_names=(Constraint.KIT,),
    )
    told = to_asked(asked)
    assert (told.visits, told.holders, told.prizes) == ((0,), ((0,), ()), (30, 30))
