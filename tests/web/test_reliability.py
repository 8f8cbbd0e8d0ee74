"""A source of forecasts that does everything wrong, while plans are made and pages are read."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest

from planner.commands.plan import make_plan
from planner.data.store import Store
from planner.data.weather import get_sky, newest_weather
from planner.planning.plan import PlanRequest
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_weather_plan import MON, WEEK, rainy
from tests.planner.world.forecasts import FAULTS, GOOD, serving
from web.app import create_app

TIMES = 200
PATIENCE = ("--tries", 1, "--timeout", 0.2, "--today", MON)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of two villages behind earth roads, in rain."""
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path))
    opened = Store.open(tmp_path)
    opened.add_district(rainy(demands=(valley.demand("v1", people=60),)), at=NOW)
    return opened


def planned(store: Store) -> str:
    """Return the source of the weather that a new plan is made for."""
    request = PlanRequest(horizon=WEEK, seconds=1, seed=3, sky=get_sky(store, seed=3))
    made = make_plan(store, request, lambda _: None)
    weather = store.get_plan(made.plan).plan.weather
    assert weather is not None
    return weather.source


def read(store: Store) -> tuple[int, bool, bool]:
    """Return the status of the sky page, and whether it tells a forecast, and its age."""
    app = create_app(store.path.parent, now=lambda: NOW + timedelta(hours=3))
    page = app.test_client().get(f"/sky/{MON}?lang=en")
    return page.status_code, "Forecast of Open-Meteo" in page.text, "hours ago" in page.text


def again_and_again(do: Callable[[], object], found: list[object], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            found.append(do())
        except Exception as error:  # noqa: BLE001 - whatever happens is told by the test
            found.append(error)


@pytest.mark.slow
def test_planning_and_pages_go_on_with_the_last_good_forecast(store: Store) -> None:
    plans: list[object] = []
    pages: list[object] = []
    stop = threading.Event()
    with serving(GOOD) as server:
        kept = answer("weather", "fetch", "--address", server.address, *PATIENCE)["id"]
        planned(store)
        others = [
            threading.Thread(target=again_and_again, args=(lambda: planned(store), plans, stop)),
            threading.Thread(target=again_and_again, args=(lambda: read(store), pages, stop)),
        ]
        for other in others:
            other.start()
        for reply, _ in islice(cycle(FAULTS), TIMES):
            server.replies[:] = [reply]
            result = lenban("weather", "fetch", "--address", server.address, *PATIENCE)
            assert result.exit_code == 6
            assert len(result.stderr.splitlines()) == 1
            assert newest_weather(store) == kept
            shown = answer("weather", "show")
            assert (shown["source"], shown["made_on"]) == ("Open-Meteo", MON.isoformat())
            assert shown["age_h"] >= 0
        stop.set()
        for other in others:
            other.join()
    assert len(plans) > 1
    assert set(plans) == {"Open-Meteo"}
    assert len(pages) > 1
    assert set(pages) == {(200, True, True)}


def test_where_no_forecast_ever_came_the_climate_is_planned_with_and_told(store: Store) -> None:
    for reply, _ in FAULTS:
        with serving(reply) as server:
            assert lenban("weather", "fetch", "--address", server.address, *PATIENCE).exit_code == 6
    assert newest_weather(store) == 0
    assert planned(store) == ""
    assert read(store) == (200, False, False)
    assert answer("weather", "show") == {"forecast": None}
