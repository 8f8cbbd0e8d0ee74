"""What the page says of a promise: by how much less or more came."""

from benchmarks.promise import Mean, Promise
from benchmarks.report import promise_section


def test_what_came_is_held_against_both_expectations() -> None:
    found = Promise(
        seconds=55,
        own=10_000,
        own_counted=10_200,
        sets=40,
        elsewhere=Mean(mean=9_900, error=12),
        counted=Mean(mean=10_100, error=8),
        weathers=100_000,
        played=Mean(mean=9_850, error=3),
    )
    text = " ".join(promise_section(found).split())
    assert "is -1.50% against the weathers that the plan was chosen in, -0.51% against" in text
    assert "| expected in 40 other sets of 64 weathers, mean | 9,900 | 12 |" in text
    assert "| as the optimizer counts: the mean capped | 10,200 | |" in text
    assert "| the same in the other sets, mean | 10,100 | 8 |" in text
    assert "| served in 100,000 weathers, every team as planned, mean | 9,850 | 3 |" in text
