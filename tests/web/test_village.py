"""A village's page: demand, sessions, facts, distances."""

from flask.testing import FlaskClient

from tests.web import worlds
from tests.web.html import read


def test_progress_by_service_with_the_reason(client: FlaskClient) -> None:
    because = "Còn lại vì không còn bộ thiết bị thu nhận nào rảnh trong kỳ này"
    assert read(client, "/village/v1").rows[:5] == [
        ["Dịch vụ", "Cần phục vụ", "Đã xếp", "Còn lại", "Tỷ lệ"],
        [f"C Cấp thẻ căn cước {because}", "40", "30", "10", "75 %"],
        [
            "V Kích hoạt Còn lại vì các tổ đã kín lịch trong kỳ này",
            *("20", "15", "5", "75 %"),
        ],
        ["Khi nào", "Ở đâu", "Tổ", "Dịch vụ"],
        ["Thứ Hai, 05/09/2022, 17:00", "Huổi Một", "Tổ lưu động 1", "C V"],
    ]


def test_a_session_elsewhere_counts_for_who_walks_there(client: FlaskClient) -> None:
    row = ["Thứ Hai, 05/09/2022, 17:00", "Trung tâm xã Một", "Tổ xã Một", "V"]
    assert row in read(client, "/village/v3").rows


def test_made_up_data_is_marked(client: FlaskClient) -> None:
    assert "dữ liệu giả lập" in read(client, "/village/v1").text
    assert "dữ liệu giả lập" not in read(client, "/village/v2").text


def test_distances_by_class_and_state(client: FlaskClient) -> None:
    # 10 km of concrete: 30 km/h dry and 20 km/h wet by motorbike; no speed is known for a car
    rows = read(client, "/village/v1?lang=en").rows
    assert ["Motorbike", "20 min", "30 min"] in rows
    assert ["Car", "no way", "no way"] in rows


def test_a_name_is_never_read_as_markup(client: FlaskClient) -> None:
    answer = client.get("/village/v3")
    assert "Bản &lt;b&gt;&#34;Ba&#34; &amp; Bốn&lt;/b&gt;" in answer.text
    assert "<b>" + '"Ba"' not in answer.text


def test_no_such_village(client: FlaskClient) -> None:
    assert client.get("/village/nowhere").status_code == 404
    assert worlds.tiny_district().villages[0].id == "v1"
