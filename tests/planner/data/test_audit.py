"""The audit: entries come back as they were, the newest first, by person and by kind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.audit import Entry, add_entry, audited, facts_of, list_entries
from planner.data.store import Store
from planner.domain.account import Role, Standing

NOW = datetime(2022, 9, 1, 5, tzinfo=UTC)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text()
FACTS = st.none() | st.dictionaries(st.text(), PLAIN | st.lists(PLAIN), max_size=4)


def test_entries_come_back_newest_first_by_person_and_kind(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for number, (who, what) in enumerate(
        [("mai", "published"), ("tâm", "told"), ("mai", "told"), ("mai", "told")]
    ):
        at = NOW + timedelta(minutes=number)
        add_entry(store, Entry(at=at, who=who, what=what, subject=str(number)))

    def subjects(**asked: str | int) -> list[str]:
        return [e.subject for e in list_entries(store, **asked)]  # type: ignore[arg-type]

    assert subjects() == ["3", "2", "1", "0"]
    assert subjects(who="mai") == ["3", "2", "0"]
    assert subjects(what="told", who="mai") == ["3", "2"]
    assert subjects(who="nobody") == []
    assert subjects(most=2) == ["3", "2"]
    assert subjects(below=list_entries(store)[1].id) == ["1", "0"]
    assert audited(store) == (("mai", "tâm"), ("published", "told"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(tmp_path_factory.mktemp("audit"))


@given(before=FACTS, after=FACTS, subject=st.text(max_size=400))
def test_facts_come_back_as_they_were(
    kept: Store, before: dict[str, object] | None, after: dict[str, object] | None, subject: str
) -> None:
    add_entry(
        kept,
        Entry(at=NOW, who="mai", what="told", subject=subject, before=before, after=after),
    )
    found = list_entries(kept, most=1)[0]
    assert (found.before, found.after, found.at) == (before, after, NOW)
    assert found.subject == subject[:300]


def test_a_value_of_the_domain_is_told_by_its_facts() -> None:
    officer = Standing(role=Role.OFFICER, commune="c1")
    assert facts_of(officer) == {"role": "officer", "commune": "c1", "closed": False}
    assert (facts_of(None), facts_of([1])) == (None, {"value": [1]})
