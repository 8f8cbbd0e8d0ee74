"""Forms that report sessions: what they take, what they refuse, and who may use them."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.links import create_link, list_links, revoke_link
from planner.data.outcomes import list_outcomes, list_rulings
from planner.data.store import Store
from planner.domain.outcome import Channel, Count, Held, Outcome, RoadMet, WhyNot
from tests.web import worlds
from tests.web.html import Page, read
from web.app import create_app

EVENING = worlds.at(worlds.TUESDAY, 22)
V1 = f"/outcomes/{worlds.MONDAY}/v1:evening:t1"
OWN_SITE = {"Sec-Fetch-Site": "same-origin"}
HELD = {
    "report": "w-1",
    "held": "held",
    "served_card": "28",
    "absent_card": "2",
    "served_vneid": "15",
    "arrived": "16:45",
    "left": "20:10",
    "road": "slow",
    "reporter": "commune",
    "channel": "call",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder, now=lambda: EVENING).test_client()


def kept(folder: Path) -> list[Outcome]:
    return [r.outcome for r in list_outcomes(Store.open(folder))]


def post(client: FlaskClient, address: str, **fields: str) -> int:
    return client.post(address, data=fields, headers=OWN_SITE).status_code


def test_a_report_is_kept_as_it_was_typed(client: FlaskClient, folder: Path) -> None:
    answer = client.post(V1, data=HELD, headers=OWN_SITE)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{V1}?done=1")
    (one,) = kept(folder)
    assert (one.key, one.held) == (("v1:evening:t1", worlds.MONDAY), Held.HELD)
    assert one.counts == (
        Count(service="card", served=28, absent=2),
        Count(service="vneid", served=15),
    )
    assert one.stay == timedelta(hours=3, minutes=25)
    assert (one.road, one.channel, one.told_at) == (RoadMet.SLOW, Channel.CALL, EVENING)
    assert post(client, V1, **HELD) == 303
    assert len(kept(folder)) == 1
    page = read(client, f"{V1}?lang=en")
    assert "28 served, 2 absent" in page.text
    assert "16:45–20:10" in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held": ""}, "held"),
        ({"held": "maybe"}, "held"),
        ({"served_card": "2001"}, "served_card"),
        ({"served_card": "-1"}, "served_card"),
        ({"served_card": "1,5"}, "served_card"),
        ({"absent_vneid": "nhiều"}, "absent_vneid"),
        ({"held": "partly"}, "reason"),
        ({"held": "not_held", "reason": "road"}, "served_card"),
        ({"held": "partly", "reason": "other"}, "note"),
        ({"note": "gọi 0912345678"}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"left": "16:30"}, "left"),
        ({"arrived": "25:00"}, "arrived"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: FlaskClient, folder: Path, changes: dict[str, str], field: str
) -> None:
    answer = client.post(V1, data={**HELD, **changes}, headers=OWN_SITE)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert f"{field}-fault" in page.ids
    target = "held-held" if field == "held" else field
    assert f"#{target}" in page.links
    assert target in page.ids
    inputs = [value for tag, name, value in page.attributes if (tag, name) == ("input", "value")]
    for name in ("served_card", "absent_card", "arrived", "left"):
        assert {**HELD, **changes}[name] in inputs
    assert kept(folder) == []


def test_the_limits_themselves_are_taken(client: FlaskClient, folder: Path) -> None:
    most = {**HELD, "served_card": "2000", "absent_card": "2000", "note": "x" * 500}
    assert post(client, V1, **most) == 303
    assert post(client, V1, **{**HELD, "report": "w-2", "served_card": "0", "left": ""}) == 303
    assert [o.served for o in kept(folder)] == [2015, 15]


def test_a_code_that_was_used_for_something_else_is_a_conflict(
    client: FlaskClient, folder: Path
) -> None:
    post(client, V1, **HELD)
    answer = client.post(V1, data={**HELD, "served_card": "9"}, headers=OWN_SITE)
    assert answer.status_code == 409
    assert 'value="9"' in answer.text
    assert [o.served for o in kept(folder)] == [43]


def test_a_session_to_come_can_be_called_off_but_not_reported(folder: Path) -> None:
    early = create_app(folder, now=lambda: worlds.at(worlds.MONDAY, 9)).test_client()
    tuesday = f"/outcomes/{worlds.TUESDAY}/v2:evening:t1"
    assert post(early, tuesday, report="w-1", held="held", served_card="3") == 422
    assert post(early, tuesday, report="w-1", held="not_held", reason="team") == 303
    assert [o.reason for o in kept(folder)] == [WhyNot.TEAM]


def test_no_report_comes_from_another_site(client: FlaskClient, folder: Path) -> None:
    for address in (V1, "/outcomes/quick", "/outcomes/sheet", "/outcomes/decide"):
        foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        assert client.post(address, data=HELD, headers=foreign).status_code == 403
    accept = client.post("/register/accept", data={"figure": "x", "value": "1"})
    assert accept.status_code == 403
    assert kept(folder) == []


def test_what_differs_is_shown_with_both_values_until_somebody_decides(
    client: FlaskClient, folder: Path
) -> None:
    post(client, V1, **{**HELD, "told_at": "2022-09-06T08:00:00+07:00"})
    post(client, V1, **{**HELD, "report": "w-2", "told_at": "2022-09-05T20:30:00+07:00"})
    assert "Reports that differ" not in read(client, "/outcomes?lang=en").text
    later = {"report": "w-3", "served_card": "11", "told_at": "2022-09-06T21:00:00+07:00"}
    post(client, V1, **{**HELD, **later})
    text = read(client, "/outcomes?lang=en").text
    assert "held; C 11/2, V 15/0" in text
    assert "held; C 28/2, V 15/0" in text
    choice = {"session": "v1:evening:t1", "day": str(worlds.MONDAY), "report": "w-1"}
    stale = client.post(
        "/outcomes/decide", data={**choice, "among": ["w-1", "w-2"]}, headers=OWN_SITE
    )
    assert stale.status_code == 409
    assert "11 served" in stale.text or "phục vụ 11" in stale.text
    all_three = {**choice, "among": ["w-1", "w-2", "w-3"]}
    assert client.post("/outcomes/decide", data=all_three, headers=OWN_SITE).status_code == 303
    assert [r.report for r in list_rulings(Store.open(folder))] == ["w-1"]
    assert "Reports that differ" not in read(client, "/outcomes?lang=en").text


def test_a_whole_day_is_typed_in_one_form_all_or_nothing(client: FlaskClient, folder: Path) -> None:
    fields = {
        "day": str(worlds.MONDAY),
        "r0-key": "v1:evening:t1",
        "r0-report": "w-a",
        "r0-held": "partly",
        "r0-reason": "rain",
        "r0-served_card": "7",
        "r1-key": "seat:evening:t2",
        "r1-report": "w-b",
        "r1-served_vneid": "x",
    }
    answer = client.post("/outcomes/quick", data=fields, headers=OWN_SITE)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert {"r1-held-fault", "r1-served_vneid-fault"} <= set(page.ids)
    assert ("input", "value", "7") in page.attributes
    assert kept(folder) == []
    right = {**fields, "r1-held": "held", "r1-served_vneid": "10"}
    answer = client.post("/outcomes/quick", data=right, headers=OWN_SITE)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/outcomes?day={worlds.MONDAY}&done=2",
    )
    assert {(o.session, o.served, o.channel) for o in kept(folder)} == {
        ("v1:evening:t1", 7, Channel.CALL),
        ("seat:evening:t2", 10, Channel.CALL),
    }


def test_a_file_that_is_no_sheet_is_refused_with_its_faults(
    client: FlaskClient, folder: Path
) -> None:
    for content, name in ((b"not a workbook", "k.xlsx"), (b"", "")):
        answer = client.post(
            "/outcomes/sheet", data={"file": (BytesIO(content), name)}, headers=OWN_SITE
        )
        assert answer.status_code == 422
        assert "summary" in answer.text
    assert kept(folder) == []


@pytest.mark.parametrize(
    "address",
    [
        "/outcomes/2022-09-07/v1:evening:t1",
        f"/outcomes/{worlds.MONDAY}/nothing",
        "/outcomes/no-such-session",
        "/outcomes/2022-99-99/x",
    ],
)
def test_no_page_for_a_session_that_is_none(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
    assert post(client, address, **HELD) in {404, 405}


def test_the_page_of_a_session_leads_to_its_report(client: FlaskClient) -> None:
    links = read(client, "/session/v1:evening:t1").links
    assert "/outcomes/v1:evening:t1" in links
    answer = client.get("/outcomes/v1:evening:t1")
    assert (answer.status_code, answer.headers["Location"]) == (302, V1)


# behind a secret link


def member(folder: Path, feed: str) -> str:
    return f"/m/{create_link(folder, feed, worlds.MADE_AT)}"


def test_a_member_reports_without_sign_in_or_cookie(folder: Path) -> None:
    client = create_app(folder, now=lambda: EVENING).test_client(use_cookies=False)
    link = member(folder, "member-m1")
    form = f"{link}/outcome/{worlds.MONDAY}/v1:evening:t1"
    today = create_app(folder, now=lambda: worlds.at(worlds.MONDAY, 21)).test_client()
    assert form in read(today, link).links
    page = client.get(form)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    # an old browser behind no-referrer says nothing of where a form comes from
    answer = client.post(form, data=HELD, headers={"Origin": "null"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{form}?done=1")
    assert [(o.channel, o.served) for o in kept(folder)] == [(Channel.PHONE, 43)]
    wrong = client.post(form, data={**HELD, "report": "w-2", "held": ""})
    assert wrong.status_code == 422
    clash = client.post(form, data={**HELD, "served_card": "1"})
    assert clash.status_code == 409
    assert len(kept(folder)) == 1


def test_a_member_is_reminded_of_what_nobody_has_told_yet(folder: Path) -> None:
    tuesday = create_app(folder, now=lambda: worlds.at(worlds.TUESDAY, 9)).test_client()
    link = member(folder, "member-m1")
    form = f"{link}/outcome/{worlds.MONDAY}/v1:evening:t1"
    page = read(tuesday, f"{link}?lang=en")
    assert "Not reported yet" in page.text
    assert form in page.links
    assert tuesday.post(form, data=HELD).status_code == 303
    assert "Not reported yet" not in read(tuesday, f"{link}?lang=en").text
    later = create_app(folder, now=lambda: worlds.at(date(2022, 9, 15), 9)).test_client()
    assert "Not reported yet" not in read(later, f"{link}?lang=en").text


@pytest.mark.parametrize(
    ("feed", "day", "session"),
    [
        ("member-m1", worlds.MONDAY, "seat:evening:t2"),
        ("team-t2", worlds.MONDAY, "v1:evening:t1"),
        ("member-m1", worlds.TUESDAY, "v1:evening:t1"),
        ("village-v1", worlds.MONDAY, "v1:evening:t1"),
        ("commune-c1", worlds.MONDAY, "v1:evening:t1"),
        ("district", worlds.MONDAY, "v1:evening:t1"),
    ],
)
def test_a_link_reports_on_its_own_sessions_only(
    client: FlaskClient, folder: Path, feed: str, day: object, session: str
) -> None:
    form = f"{member(folder, feed)}/outcome/{day}/{session}"
    assert client.get(form).status_code == 404
    assert client.post(form, data=HELD).status_code == 404
    assert kept(folder) == []


def test_a_revoked_or_unknown_link_reports_nothing(client: FlaskClient, folder: Path) -> None:
    link = member(folder, "member-m1")
    (known,) = list_links(folder)
    revoke_link(folder, known.id, worlds.MADE_AT)
    form = f"/outcome/{worlds.MONDAY}/v1:evening:t1"
    assert client.post(f"{link}{form}", data=HELD).status_code == 410
    assert client.post(f"/m/unknown{form}", data=HELD).status_code == 404
    assert kept(folder) == []


# the register and the report


def test_the_register_and_the_report_say_what_was_told(client: FlaskClient) -> None:
    post(client, V1, **HELD)
    rows = {row[0]: row for row in read(client, "/register?lang=en&commune=c1").rows if row}
    assert rows["xã Một"][1:4] == ["140", "43", "97"]
    assert rows["Huổi Một"][1:3] == ["28/40", "15/20"]
    report = read(client, f"/report/{worlds.MONDAY}?lang=en")
    assert "1 held" in report.text
    found = {row[0]: row[1:] for row in report.rows if row}
    assert found["Whole district"] == ["95", "45", "43", "96 %", "2"]


def test_a_proposal_is_taken_only_as_it_was_shown(client: FlaskClient, folder: Path) -> None:
    assert post(client, "/register/accept", figure="minutes-card", value="7.5") == 409
    assert post(client, "/register/accept", figure="minutes-card", value="") == 400
    assert len(Store.open(folder).list_plans()) == 1


def test_files_of_the_report_have_its_figures(client: FlaskClient) -> None:
    post(client, V1, **HELD)
    for form, start in (("docx", b"PK"), ("xlsx", b"PK")):
        answer = client.get(f"/report/{worlds.MONDAY}.{form}")
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert f"bao-cao-tuan-{worlds.MONDAY}.{form}" in answer.headers["Content-Disposition"]
    assert client.get("/register.xlsx").data.startswith(b"PK")
    assert client.get(f"/report/{worlds.MONDAY}.pdf").status_code == 404
    assert client.get("/report").headers["Location"] == f"/report/{worlds.MONDAY}"
    assert client.get(f"/report/{worlds.TUESDAY}").headers["Location"] == f"/report/{worlds.MONDAY}"


def test_pages_of_what_is_planned_do_not_change_by_reports(client: FlaskClient) -> None:
    """Who was served is in the register; the published plan stays what was promised."""
    pages = ("/", f"/week/{worlds.MONDAY}", "/village/v1")
    before = {a: client.get(a).text for a in pages}
    post(client, V1, **HELD)
    after = {a: client.get(a).text for a in pages}
    fewer = "3 buổi chưa có báo cáo", "2 buổi chưa có báo cáo"
    assert after["/"] == before["/"].replace(*fewer)
    assert [after[a] for a in pages[1:]] == [before[a] for a in pages[1:]]
