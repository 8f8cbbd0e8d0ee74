"""The week board: every session in its team's row and its day's column."""

from flask.testing import FlaskClient

from tests.web import worlds
from tests.web.html import read

WEEK = "/week/2022-09-05"
V1 = "17:00–20:00 45 lượt Huổi Một C V đi 0h45"
V2 = "17:00–20:00 40 lượt Nậm Hai C đi 0h45"
SEAT = "17:00–20:00 10 lượt Trung tâm xã Một V đi 0h45"


def test_teams_and_days(client: FlaskClient) -> None:
    assert read(client, WEEK).rows == [
        ["Tổ", "Thứ Hai 05/09 55 lượt", "Thứ Ba 06/09 40 lượt"]
        + [f"{day}/09 0 lượt" for day in ("Thứ Tư 07", "Thứ Năm 08", "Thứ Sáu 09")],
        ["Tổ lưu động 1 2 buổi, 85 lượt", f"{V1} Nghỉ đêm: Nhà khách", V2, "", "", ""],
        ["Tổ xã Một 1 buổi, 10 lượt", SEAT, "", "", "", ""],
    ]


def test_the_same_sessions_stand_in_the_list_by_day(client: FlaskClient) -> None:
    text = read(client, WEEK).text
    for card in (V1, V2, SEAT):
        assert text.count(card) == 2


def test_english(client: FlaskClient) -> None:
    rows = read(client, f"{WEEK}?lang=en").rows
    assert rows[0][:2] == ["Team", "Monday 5 Sep 55 people"]
    assert rows[2][1] == "17:00–20:00 10 people Trung tâm xã Một V travel 0h45"


def test_one_team(client: FlaskClient) -> None:
    rows = read(client, f"{WEEK}?team=t2").rows
    assert [row[0] for row in rows] == ["Tổ", "Tổ xã Một 1 buổi, 10 lượt"]


def test_a_commune_without_sessions_shows_none(client: FlaskClient) -> None:
    page = read(client, f"{WEEK}?commune=elsewhere")
    assert page.rows == []
    assert "Tuần này không có buổi nào" in page.text


def test_weeks_turn_within_the_plan(client: FlaskClient) -> None:
    first, last = read(client, WEEK).links, read(client, "/week/2022-09-12").links
    assert "/week/2022-09-12" in first
    assert "/week/2022-08-29" not in first
    assert WEEK in last
    assert "/week/2022-09-19" not in last


def test_this_week_is_the_week_of_today(client: FlaskClient) -> None:
    answer = client.get("/week")
    assert (answer.status_code, answer.location) == (302, WEEK)


def test_another_day_leads_to_its_monday(client: FlaskClient) -> None:
    assert client.get("/week/2022-09-07").location == WEEK


def test_there_is_no_such_day(client: FlaskClient) -> None:
    assert client.get("/week/2022-02-30").status_code == 404


def test_a_session_links_to_its_page(client: FlaskClient) -> None:
    assert read(client, WEEK).links.count("/session/v1:evening:t1") == 2


def test_the_next_day_starts_where_the_team_slept(client: FlaskClient) -> None:
    assert worlds.tiny_plan().shifts[1].start_place == "guest"
    assert "Từ Nhà khách" in read(client, "/session/v2:evening:t1").text
