"""The projection is true to scale at the middle of the drawing."""

import pytest

from web.map.projection import KM_PER_DEG, fit

SQUARE = [(21.0, 102.0), (22.0, 103.0)]


def test_the_points_fill_the_width_between_the_margins() -> None:
    projection = fit(SQUARE, width=1000, margin=50, least_km=1)
    assert projection.xy(22.0, 102.0) == (50.0, 50.0)
    assert projection.xy(21.0, 103.0) == (950.0, projection.height - 50)


def test_a_kilometre_is_as_long_across_as_down() -> None:
    projection = fit(SQUARE, width=1000, margin=50, least_km=1)
    x, y = projection.xy(21.5, 102.5)
    east, _ = projection.xy(21.5, 102.5 + 0.1 / projection.squeeze)
    _, south = projection.xy(21.4, 102.5)
    assert east - x == pytest.approx(south - y, abs=0.2)
    assert south - y == pytest.approx(0.1 * KM_PER_DEG * projection.scale, abs=0.2)


def test_one_point_gets_the_least_ground_around_it() -> None:
    projection = fit([(21.0, 102.0)], width=100, margin=0, least_km=10)
    assert projection.xy(21.0, 102.0) == (50.0, 50.0)
    assert projection.height == 100.0
    assert projection.scale == pytest.approx(10.0)


def test_the_scale_bar_is_the_longest_round_length_that_fits() -> None:
    projection = fit([(21.0, 102.0)], width=100, margin=0, least_km=10)
    assert projection.round_km(60) == 5
    assert projection.round_km(49) == 2
    assert projection.round_km(1) == 0.2
