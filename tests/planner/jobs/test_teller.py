"""Progress as it is written down: it only comes nearer, and is not written too often."""

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from optimizer.solve import Progress
from planner.domain.job import Point
from planner.jobs.worker import EVERY_S, Teller

STEPS = st.lists(st.floats(0.001, 2), min_size=1, max_size=12)
VALUES = st.integers(0, 10**9)


@st.composite
def told(draw: st.DrawFn) -> list[tuple[float, Progress]]:
    """Return what solves tell one after another, each with the time since the job began."""
    now, found = 0.0, []
    for _ in range(draw(st.integers(1, 4))):
        began = now
        for step in draw(STEPS):
            now += step
            value = draw(VALUES)
            bound = value + draw(VALUES)
            found.append((now, Progress(seconds=now - began, value=value, bound=bound)))
    return found


def written(told: list[tuple[float, Progress]]) -> list[Point]:
    """Return the points that are kept of what was told."""
    kept: list[Point] = []
    clock = iter([0.0, *(at for at, _ in told)])
    teller = Teller(kept.append, lambda: False, lambda: next(clock))
    for _, progress in told:
        teller(progress)
    teller.flush()
    return kept


@given(told())
def test_within_a_phase_value_rises_bound_falls_and_time_goes_on(
    told: list[tuple[float, Progress]],
) -> None:
    for before, after in pairwise(written(told)):
        assert before.seconds <= after.seconds
        assert after.phase - before.phase in {0, 1}
        if after.phase == before.phase:
            assert before.value <= after.value
            assert before.bound >= after.bound


@given(told())
def test_points_are_half_a_second_apart_but_for_the_ends_of_phases(
    told: list[tuple[float, Progress]],
) -> None:
    for _, points in groupby(written(told), key=lambda p: p.phase):
        times = [p.seconds for p in points]
        assert all(b - a >= EVERY_S for a, b in pairwise(times[:-1]))


@given(told())
def test_the_first_and_the_last_of_what_was_told_are_kept(
    told: list[tuple[float, Progress]],
) -> None:
    kept = written(told)
    assert (kept[0].value, kept[0].bound) == (told[0][1].value, told[0][1].bound)
    assert kept[-1].seconds == told[-1][0]


@given(VALUES, VALUES)
def test_a_gap_is_a_share_of_the_bound(value: int, more: int) -> None:
    point = Point(phase=0, seconds=1, value=value, bound=value + more)
    assert 0 <= point.gap <= 1
    assert (point.gap == 0) == (more == 0)
