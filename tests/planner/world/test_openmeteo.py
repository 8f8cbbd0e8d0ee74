"""Forecasts over HTTP: each fault is told, tried again where that may help, never taken for dry."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from planner.errors import BadData, SourceDown
from planner.world.openmeteo import ENSEMBLE, Service, fetch_forecast, read_forecast
from tests.planner.valley import district
from tests.planner.world.forecasts import FAULTS, GOOD, TODAY, Reply, Server, point, said, serving
from tests.planner.world.test_rain import sky


def service(server: Server, **changes: float) -> Service:
    patience: dict[str, float] = {"first_wait_s": 0.001, "connect_s": 1.0, "read_s": 0.3}
    return Service(address=server.address, **(patience | changes))  # type: ignore[arg-type]


def test_the_rain_of_each_day_but_those_not_known() -> None:
    with serving(GOOD) as server:
        found = fetch_forecast(district(), TODAY, service(server))
    assert (found.made_on, found.source) == (TODAY, "Open-Meteo")
    assert dict(found.mm) == {
        ("c1", TODAY): (1.0,),
        ("c1", TODAY + timedelta(days=1)): (2.5,),
        ("c1", TODAY + timedelta(days=3)): (0.0,),
    }


def test_one_point_is_asked_for_each_commune() -> None:
    with serving(Reply(body=said(point(1.0), point(2.0)))) as server:
        found = fetch_forecast(sky(), TODAY, service(server))
    asked = parse_qs(urlsplit(server.asked[0]).query)
    assert asked["latitude"] == ["21.7000,21.8000"]
    assert asked["daily"] == ["precipitation_sum"]
    assert asked["timezone"] == ["Asia/Ho_Chi_Minh"]
    assert {key: mm for (key, _), mm in found.mm.items()} == {"c1": (1.0,), "c2": (2.0,)}


def test_members_of_an_ensemble_stay_together() -> None:
    members: dict[str, Any] = {
        "precipitation_sum_member01": [3.0, None],
        "precipitation_sum_member02": [5.0, 6.0],
    }
    body = said(point(None, None, **members))
    found = read_forecast(body, district(), TODAY)
    # a day of which a member is not known is not known
    assert dict(found.mm) == {("c1", TODAY): (3.0, 5.0)}


def test_an_ensemble_is_asked_for_by_its_model() -> None:
    members: dict[str, Any] = {
        "precipitation_sum_member01": [3.0],
        "precipitation_sum_member02": [5.0],
    }
    with serving(Reply(body=said(point(4.0, **members)))) as server:
        found = fetch_forecast(district(), TODAY, replace(service(server), model=ENSEMBLE))
    assert parse_qs(urlsplit(server.asked[0]).query)["models"] == ["ecmwf_ifs025"]
    assert found.source == "Open-Meteo ecmwf_ifs025"
    assert dict(found.mm) == {("c1", TODAY): (3.0, 5.0)}


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with serving(Reply(status=status), Reply(status=status), GOOD) as server:
        assert fetch_forecast(district(), TODAY, service(server)).days
        assert len(server.asked) == 3


def test_a_refusal_is_told_at_once() -> None:
    body = b'{"error": true, "reason": "Parameter latitude is wrong"}'
    with serving(Reply(status=400, body=body)) as server:
        with pytest.raises(SourceDown, match="status 400") as caught:
            fetch_forecast(district(), TODAY, service(server))
        assert len(server.asked) == 1
    assert "Parameter latitude is wrong" in caught.value.text("en")
    assert "mã 400" in caught.value.text("vi")


@pytest.mark.parametrize(
    ("reply", "code"),
    [(reply, code) for reply, code in FAULTS],
)
def test_each_fault_is_told_and_none_is_taken_for_dry(reply: Reply, code: str) -> None:
    with (
        serving(reply) as server,
        pytest.raises(SourceDown) as caught,
    ):
        fetch_forecast(district(), TODAY, service(server, tries=2))
    assert caught.value.code == code
    for language in ("vi", "en"):
        assert caught.value.text(language)


def test_nobody_there_is_told() -> None:
    with serving(GOOD) as server:
        gone = service(server, tries=2)
    with pytest.raises(SourceDown) as caught:
        fetch_forecast(district(), TODAY, gone)
    assert caught.value.code == "weather_unreachable"


def test_a_file_of_the_same_form_is_read_too() -> None:
    body = json.dumps([point(4.0)]).encode()
    assert read_forecast(body, district(), TODAY).mm["c1", TODAY] == (4.0,)
    with pytest.raises(BadData, match="not JSON"):
        read_forecast(body[:-1], district(), TODAY)
