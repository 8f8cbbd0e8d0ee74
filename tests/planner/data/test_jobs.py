"""Jobs in the store: lines are only added, and a job never goes back."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.jobs import (
    POINT,
    STOP,
    Line,
    add_job,
    add_line,
    folded,
    get_job,
    list_jobs,
    list_open_jobs,
    may_follow,
)
from planner.data.store import Store
from planner.domain.job import NEXT, Ended, Job, JobState, Point, Why
from planner.errors import NotFound

NOON = datetime(2022, 9, 1, 5, tzinfo=UTC)
FRESH = Job(number=1, kind="plan", arguments=(), asked_at=NOON, asked_by="")
RANK = {JobState.WAITING: 0, JobState.RUNNING: 1}
POINTS = st.builds(
    Point,
    phase=st.integers(0, 3),
    seconds=st.floats(0, 1e6),
    value=st.integers(0, 2**53),
    bound=st.integers(0, 2**53),
)
ENDS = st.builds(
    Ended,
    plan=st.none() | st.integers(1, 99),
    facts=st.dictionaries(st.text(), st.integers(0, 9) | st.text() | st.none(), max_size=3),
    why=st.none() | st.builds(Why, vietnamese=st.text(), english=st.text()),
)
LINES = st.one_of(
    st.builds(Line, what=st.just(POINT), at=st.just(NOON), said=POINTS),
    st.builds(Line, what=st.just(STOP), at=st.just(NOON)),
    st.builds(Line, what=st.sampled_from([s.value for s in JobState]), at=st.just(NOON)),
    st.builds(
        Line,
        what=st.sampled_from([s.value for s in NEXT if not NEXT[s]]),
        at=st.just(NOON),
        said=ENDS,
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


@given(st.lists(LINES, max_size=12))
def test_states_only_move_forward(lines: list[Line]) -> None:
    job = FRESH
    for line in lines:
        after = folded(job, [line]) if may_follow(job, line.what) else job
        assert RANK.get(job.state, 2) <= RANK.get(after.state, 2)
        assert after == job or not job.is_over
        assert len(after.points) >= len(job.points)
        job = after
    assert job.is_over == (job.ended_at is not None)


@given(st.lists(LINES, max_size=8))
def test_a_job_is_the_same_folded_at_once_or_line_by_line(lines: list[Line]) -> None:
    job, written = FRESH, list[Line]()
    for line in lines:
        if may_follow(job, line.what):
            job = folded(job, [line])
            written.append(line)
    assert folded(FRESH, written) == job


def test_lines_come_back_as_they_were(store: Store) -> None:
    number = add_job(store, "plan", ({"weeks": 4}, 3), at=NOON, by="An")
    later = NOON + timedelta(minutes=1)
    point = Point(phase=0, seconds=1.5, value=3, bound=9)
    ended = Ended(plan=4, facts={"plan": 4, "names": ["Bản Ớt"]})
    lines = (
        Line(what=JobState.RUNNING, at=NOON),
        Line(what=POINT, at=NOON, said=point),
        Line(what=STOP, at=later),
        Line(what=JobState.STOPPED, at=later, said=ended),
    )
    assert [add_line(store, number, line) for line in lines] == [True] * 4
    assert get_job(store, number) == Job(
        number=number,
        kind="plan",
        arguments=({"weeks": 4}, 3),
        asked_at=NOON,
        asked_by="An",
        state=JobState.STOPPED,
        began_at=NOON,
        stop_asked_at=later,
        ended_at=later,
        points=(point,),
        ended=ended,
    )
    assert list_jobs(store)[0].ended == ended
    assert list_jobs(store)[0].points == ()


def test_after_the_end_no_line_is_written(store: Store) -> None:
    number = add_job(store, "plan", (), at=NOON)
    assert list_open_jobs(store) == (number,)
    assert not add_line(store, number, Line(what=JobState.DONE, at=NOON))
    assert add_line(store, number, Line(what=JobState.BROKEN_OFF, at=NOON))
    over = get_job(store, number)
    for state in JobState:
        assert not add_line(store, number, Line(what=state, at=NOON))
    assert not add_line(store, number, Line(what=STOP, at=NOON))
    assert get_job(store, number) == over
    assert list_open_jobs(store) == ()


def test_of_two_ends_at_once_one_is_written(store: Store) -> None:
    number = add_job(store, "plan", (), at=NOON)
    add_line(store, number, Line(what=JobState.RUNNING, at=NOON))
    ready, won = threading.Barrier(8), list[bool]()

    def end(plan: int) -> None:
        ready.wait()
        won.append(
            add_line(store, number, Line(what=JobState.DONE, at=NOON, said=Ended(plan=plan)))
        )

    threads = [threading.Thread(target=end, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_jobs_are_listed_newest_first_and_others_are_not_there(store: Store) -> None:
    numbers = [add_job(store, "plan", (n,), at=NOON) for n in range(3)]
    assert [job.number for job in list_jobs(store, most=2)] == numbers[:0:-1]
    with pytest.raises(NotFound):
        get_job(store, 99)
    with pytest.raises(NotFound):
        add_line(store, 99, Line(what=STOP, at=NOON))
