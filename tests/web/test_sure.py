"""How sure sessions and plans are: on the overview, the week and the session's page."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.data.store import Store
from planner.domain.chance import Chance, chance_of
from tests import worlds as small
from tests.web import worlds
from tests.web.html import read
from web.app import create_app


@pytest.fixture
def rainy(tmp_path: Path) -> FlaskClient:
    """Return a client of a folder whose newest plan was made for rain."""
    store = Store.open(tmp_path)
    district_id = store.add_district(worlds.tiny_district(), at=worlds.MADE_AT)
    store.add_plan(worlds.rainy_plan(), district_id=district_id, at=worlds.MADE_AT)
    return create_app(tmp_path, now=lambda: worlds.NOW).test_client()


@pytest.mark.parametrize(
    ("held_in", "chance"),
    [
        (1.0, Chance.SURE),
        (0.95, Chance.SURE),
        (0.94, Chance.DOUBTFUL),
        (0.8, Chance.DOUBTFUL),
        (0.79, Chance.RISKY),
        (0.0, Chance.RISKY),
    ],
)
def test_chances_have_steps(held_in: float, chance: Chance) -> None:
    assert chance_of(small.stop(held_in=held_in)) is chance


def test_what_was_played_counts_more_than_what_was_planned() -> None:
    late = small.stop(held_in=0.5, held_played=0.97)
    assert (late.chance, chance_of(late)) == (0.97, Chance.SURE)


def test_the_overview_tells_how_sure_the_plan_is(rainy: FlaskClient) -> None:
    page = read(rainy, "/?lang=en")
    assert "People served on the mean 81 At least, in nine weathers of ten 50" in page.text
    assert "Sessions held 87 %" in page.text
    assert ["Huổi Một", "45", "32"] in page.rows


def test_the_riskiest_sessions_come_first_with_their_fallback(rainy: FlaskClient) -> None:
    rows = read(rainy, "/?lang=en").rows
    at = rows.index(["Session", "People", "Held", "Fallback"])
    assert [row[0].split(",")[0] for row in rows[at + 1 : at + 3]] == ["Huổi Một", "Nậm Hai"]
    assert "Often rained off" in rows[at + 1][0]
    assert "May be rained off" in rows[at + 2][0]
    assert [row[2] for row in rows[at + 1 : at + 3]] == ["70 %", "90 %"]
    assert rows[at + 1][3].startswith(worlds.ODD_NAME)
    assert rows[at + 2][3] == "–"


def test_the_week_says_it_on_the_card(rainy: FlaskClient) -> None:
    text = read(rainy, "/week/2022-09-05").text
    assert "dễ lỡ vì mưa, chắc 70 %" in text
    assert "có thể lỡ vì mưa, chắc 90 %" in text
    assert "ít phụ thuộc mưa" not in text


def test_a_session_names_the_road_and_the_fallback(rainy: FlaskClient) -> None:
    text = read(rainy, "/session/v1:evening:t1?lang=en").text
    road = (
        "Đường vào Huổi Một (Trung tâm xã Một – Huổi Một): slow or closed in 30 % of the weathers"
    )
    assert f"{road} (rain in xã Một)" in text
    assert f"Fallback: go to {worlds.ODD_NAME} instead that day, 18:00–21:00, for 12 people" in text
    assert "It works in 60 % of the weathers" in text


def test_a_session_without_a_fallback_says_so(rainy: FlaskClient) -> None:
    assert "Không có phương án dự phòng" in read(rainy, "/session/v2:evening:t1").text


def test_a_plan_for_certain_roads_speaks_of_no_rain(client: FlaskClient) -> None:
    for path in ("/", "/week/2022-09-05", "/session/v1:evening:t1"):
        text = read(client, path).text
        assert "lỡ vì mưa" not in text
        assert "Chắc đến đâu" not in text


def test_two_sessions_that_swap_are_told_with_both_days(tmp_path: Path) -> None:
    plan = worlds.rainy_plan()
    first, *others = plan.shifts
    stop = first.stops[0]
    other = stop.fallback
    assert other is not None
    swap = replace(
        other,
        own_start=worlds.at(worlds.TUESDAY, 8),
        own_end=worlds.at(worlds.TUESDAY, 11),
    )
    swapped = replace(first, stops=(replace(stop, fallback=swap),))
    store = Store.open(tmp_path)
    district_id = store.add_district(worlds.tiny_district(), at=worlds.MADE_AT)
    store.add_plan(
        replace(plan, shifts=(swapped, *others)), district_id=district_id, at=worlds.MADE_AT
    )
    pages = create_app(tmp_path, now=lambda: worlds.NOW).test_client()
    text = read(pages, "/session/v1:evening:t1?lang=en").text
    assert "for 12 people, which is planned for later; then hold this session in its place" in text
    assert "Tuesday, 6 September 2022, 08:00–11:00" in text
