"""Roads on the web: what is reported, what it does, and who may be told what of it."""

import re
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.data.store import Store
from planner.data.weather import list_weather
from planner.domain.weather import RoadCondition, RoadReport
from planner.jobs.closures import impact_of, note_reports, published
from planner.world.cutoff import closed_on
from tests.planner.calls import answer
from tests.web import worlds
from tests.web.html import Page, read
from tests.web.worlds import MONDAY, NOW, TUESDAY
from web.app import create_app

SAFE = {"Sec-Fetch-Site": "same-origin"}
ONE_DAY = timedelta(days=1)
SEGMENTS = ("seat-v1", "seat-guest", "guest-v2", "seat-v3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a published folder to add reports to."""
    return worlds.published(tmp_path)


@pytest.fixture
def pages(folder: Path) -> FlaskClient:
    return create_app(folder, now=lambda: NOW).test_client()


def typed(**changes: str) -> dict[str, str]:
    """Return a form that reports a closure from Tuesday to Thursday."""
    filled = {
        "condition": "closed",
        "first": TUESDAY.isoformat(),
        "last": (TUESDAY + 2 * ONE_DAY).isoformat(),
        "source": "Công an xã",
    }
    return filled | changes


def ledger(folder: Path) -> list[tuple[str, str, date, date, str]]:
    """Return what the ledger says of roads."""
    said = [told.said for told in list_weather(Store.open(folder), RoadReport)]
    return [(r.segment, r.condition.value, r.first, r.last, r.source) for r in said]


def test_a_report_by_page_and_one_by_list_are_the_same_line(
    folder: Path, pages: FlaskClient
) -> None:
    by_page = pages.post("/roads/guest-v2", data=typed(), headers=SAFE)
    by_list = pages.post("/closures", data=typed(road="Nhà khách – Nậm Hai"), headers=SAFE)
    assert (by_page.status_code, by_page.location) == (303, "/roads/impact/1")
    assert (by_list.status_code, by_list.location) == (303, "/roads/impact/2")
    first, second = ledger(folder)
    assert first == second == (
        "guest-v2", "closed", TUESDAY, TUESDAY + 2 * ONE_DAY, "Công an xã",
    )  # fmt: skip


def test_the_impact_names_what_is_cut_off_hit_and_beyond(pages: FlaskClient) -> None:
    where = pages.post("/roads/seat-guest", data=typed(), headers=SAFE).location
    page = read(pages, f"{where}?lang=en")
    assert "No way is left" not in page.text
    rows = [row for row in page.rows if row]
    # t1 slept at the guest house, beyond the closure; v2 lies behind it as the team does
    assert rows[1][1] == "Nhà khách"
    assert "no road home until after 8 Sep 2022" in rows[1][3]
    assert "approved beds on its side: Nhà khách" in rows[1][3]
    assert "/village/v2" in page.links
    assert "/repair" in page.links


def test_hits_are_linked_with_the_people_expected(pages: FlaskClient) -> None:
    where = pages.post("/roads/guest-v2", data=typed(), headers=SAFE).location
    page = read(pages, f"{where}?lang=en")
    hit = next(row for row in page.rows if row[-1:] == ["no way is left"])
    assert (hit[1], hit[3]) == ("Nậm Hai", "40")
    assert "/session/v2:evening:t1" in page.links


def test_without_a_published_plan_only_the_land_is_told(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    pages = create_app(tmp_path, now=lambda: NOW).test_client()
    where = pages.post("/roads/guest-v2", data=typed(), headers=SAFE).location
    page = read(pages, f"{where}?lang=en")
    assert "No plan is published yet" in page.text
    assert "/village/v2" in page.links


def test_what_is_wrong_is_said_beside_what_was_typed_and_nothing_is_kept(
    folder: Path, pages: FlaskClient
) -> None:
    wrong = typed(last=MONDAY.isoformat(), source="  ")
    for address, form in (
        ("/roads/guest-v2?lang=en", wrong),
        ("/closures?lang=en", {**wrong, "road": "Nhà khách – Nậm Hai"}),
        ("/closures?lang=en", {**wrong, "road": "no such road"}),
    ):
        answered = pages.post(address, data=form, headers=SAFE)
        assert answered.status_code == 422
        page = Page(answered.text)
        assert "The last day must not be before the first." in page.text
        assert "Say who reports it." in page.text
        kept = {value for tag, name, value in page.attributes if (tag, name) == ("input", "value")}
        assert {wrong["first"], wrong["last"]} <= kept
        assert form.get("road", wrong["last"]) in kept
    assert "No road is called that" in page.text
    assert ledger(folder) == []


@pytest.mark.parametrize("day", ["", "2022-02-30", "soon", "31/31/2022", "1e9"])
def test_days_that_are_none_are_refused(folder: Path, pages: FlaskClient, day: str) -> None:
    for field in ("first", "last"):
        answered = pages.post("/roads/guest-v2", data=typed(**{field: day}), headers=SAFE)
        assert answered.status_code == 422
    assert ledger(folder) == []


def test_a_day_may_be_typed_as_people_write_it(folder: Path, pages: FlaskClient) -> None:
    form = typed(first="06/09/2022", last="7/9/2022")
    assert pages.post("/roads/guest-v2", data=form, headers=SAFE).status_code == 303
    assert ledger(folder)[0][2:4] == (TUESDAY, TUESDAY + ONE_DAY)


def test_roads_and_reports_that_are_not_there_are_not_found(
    folder: Path, pages: FlaskClient
) -> None:
    for address in ("/roads/none", "/roads/impact/1", "/roads/impact/999999999999"):
        assert pages.get(address).status_code == 404
    for address in ("/roads/none", "/closures/1/lift", "/closures/77/lift"):
        assert pages.post(address, data=typed(), headers=SAFE).status_code == 404
    assert ledger(folder) == []


def test_a_report_from_another_site_is_refused(folder: Path, pages: FlaskClient) -> None:
    for site in ("cross-site", "same-site", "none"):
        sent = pages.post("/roads/guest-v2", data=typed(), headers={"Sec-Fetch-Site": site})
        assert sent.status_code == 403
    assert ledger(folder) == []


def test_a_closure_is_lifted_from_today_until_its_end(folder: Path, pages: FlaskClient) -> None:
    pages.post("/roads/guest-v2", data=typed(first=MONDAY.isoformat()), headers=SAFE)
    assert "/closures/1/lift" in pages.get("/closures").text
    lifted = pages.post("/closures/1/lift", data={"source": "Trưởng bản"}, headers=SAFE)
    assert lifted.location == "/roads/impact/2"
    assert ledger(folder)[1] == (
        "guest-v2", "open", TUESDAY, TUESDAY + 2 * ONE_DAY, "Trưởng bản",
    )  # fmt: skip
    assert "/closures/1/lift" not in pages.get("/closures").text
    assert "No village is cut off" in read(pages, "/roads/impact/2?lang=en").text
    nobody = pages.post("/closures/1/lift", data={"source": ""}, headers=SAFE)
    assert nobody.status_code == 422


def test_expired_closures_do_not_count(pages: FlaskClient) -> None:
    past = typed(first="2022-08-30", last=MONDAY.isoformat())
    pages.post("/roads/guest-v2", data=past, headers=SAFE)
    assert "No road is reported closed." in read(pages, "/closures?lang=en").text
    assert "expired" in read(pages, "/roads/guest-v2?lang=en").text
    for address, marks in ((f"/map/{MONDAY}", 1), (f"/map/{TUESDAY}", 0), ("/map", 0)):
        drawn = pages.get(address).text.partition('<g class="closures">')[2].partition("</g>")[0]
        assert drawn.count('class="closure"') == marks, address


def test_what_people_type_is_shown_as_text(pages: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    where = pages.post("/roads/seat-v3", data=typed(source=evil), headers=SAFE).location
    for address in (where, "/closures", "/roads/seat-v3", f"/map/{TUESDAY}"):
        assert evil not in pages.get(address).text
        assert "&lt;script&gt;" in pages.get(address).text or address.startswith("/map")


def test_the_segment_names_the_sessions_that_come_by_it(pages: FlaskClient) -> None:
    page = read(pages, "/roads/guest-v2?lang=en")
    assert "1 session to come is reached by it" in page.text
    assert "/session/v2:evening:t1" in page.links
    before = read(pages, "/roads/seat-v1?lang=en")
    # Monday is over: the session in v1 has been
    assert "0 sessions to come are reached by it" in before.text
    assert "1 more is over." in before.text


report = st.tuples(
    st.sampled_from(SEGMENTS),
    st.sampled_from(list(RoadCondition)),
    st.integers(-3, 6),
    st.integers(0, 5),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(report, min_size=1, max_size=6))
def test_the_web_tells_what_the_command_line_tells(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str, RoadCondition, int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web, cli = (worlds.published(tmp_path_factory.mktemp(name)) for name in ("web", "cli"))
    pages = create_app(web, now=lambda: NOW).test_client()
    monkeypatch.setenv("LENBAN_DATA", str(cli))
    for segment, condition, begins, lasts in said:
        first = TUESDAY + begins * ONE_DAY
        last = first + lasts * ONE_DAY
        form = typed(
            condition=condition.value, first=first.isoformat(), last=last.isoformat(), source="x"
        )
        where = pages.post(f"/roads/{segment}", data=form, headers=SAFE).location
        args = (segment, "--from", str(first), "--to", str(last), "--source", "x")
        if condition is RoadCondition.SLOW:
            answer("roads", "report", segment, "slow", *args[1:])
            continue
        facts = answer("closure", "add" if condition is RoadCondition.CLOSED else "lift", *args)
        page = read(pages, where)
        shown = {link.removeprefix("/session/") for link in page.links if "/session/" in link}
        assert shown == {hit["session"] for hit in facts["hits"]}
        villages = {x.removeprefix("/village/") for x in page.links if x.startswith("/village/")}
        assert villages == set(facts["villages"])
        number = int(where.rpartition("/")[2])
        store = Store.open(web)
        found = asdict(impact_of(store, published(store), (number,), (first, last)))
        assert list(found["closed"]) == facts["closed"]
        assert [(b["team"], str(b["day"]), b["place"]) for b in found["beyond"]] == [
            (b["team"], b["day"], b["place"]) for b in facts["beyond"]
        ]
    assert ledger(web) == ledger(cli)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(report, max_size=8))
def test_the_list_has_each_road_that_is_closed_on_some_day_to_come_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, RoadCondition, int, int]]
) -> None:
    folder = worlds.published(tmp_path_factory.mktemp("list"))
    store = Store.open(folder)
    for i, (segment, condition, begins, lasts) in enumerate(said):
        first = TUESDAY + begins * ONE_DAY
        days = (first, first + lasts * ONE_DAY)
        note_reports(store, [segment], condition, days, "x", at=NOW + i * timedelta(minutes=1))
    page = create_app(folder, now=lambda: NOW).test_client().get("/closures").text
    listed = page.partition('id="add"')[0]
    reports = [told.said for told in list_weather(store, RoadReport)]
    to_come = [TUESDAY + i * ONE_DAY for i in range(14)]
    assert set(re.findall(r'href="/roads/([\w-]+)"', listed)) == {
        segment for day in to_come for segment in closed_on(reports, day)
    }


