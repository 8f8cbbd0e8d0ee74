"""What is printed: team sheets and the notices of villages."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.publish import publish
from planner.data.store import Store
from planner.domain.phrase import Phrase
from tests.web import worlds
from tests.web.html import read
from web.app import create_app
from web.village_notice import LINES

MONDAY_MORNING = worlds.at(worlds.MONDAY, 7)


@pytest.fixture
def client(published_folder: Path) -> FlaskClient:
    """Return a client on the morning of the first day."""
    return create_app(published_folder, now=lambda: MONDAY_MORNING).test_client()


def test_there_is_a_sheet_for_each_team_that_works_and_notices_by_commune(
    client: FlaskClient,
) -> None:
    links = read(client, "/print").links
    assert [k for k in links if k.startswith("/print/team/")] == [
        "/print/team/t1/2022-09-05",
        "/print/team/t2/2022-09-05",
    ]
    assert [k for k in links if k.startswith("/print/villages")] == [
        "/print/villages",
        "/print/villages?commune=c1",
    ]
    assert "3 bản được mời đến một buổi." in read(client, "/print").text


def test_a_team_sheet_has_the_week_the_kit_and_the_night(client: FlaskClient) -> None:
    text = read(client, "/print/team/t1/2022-09-05?lang=en").text
    for fact in (
        "Tổ lưu động 1",
        "Members: Thành viên 1 (ví dụ); Thành viên 2 (ví dụ)",
        "1 × enrolment kit",
        "Monday, 5 September 2022 Leave 16:00 from Trung tâm xã Một",
        "1 17:00–20:00 Huổi Một",
        "C Cấp thẻ căn cước; V Kích hoạt · 45 people",
        "Night: Nhà khách 21:00",
        "back at base 21:00",
    ):
        assert fact in text


def test_a_team_without_sessions_has_an_empty_sheet(client: FlaskClient) -> None:
    text = read(client, "/print/team/t1/2022-09-12?lang=en").text
    assert "This team has no sessions in this week." in text


@pytest.mark.parametrize(
    "address", ["/print/team/no/2022-09-05", "/print/team/t1/2022-09-06", "/print/village/no"]
)
def test_what_is_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_notice_tells_where_when_what_for_and_names_nobody(client: FlaskClient) -> None:
    text = read(client, "/print/village/v1?lang=en").text
    for fact in (
        "Thông báo Huổi Một (Huoi Mot) · xã Một",
        "Ngày Giờ tiếp dân Nơi Làm gì",
        "Thứ Hai, 05/09/2022 17:45–19:30 Huổi Một Tổ lưu động 1",
        "Cấp thẻ căn cước Kích hoạt",
        "Tuyên truyền: Dịch vụ công trực tuyến",
        "Trời mưa, đường tắc: hỏi trưởng bản trước khi đi.",
        "lần công bố 1, 01/09/2022",
    ):
        assert fact in text
    assert "Thành viên" not in text


def test_who_walks_to_another_place_is_told_where(client: FlaskClient) -> None:
    text = read(client, "/print/village/v3").text
    assert "17:45–19:30 Trung tâm xã Một Tổ xã Một" in text
    assert "Cấp thẻ căn cước" not in text


def test_all_notices_are_a_page_each(client: FlaskClient) -> None:
    page = read(client, "/print/villages")
    pages = [v for tag, name, v in page.attributes if (tag, name) == ("article", "class")]
    assert pages == ["page notice "] * 3
    assert "Không còn bản nào" in read(client, "/print/villages?commune=c9").text


def test_sessions_gone_by_are_not_announced(published_folder: Path) -> None:
    client = create_app(published_folder, now=lambda: worlds.NOW).test_client()
    assert "Kỳ này chưa xếp buổi nào cho bản này." in read(client, "/print/village/v1").text


def test_the_second_language_is_the_workbooks_own(tmp_path: Path) -> None:
    phrases = (
        Phrase(language="VI2", text="Ngày", translation="Ngay-hai"),
        Phrase(language="vi2", text=LINES["title"], translation="Thong-bao-hai"),
        Phrase(language="vi2", text="Kích hoạt", translation="Kich-hoat-hai"),
        Phrase(language="other", text="Nơi", translation="never shown"),
    )
    district = worlds.tiny_district()
    villages = (replace(district.villages[0], languages=("vi", "vi2")), *district.villages[1:])
    store = Store.open(tmp_path)
    number = store.add_district(
        replace(district, phrases=phrases, villages=villages), at=worlds.MADE_AT
    )
    plan = store.add_plan(worlds.tiny_plan(), district_id=number, at=worlds.MADE_AT)
    publish(store, plan, folder=tmp_path, at=worlds.MADE_AT, host="lenban.example")
    client = create_app(tmp_path, now=lambda: MONDAY_MORNING).test_client()
    text = read(client, "/print/village/v1").text
    assert "Thông báo Thong-bao-hai" in text
    assert "Ngày Ngay-hai Giờ tiếp dân" in text
    assert "Kích hoạt Kich-hoat-hai" in text
    assert "never shown" not in text
    assert "Ngay-hai" not in read(client, "/print/village/v2").text
