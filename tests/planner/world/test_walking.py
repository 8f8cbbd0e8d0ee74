"""Tobler's function as it was published, and its scaling to a district's own speed."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.world.walking import walking_kmh, walking_s


def test_the_flat_is_walked_at_the_given_speed() -> None:
    assert walking_kmh(0.0) == 5.0
    assert walking_kmh(0.0, flat_kmh=4.0) == 4.0


def test_speeds_are_toblers() -> None:
    """Tobler's own scale is 6 km/h at -5 %, which is 5.0367 km/h on the flat."""
    for slope, toblers_kmh in ((-0.05, 6.0), (0.0, 5.03675), (0.10, 3.54933), (-0.20, 3.54933)):
        assert walking_kmh(slope, 5.03675) == pytest.approx(toblers_kmh, abs=1e-4)


def test_a_climb_and_its_descent_differ() -> None:
    up = walking_s(2.0, 200)
    down = walking_s(2.0, -200)
    assert up == math.ceil(7200 / (5 * math.exp(-3.5 * 0.15) / math.exp(-0.175)))
    assert down == math.ceil(7200 / (5 * math.exp(-3.5 * 0.05) / math.exp(-0.175)))
    assert down < up


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.floats(-1.0, 1.0))
def test_no_slope_is_walked_faster_than_five_percent_down(slope: float) -> None:
    assert 0 < walking_kmh(slope) <= walking_kmh(-0.05)
