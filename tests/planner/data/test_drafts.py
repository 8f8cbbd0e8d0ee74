"""Drafts in the store: every version comes back as it was, and of two changes one is refused."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from planner.data.database import reading
from planner.data.drafts import (
    add_completion,
    add_draft,
    change_draft,
    draft_document,
    get_completions,
    get_draft,
    list_drafts,
    read_draft,
)
from planner.data.schema import drafts
from planner.data.store import Store
from planner.domain.draft import (
    Add,
    Completed,
    Draft,
    Drop,
    Move,
    Pin,
    Status,
    Step,
    Strength,
    Unpin,
    strengths_of,
)
from planner.errors import Conflict, NotFound
from tests import worlds

NOON = datetime(2022, 9, 1, 5, tzinfo=UTC)
NAMES = st.text(min_size=1)
ORDERS = st.none() | st.integers(1, 9)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(Move, session=NAMES, team=NAMES, day=st.dates(), order=ORDERS),
    st.builds(Add, session=NAMES, team=NAMES, day=st.dates(), order=ORDERS),
    st.builds(Drop, session=NAMES),
    st.builds(
        Pin,
        session=NAMES,
        strengths=st.sets(st.sampled_from(Strength)).map(lambda s: strengths_of(*s)),
    ),
    st.builds(Unpin, session=NAMES),
    st.builds(Completed, completion=st.integers(1, 10**9)),
)


@st.composite
def any_draft(draw: st.DrawFn) -> Draft:
    steps = tuple(draw(st.lists(STEPS, max_size=6)))
    return Draft(
        base=draw(st.integers(1, 10**6)),
        steps=steps,
        count=draw(st.integers(0, len(steps))),
        status=draw(st.sampled_from(Status)),
        kept_as=draw(st.none() | st.integers(1, 10**6)),
    )


@given(any_draft())
def test_a_draft_has_the_document_it_was_written_as(draft: Draft) -> None:
    document = draft_document(draft)
    assert read_draft(document) == draft
    assert draft_document(read_draft(document)) == document


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store with one plan."""
    opened = Store.open(tmp_path / "data")
    opened.add_plan(
        worlds.plan(), district_id=opened.add_district(worlds.district(), at=NOON), at=NOON
    )
    return opened


STEP = Drop(session="v1/village_day/1")
OTHER = Move(session="v1/village_day/1", team="t1", day=date(2022, 9, 6))


def test_versions_are_added_and_the_newest_counts(store: Store) -> None:
    first = add_draft(store, 1, at=NOON)
    assert (first.number, first.version, first.draft) == (1, 1, Draft(base=1))
    second = change_draft(store, 1, first.draft.with_step(STEP), expected=1, at=NOON)
    assert (second.number, second.version) == (1, 2)
    assert get_draft(store, 1) == get_draft(store) == second
    assert get_draft(Store.open(store.folder), 1) == second
    with reading(store.engine) as connection:
        assert len(connection.execute(select(drafts)).all()) == 2


def test_of_two_changes_of_one_version_the_second_gets_both(store: Store) -> None:
    first = add_draft(store, 1, at=NOON).draft
    mine, theirs = first.with_step(STEP), first.with_step(OTHER)
    change_draft(store, 1, theirs, expected=1, at=NOON)
    with pytest.raises(Conflict) as caught:
        change_draft(store, 1, mine, expected=1, at=NOON)
    assert (caught.value.ours, caught.value.theirs) == (mine, theirs)
    told = caught.value.text("en")
    assert "draft 1 is at version 2, not 1" in told
    assert "Their step: move v1/village_day/1 t1 2022-09-06; ours, not stored: drop v1" in told
    assert get_draft(store, 1).draft == theirs


def test_of_many_at_once_one_is_let_through(store: Store) -> None:
    first = add_draft(store, 1, at=NOON).draft
    outcomes: list[str] = []

    def change() -> None:
        try:
            change_draft(Store.open(store.folder), 1, first.with_step(STEP), expected=1, at=NOON)
            outcomes.append("stored")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=change) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["stored"]


def test_what_has_ended_can_be_seen_and_not_changed(store: Store) -> None:
    first = add_draft(store, 1, at=NOON)
    second = add_draft(store, 1, at=NOON)
    assert get_draft(store) == second
    ended = change_draft(store, 2, second.draft.discarded(), expected=1, at=NOON)
    assert get_draft(store) == first
    assert get_draft(store, 2) == ended
    with pytest.raises(NotFound, match="draft 2 has ended"):
        change_draft(store, 2, second.draft.with_step(STEP), expected=2, at=NOON)
    kept = change_draft(store, 1, first.draft.kept(1), expected=1, at=NOON)
    assert (kept.draft.status, kept.draft.kept_as) == (Status.KEPT, 1)
    with pytest.raises(NotFound, match="no draft is open"):
        get_draft(store)
    assert list_drafts(store) == (kept, ended)


def test_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(NotFound, match="no plan 9"):
        add_draft(store, 9, at=NOON)
    for number in (None, 3):
        with pytest.raises(NotFound):
            get_draft(store, number)
    with pytest.raises(NotFound, match="no draft 3"):
        change_draft(store, 3, Draft(base=1), expected=1, at=NOON)


def test_completions_come_back_equal(store: Store) -> None:
    number = add_completion(store, worlds.plan(), district_id=1)
    draft = Draft(base=1).with_step(Completed(completion=number)).undone()
    (found,) = get_completions(store, draft).values()
    assert (found.plan, found.district_id) == (worlds.plan(), 1)
    assert get_completions(store, Draft(base=1)) == {}
