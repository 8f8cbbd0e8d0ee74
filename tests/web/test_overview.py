"""The overview: its figures are those of the plan, counted here by hand."""

import re
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from planner.data.store import Store
from tests.web import worlds
from tests.web.html import Page, read
from web.app import create_app


def table(page: Page, first_cell: str) -> list[list[str]]:
    """Return the rows of the table whose first heading is ``first_cell``, to the next table."""
    start = next(i for i, row in enumerate(page.rows) if row[0] == first_cell)
    ends = (i for i, row in enumerate(page.rows) if i > start and len(row) != len(page.rows[start]))
    return page.rows[start : next(ends, None)]


def test_people_by_service_in_vietnamese(client: FlaskClient) -> None:
    assert read(client, "/").rows[:4] == [
        ["Dịch vụ", "Cần phục vụ", "Đã xếp", "Còn lại", "Tỷ lệ"],
        ["C Cấp thẻ căn cước", "90", "70", "20", "78 %"],
        ["V Kích hoạt", "50", "25", "25", "50 %"],
        ["Tuần", "Số buổi", "Lượt người", "Số đêm xa nhà"],
    ]


def test_people_by_service_in_english(client: FlaskClient) -> None:
    assert read(client, "/?lang=en").rows[:3] == [
        ["Service", "Due", "Planned", "Left", "Share"],
        ["C Cấp thẻ căn cước", "90", "70", "20", "78 %"],
        ["V Kích hoạt", "50", "25", "25", "50 %"],
    ]


def test_every_week_of_the_plan_even_an_empty_one(client: FlaskClient) -> None:
    assert table(read(client, "/?lang=en"), "Week") == [
        ["Week", "Sessions", "People", "Nights away"],
        ["Week from 5 Sep 2022", "3", "95", "1"],
        ["Week from 12 Sep 2022", "0", "0", "0"],
    ]


def test_people_by_commune(client: FlaskClient) -> None:
    assert ["xã Một", "140", "95", "45", "68 %"] in read(client, "/").rows


def test_villages_left_with_their_reason_in_words(client: FlaskClient) -> None:
    assert table(read(client, "/"), "Bản") == [
        ["Bản", "Còn lại", "Vì sao"],
        [
            f"{worlds.ODD_NAME} xã Một",
            "20",
            "Bản chưa có sóng và không tổ nào rảnh có bộ phát sóng",
        ],
        ["Huổi Một xã Một", "15", "Không còn bộ thiết bị thu nhận nào rảnh trong kỳ này"],
        ["Nậm Hai xã Một", "10", "Không còn bộ thiết bị thu nhận nào rảnh trong kỳ này"],
    ]


def test_what_needs_the_reader_counts_villages_once(client: FlaskClient) -> None:
    text = read(client, "/?lang=en").text
    assert "20 people in 2 villages: no enrolment kit is free in this period." in text
    assert "20 people in 1 village: the village has no signal" in text
    assert "5 people in 1 village: all teams are fully booked in this period." in text


def test_nights_away_by_team(client: FlaskClient) -> None:
    assert table(read(client, "/?lang=en"), "Team") == [
        ["Team", "Nights away"],
        ["Tổ lưu động 1", "1"],
    ]


def test_the_bound_is_said_in_words(client: FlaskClient) -> None:
    page = read(client, "/")
    # value 9000, bound 10000: 90 % of what is possible, and nothing is better by more than 1/9
    assert "90,0 % mức cao nhất có thể" in page.text
    assert "không kế hoạch nào có thể tốt hơn quá 11,1 %" in page.text


def test_a_plan_cut_off_by_the_clock_says_so(tmp_path: Path) -> None:
    store, plan_id = worlds.draft(tmp_path)
    cut = worlds.tiny_plan()
    cut = replace(cut, proof=replace(cut.proof, stopped_by="deadline"))
    store.add_plan(cut, district_id=store.get_plan(plan_id).district_id, at=worlds.MADE_AT)
    text = read(create_app(tmp_path).test_client(), "/").text
    assert "Máy dừng vì hết giờ: nếu tính lại, kế hoạch có thể khác." in text


def test_a_published_plan_names_revision_and_local_time(client: FlaskClient) -> None:
    text = read(client, "/").text
    assert "Đã công bố lần 1 lúc 08:00, thứ Năm, 01/09/2022" in text
    assert "bản nháp" not in text.casefold()


def test_a_draft_is_marked_and_names_the_next_step(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    page = read(create_app(tmp_path).test_client(), "/")
    assert "Bản nháp, kế hoạch số 1 lập lúc 08:00, thứ Năm, 01/09/2022" in page.text
    assert "Chưa ai nhận được: xem công bố sẽ thay đổi gì" in page.text
    assert "/publish" in page.links


def test_the_published_plan_outranks_a_newer_draft(tmp_path: Path) -> None:
    worlds.published(tmp_path)
    store, _ = worlds.draft(tmp_path)
    newer = replace(worlds.tiny_plan(), people_expected=1)
    store.add_plan(newer, district_id=store.get_district_id(), at=worlds.MADE_AT)
    assert "95 of 140 due" in read(create_app(tmp_path).test_client(), "/?lang=en").text


def test_without_a_district_the_page_says_how_to_get_one(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    for address in ("/", "/week", "/map", "/subscribe"):
        text = read(client, address).text
        assert "Chưa có huyện nào" in text
        assert "lenban init --example" in text


def test_without_a_plan_the_page_says_how_to_get_one(tmp_path: Path) -> None:
    store, _ = worlds.draft(tmp_path / "other")
    district = store.get_district()
    Store.open(tmp_path).add_district(district, at=worlds.MADE_AT)
    text = read(create_app(tmp_path).test_client(), "/").text
    assert "Chưa có kế hoạch" in text
    assert "lenban plan --from" in text


def test_the_state_of_the_roads_planned_with_stands_on_every_page(client: FlaskClient) -> None:
    for page in ("/", "/map", "/subscribe"):
        assert re.search(r"đến \d\d/\d\d/\d{4} · đường khô", read(client, page).text)
