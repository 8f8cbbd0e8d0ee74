"""A session's page: who, when, with what, for whom, and the way there."""

from flask.testing import FlaskClient

from tests.web import worlds
from tests.web.html import read


def test_who_comes_by_village_and_service(client: FlaskClient) -> None:
    assert read(client, "/session/v1:evening:t1").rows[:3] == [
        ["Bản", "C", "V", "Cộng"],
        ["Huổi Một", "30", "15", "45"],
        ["Cộng", "30", "15", "45"],
    ]


def test_walk_ins_are_named(client: FlaskClient) -> None:
    assert read(client, "/session/seat:evening:t2").rows[1] == [
        f"{worlds.ODD_NAME} từ bản khác đến",
        "10",
        "10",
    ]


def test_hours_with_set_up_and_pack_up_taken_off(client: FlaskClient) -> None:
    text = read(client, "/session/v1:evening:t1?lang=en").text
    hours = "16:00 leave Trung tâm xã Một 16:45 arrive 17:00 set up 17:45 open to people"
    assert f"{hours} 19:30 pack up 20:00 leave the place 21:00 sleep at Nhà khách" in text


def test_who_brings_which_outreach_to_the_commune(client: FlaskClient) -> None:
    rows = read(client, "/session/v1:evening:t1").rows
    at = rows.index(["Nội dung", "Hình thức", "Đơn vị thực hiện"])
    assert rows[at + 1] == ["Dịch vụ công trực tuyến", "Tờ rơi", "Huyện đoàn (ví dụ)"]
    assert not any("Đồn Biên phòng (ví dụ)" in row for row in rows)


def test_the_way_there(client: FlaskClient) -> None:
    road = ["Đường vào Huổi Một: Trung tâm xã Một → Huổi Một", "Đường bê tông", "10,0 km", "–"]
    assert read(client, "/session/v1:evening:t1").rows[-1] == road


def test_crew_language_and_kit(client: FlaskClient) -> None:
    text = read(client, "/session/v1:evening:t1").text
    assert "Thành viên 1 (ví dụ), Thành viên 2 (ví dụ)" in text
    assert "1 × bộ thiết bị thu nhận" in text


def test_coordinates_open_in_the_phones_map(client: FlaskClient) -> None:
    assert "geo:21.71000,102.80000" in read(client, "/session/v1:evening:t1").links


def test_no_such_session(client: FlaskClient) -> None:
    answer = client.get("/session/nowhere")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text