def test_every_road_and_village_of_the_example_is_a_link_on_its_map(example_folder: Path) -> None:
    pages = create_app(example_folder, now=lambda: NOW).test_client()
    district = Store.open(example_folder).get_district()
    for address in ("/map", f"/map/{TUESDAY}", f"/sky/{TUESDAY}"):
        text = pages.get(address).text
        drawn = text[text.index('<svg class="drawing"') :].partition("</svg>")[0]
        links = set(re.findall(r'href="([^"]+)"', drawn))
        assert {f"/roads/{segment.id}" for segment in district.segments} <= links
        assert {f"/village/{village.id}" for village in district.villages} <= links
        assert drawn.count("<title>") >= len(district.segments) + len(district.villages)
    for link in sorted(links)[::12]:
        assert pages.get(link).status_code == 200


def test_parts_of_the_map_are_switched_off_without_scripts(pages: FlaskClient) -> None:
    def drawn(asked: str) -> str:
        text = pages.get(f"/map/{MONDAY}?{asked}").text
        return text[text.index('<svg class="drawing"') :].partition("</svg>")[0]

    everything, bare = drawn(""), drawn("set=1")
    marks = {"signal": 'class="ring ', "tours": 'class="track ', "names": "name-village"}
    for layer, mark in marks.items():
        assert mark in everything
        assert mark not in bare
        assert mark in drawn(f"set=1&layer={layer}")
    days = read(pages, f"/map/{MONDAY}?set=1&layer=signal").links
    assert f"/map/{TUESDAY}?set=1&layer=signal" in days
