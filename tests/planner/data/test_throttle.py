"""Guessing passwords: each wrong one makes the next wait longer, also after a restart."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from planner.data.sessions import begin_attempt, end_attempt
from planner.data.store import Store
from planner.domain.throttle import (
    FIRST_WAIT,
    FORGOTTEN_AFTER,
    FREE_BY_ADDRESS,
    FREE_BY_NAME,
    LONGEST_WAIT,
    Failures,
    wait,
)

NOW = datetime(2022, 9, 1, 5, tzinfo=UTC)
NONE = timedelta(0)


@given(st.integers(0, 10_000), st.integers(0, 30), st.timedeltas(NONE, timedelta(days=2)))
def test_waits_grow_and_end(count: int, free: int, passed: timedelta) -> None:
    now = NOW + passed
    this, following = (
        wait(Failures(count=n, last=NOW), free=free, now=now) for n in (count, count + 1)
    )
    assert NONE <= this <= following <= LONGEST_WAIT
    assert count >= free or this == NONE
    if this and following < LONGEST_WAIT - passed:
        assert following + passed == 2 * (this + passed)
    assert wait(Failures(count=count, last=NOW), free=free, now=NOW + LONGEST_WAIT) == NONE


def test_nobody_waits_before_the_first_mistake() -> None:
    assert wait(Failures(count=0, last=None), free=0, now=NOW) == NONE


def fail(folder: Path, name: str, address: str, at: datetime) -> timedelta:
    """Return how long an attempt must wait; it is made, and wrong, if it need not."""
    store = Store.open(folder)
    must = begin_attempt(store, name, address, at=at)
    if not must:
        end_attempt(store, name, address, right=False, at=at)
    return must


def test_a_name_is_slowed_down_wherever_it_is_tried_from(tmp_path: Path) -> None:
    """Each attempt opens the store anew, as after a restart."""
    for number in range(FREE_BY_NAME):
        assert fail(tmp_path, "mai", f"address {number}", NOW) == NONE
    assert fail(tmp_path, "mai", "another", NOW) == FIRST_WAIT
    assert fail(tmp_path, "tâm", "another", NOW) == NONE
    later = NOW + FIRST_WAIT
    assert fail(tmp_path, "mai", "another", later) == NONE
    assert fail(tmp_path, "mai", "another", later) == 2 * FIRST_WAIT


def test_an_address_is_slowed_down_whatever_names_it_tries(tmp_path: Path) -> None:
    for number in range(FREE_BY_ADDRESS):
        assert fail(tmp_path, f"name {number}", "here", NOW) == NONE
    assert fail(tmp_path, "one more", "here", NOW) == FIRST_WAIT
    assert fail(tmp_path, "one more", "there", NOW) == NONE


def test_the_right_password_clears_the_name_and_not_the_address(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for number in range(FREE_BY_ADDRESS - 1):
        fail(tmp_path, f"name {number}", "here", NOW)
    for _ in range(FREE_BY_NAME):
        fail(tmp_path, "mai", "there", NOW)
    later = NOW + FIRST_WAIT
    assert begin_attempt(store, "mai", "here", at=later) == NONE
    end_attempt(store, "mai", "here", right=True, at=later)
    assert fail(tmp_path, "mai", "here", later) == NONE
    assert fail(tmp_path, "mai", "here", later) == FIRST_WAIT
    assert fail(tmp_path, "mai", "elsewhere", later) == NONE


def test_old_mistakes_are_forgotten(tmp_path: Path) -> None:
    for _ in range(FREE_BY_NAME):
        fail(tmp_path, "mai", "here", NOW)
    for _ in range(FREE_BY_NAME):
        assert fail(tmp_path, "mai", "here", NOW + FORGOTTEN_AFTER) == NONE


def test_many_at_once_are_no_more_guesses_than_one_by_one(tmp_path: Path) -> None:
    store, let_in = Store.open(tmp_path), list[timedelta]()
    threads = [
        threading.Thread(target=lambda: let_in.append(begin_attempt(store, "mai", "here", at=NOW)))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [NONE] * FREE_BY_NAME + [FIRST_WAIT] * (16 - FREE_BY_NAME)
