"""What jobs store: always something new, whatever was changed by hand or imported meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from optimizer.solve import Progress
from planner.data.drafts import add_draft, change_draft, get_completions, get_draft
from planner.data.store import Store
from planner.domain.district import Settings
from planner.domain.draft import Completed, Draft, Drop, Pin, Step, strengths_of
from planner.domain.plan import Plan
from planner.errors import BadData
from planner.jobs import works
from planner.jobs.desk import desk_of
from planner.jobs.plans import Asked, to_request
from planner.jobs.worker import Teller
from tests.planner.calls import NOW
from tests.planner.planning.test_edits import TWO_TEAMS
from tests.planner.planning.test_replan import BEFORE, MON

ASKED = Asked(first=MON, weeks=1, seconds=1, roads="dry")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of two teams and four villages with a plan in it."""
    opened = Store.open(tmp_path)
    opened.add_district(TWO_TEAMS, at=NOW)
    assert works.plan(tmp_path, ASKED) == {"plan": 1}
    return opened


def meanwhile(act: Callable[[], object], *, stopped: bool = False) -> Teller:
    """Return a teller that does something once, when it first hears of progress."""
    done: list[object] = []

    def keep(_point: object) -> None:
        if not done:
            done.append(act())

    return Teller(keep, lambda: stopped and bool(done))


def sessions(plan: Plan) -> list[str]:
    """Return the lasting names of the sessions of a plan."""
    return [stop.session.lasting_name for shift in plan.shifts for stop in shift.stops]


def ids(plan: Plan) -> list[str]:
    return [stop.session.id for shift in plan.shifts for stop in shift.stops]


def with_step(store: Store, step: Step) -> Draft:
    """Return the draft with one more step, done by hand."""
    now = get_draft(store, 1)
    changed = now.draft.with_step(step)
    return change_draft(store, 1, changed, expected=now.version, at=NOW).draft


def pinned(store: Store) -> str:
    """Open a draft of the plan with its first session pinned; return the session's name."""
    add_draft(store, 1, at=NOW)
    name = sessions(store.get_plan(1).plan)[0]
    with_step(store, Pin(session=name, strengths=strengths_of()))
    return name


def test_a_plan_is_a_new_plan_with_its_figures(store: Store) -> None:
    before = store.get_plan(1)
    assert works.plan(store.folder, ASKED) == {"plan": 2}
    assert store.get_plan(1) == before
    assert store.get_plan(2).plan.shifts == before.plan.shifts


def test_a_plan_belongs_to_the_district_it_was_made_of(store: Store) -> None:
    old = store.get_district_id()
    newer = replace(TWO_TEAMS, settings=Settings(name="Mới"))
    found = works.plan(
        store.folder,
        ASKED,
        on_progress=meanwhile(lambda: store.add_district(newer, at=NOW + timedelta(days=1))),
    )
    made = store.get_plan(found["plan"])
    assert (made.district_id, made.plan.district_name) == (old, TWO_TEAMS.settings.name)
    assert store.get_district().settings.name == "Mới"


def test_a_plan_that_is_stopped_is_the_best_so_far(store: Store) -> None:
    teller = meanwhile(lambda: None, stopped=True)
    found = works.plan(store.folder, replace(ASKED, seconds=600), on_progress=teller)
    made = store.get_plan(found["plan"]).plan
    assert made.proof.stopped_by in {"cancelled", "optimal"}
    assert sessions(made)


def test_what_is_stopped_before_there_is_a_plan_is_nothing_to_keep(store: Store) -> None:
    made = store.get_plan(1).plan
    empty = replace(made, shifts=())
    stopped, goes_on = Teller(lambda _: None, lambda: True), works.quiet()
    assert works.is_nothing(made, stopped)  # nothing was told: it is what the work was given
    for teller in (stopped, goes_on):
        teller(Progress(seconds=0.1, value=1, bound=2))
    found = [works.is_nothing(p, t) for p in (made, empty) for t in (stopped, goes_on)]
    assert found == [False, False, True, False]


def test_a_draft_is_completed_as_a_step_of_it(store: Store) -> None:
    name = pinned(store)
    assert works.complete(store.folder, 1, 2, 1.0) == {"draft": 1, "version": 3}
    draft = get_draft(store, 1).draft
    assert isinstance(draft.steps[-1], Completed)
    assert name in desk_of(store, get_draft(store, 1)).played().pins
    (made,) = get_completions(store, draft).values()
    assert name in sessions(made.plan)
    assert store.newest_plan_id() == 1


def test_a_completion_that_ends_after_a_hand_edit_overwrites_no_pin(store: Store) -> None:
    name = pinned(store)
    other = ids(store.get_plan(1).plan)[-1]
    teller = meanwhile(lambda: with_step(store, Drop(session=other)))
    found = works.complete(store.folder, 1, 2, 1.0, on_progress=teller)
    assert found == {"draft": 1, "conflict": True, "plan": 2}
    after = get_draft(store, 1)
    assert after.version == 3
    assert [type(step) for step in after.draft.steps] == [Pin, Drop]
    assert name in desk_of(store, after).played().pins
    kept = store.get_plan(2).plan
    before = store.get_plan(1).plan
    assert placed(kept)[name] == placed(before)[name]


def placed(plan: Plan) -> dict[str, object]:
    """Return team and start of every session by its lasting name."""
    return {
        stop.session.lasting_name: (shift.team, stop.start)
        for shift in plan.shifts
        for stop in shift.stops
    }


def test_a_completion_of_a_draft_that_ended_meanwhile_is_kept_as_a_plan(store: Store) -> None:
    pinned(store)

    def discard() -> None:
        now = get_draft(store, 1)
        change_draft(store, 1, now.draft.discarded(), expected=now.version, at=NOW)

    found = works.complete(store.folder, 1, 2, 1.0, on_progress=meanwhile(discard))
    assert found == {"draft": 1, "conflict": True, "plan": 2}


def test_a_draft_that_moved_on_before_the_job_began_is_not_planned(store: Store) -> None:
    pinned(store)
    assert works.complete(store.folder, 1, 1, 1.0) == {"draft": 1, "conflict": True}
    assert (get_draft(store, 1).version, store.newest_plan_id()) == (2, 1)


def test_planning_again_leaves_what_was_published_since(store: Store) -> None:
    store.add_revision(1, at=BEFORE, ledger="{}", expected=1)
    before = store.get_plan(1)

    def publish() -> None:
        store.add_revision(1, at=BEFORE, ledger="{}", expected=2)

    found = works.replan(store.folder, 1.0, at=BEFORE, on_progress=meanwhile(publish))
    assert (found["plan"], found["revision"]) == (2, 1)
    assert (found["changed"], found["short_notice"]) == (0, 0)
    assert found["kept"] == len(sessions(before.plan))
    assert (store.get_plan(1), store.get_revision().number) == (before, 2)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(ASKED, unlucky=20), "unlucky_without_rain"),
        (replace(ASKED, price=True), "price_without_guarantees"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_the_work(
    store: Store, asked: Asked, code: str
) -> None:
    with pytest.raises(BadData) as refused:
        to_request(store, asked)
    assert refused.value.code == code
