"""What is put into the store comes back as it was, and nothing in it changes."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from planner.data.database import writing
from planner.data.documents import Document
from planner.data.schema import plans
from planner.data.store import PlanSummary, Revision, Store, StoredPlan
from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.place import Signal, Village
from planner.domain.plan import Horizon
from planner.errors import Conflict, NotFound, StorageError
from tests import worlds

NOON = datetime(2022, 9, 1, 5, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "data")


@pytest.fixture
def planned(store: Store) -> Store:
    """Return a store with one district and one plan, both numbered 1."""
    store.add_plan(
        worlds.plan(), district_id=store.add_district(worlds.district(), at=NOON), at=NOON
    )
    return store


def test_a_district_comes_back_equal(store: Store) -> None:
    market = AlmanacEntry(
        id="a1",
        kind=AlmanacKind.MARKET,
        name="Chợ phiên",
        first=date(2022, 9, 4),
        last=date(2022, 12, 25),
        rule="FREQ=WEEKLY;BYDAY=SU",
        scope="seat",
    )
    district = worlds.district(almanac=(market,))
    district.place("v1")  # what a district has looked up is no part of its content
    assert store.get_district(store.add_district(district, at=NOON)) == district


def test_a_plan_comes_back_equal(planned: Store) -> None:
    assert planned.get_plan(1) == StoredPlan(id=1, district_id=1, made_at=NOON, plan=worlds.plan())


villages = st.builds(
    Village,
    id=st.just("v1"),
    name=st.text(min_size=1),
    commune=st.just("c1"),
    latitude_deg=st.floats(8, 24),
    longitude_deg=st.floats(102, 110),
    elevation_m=st.floats(-10, 3200),
    signal=st.sampled_from(Signal),
    power=st.booleans(),
    languages=st.lists(st.text(min_size=1), min_size=1).map(tuple),
    residents=st.integers(100, 10**6),
    households=st.integers(10, 100),
    poor_households=st.integers(0, 10),
)


@settings(max_examples=50)
@given(villages)
def test_a_document_has_the_value_it_was_made_of(village: Village) -> None:
    assert Document.of(village).value(Village) == village


@settings(max_examples=50)
@given(
    st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)),  # noqa: DTZ001 - Hypothesis adds the zone
    st.timedeltas(timedelta(0), timedelta(hours=20)),
)
def test_moments_and_spans_keep_their_microseconds(naive: datetime, span: timedelta) -> None:
    stop = worlds.stop(worlds.session(takes=(("t1", span),)), start=naive.replace(tzinfo=UTC))
    shift = worlds.shift(stops=(stop,), travel=span)
    assert Document.of(shift).value(type(shift)) == shift


def test_the_same_content_has_the_same_id(store: Store) -> None:
    first = store.add_district(worlds.district(), at=NOON)
    other = store.add_district(worlds.district(demands=()), at=NOON)
    assert store.add_district(worlds.district(), at=LATER) == first != other


def test_the_district_imported_last_is_the_current_one(store: Store) -> None:
    before, after = worlds.district(), worlds.district(demands=())
    for district in (before, after, before):
        store.add_district(district, at=NOON)
        assert store.get_district() == district
        assert store.get_district(store.get_district_id()) == district


def test_the_newest_plan_is_the_one_added_last(planned: Store) -> None:
    longer = worlds.plan(horizon=Horizon.weeks(worlds.MONDAY, 4))
    assert planned.add_plan(longer, district_id=1, at=LATER) == 2
    assert planned.get_plan().plan == longer
    assert planned.get_plan(1).plan == worlds.plan()


def test_plans_are_listed_with_what_one_chooses_by(planned: Store) -> None:
    planned.add_plan(worlds.with_proof(worlds.plan(), gap=0.1), district_id=1, at=LATER)
    first = PlanSummary(
        id=1,
        district_id=1,
        made_at=NOON,
        horizon=Horizon.weeks(worlds.MONDAY, 1),
        people_expected=16,
        people_due=60,
        gap=0.2,
    )
    assert planned.list_plans() == (first, replace(first, id=2, made_at=LATER, gap=0.1))


def test_revisions_are_numbered_from_one(planned: Store) -> None:
    first = planned.add_revision(1, at=NOON, ledger='{"a": "ộ"}', expected=1)
    second = planned.add_revision(1, at=LATER, ledger="{}", expected=2)
    assert first == Revision(number=1, plan_id=1, published_at=NOON, ledger='{"a": "ộ"}')
    assert planned.list_revisions() == (first, second)
    assert planned.get_revision() == second
    assert planned.get_revision(1) == first


def test_moments_come_back_in_utc(planned: Store) -> None:
    hanoi = timezone(timedelta(hours=7))
    planned.add_revision(1, at=NOON.astimezone(hanoi), ledger="{}", expected=1)
    assert planned.get_revision().published_at.isoformat() == "2022-09-01T05:00:00+00:00"


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StorageError, match="must be aware"):
        store.add_district(worlds.district(), at=NOON.replace(tzinfo=None))
    with pytest.raises(NotFound):
        store.get_district()


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_number_that_is_not_the_next_is_a_conflict(planned: Store, expected: int) -> None:
    planned.add_revision(1, at=NOON, ledger="ours", expected=1)
    with pytest.raises(Conflict) as caught:
        planned.add_revision(1, at=NOON, ledger="theirs", expected=expected)
    assert (caught.value.ours, caught.value.theirs) == (expected, 2)
    assert [r.ledger for r in planned.list_revisions()] == ["ours"]


def test_of_many_who_publish_at_once_one_gets_through(planned: Store) -> None:
    outcomes: list[str] = []

    def publish() -> None:
        try:
            Store.open(planned.folder).add_revision(1, at=NOON, ledger="{}", expected=1)
            outcomes.append("published")
        except Conflict:
            outcomes.append("refused")

    _run_at_once(publish, 8)
    assert sorted(outcomes) == ["published"] + ["refused"] * 7
    assert len(planned.list_revisions()) == 1


@pytest.mark.parametrize("attempt", range(20))
def test_the_same_content_from_many_at_once_is_stored_once(tmp_path: Path, attempt: int) -> None:
    """They also open, and so migrate, an empty folder at once."""
    ids: list[int] = []

    def bring() -> None:
        folder = tmp_path / str(attempt)
        ids.append(Store.open(folder).add_district(worlds.district(), at=NOON))

    _run_at_once(bring, 4)
    assert ids == [1, 1, 1, 1]


def _run_at_once(job: Callable[[], None], times: int) -> None:
    start = threading.Barrier(times)

    def run() -> None:
        start.wait()
        job()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_empty_store_has_nothing_and_says_what_to_do(store: Store) -> None:
    for ask in (store.get_district, store.get_district_id, store.get_plan, store.get_revision):
        with pytest.raises(NotFound) as caught:
            ask()
        assert "lenban" in caught.value.text("vi")
    assert store.list_plans() == ()
    assert store.list_revisions() == ()


def test_what_no_number_names_is_not_found(planned: Store) -> None:
    for ask in (
        lambda: planned.get_district(7),
        lambda: planned.get_plan(7),
        lambda: planned.get_revision(7),
        lambda: planned.add_plan(worlds.plan(), district_id=7, at=NOON),
        lambda: planned.add_revision(7, at=NOON, ledger="{}", expected=1),
    ):
        with pytest.raises(NotFound, match="7"):
            ask()


def test_a_store_opened_again_has_kept_everything(planned: Store) -> None:
    again = Store.open(planned.folder)
    assert again.get_district() == worlds.district()
    assert again.get_plan() == planned.get_plan()


def test_a_damaged_document_is_refused_not_shown(planned: Store) -> None:
    with writing(planned.engine) as connection:
        document = Document.of(worlds.plan()).text.replace('"people_due":60', '"people_due":61')
        connection.execute(update(plans).values(document=document))
    with pytest.raises(StorageError, match="damaged"):
        planned.get_plan()


def test_a_document_of_another_kind_is_refused() -> None:
    with pytest.raises(StorageError, match="damaged") as caught:
        Document.of({"name": "bản"}).value(Village)
    assert caught.value.__cause__ is not None
