"""The map pages: everything drawn, everything in the table too."""

from xml.etree import ElementTree

from flask.testing import FlaskClient

from tests.web import worlds
from tests.web.html import read

SVG = "{http://www.w3.org/2000/svg}"


def drawing(client: FlaskClient, address: str) -> ElementTree.Element:
    """Return the drawing of a map page, read as the XML that it must be."""
    html = client.get(address).text
    start = html.index('<svg class="drawing"')
    text = html[start : html.index("</svg>", start) + 6]
    named = text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(named)  # noqa: S314 - our own page


def names(root: ElementTree.Element) -> list[str]:
    """Return all names on a drawing, sorted."""
    return sorted(text.text or "" for text in root.findall(f".//{SVG}g[@class='names']/{SVG}text"))


def test_every_village_and_seat_is_named(client: FlaskClient) -> None:
    assert names(drawing(client, "/map")) == sorted(
        ["Huổi Một", "Nậm Hai", worlds.ODD_NAME, "xã Một"]
    )


def test_villages_grow_with_the_people_left_and_show_their_signal(client: FlaskClient) -> None:
    root = drawing(client, "/map")
    circles = root.findall(f".//{SVG}g[@class='villages']//{SVG}circle")
    left = [float(c.get("r", "0")) for c in circles if c.get("class") == "left"]
    # 20, 15 and 10 people left: area in proportion, on top of the least circle
    assert left == [13.0, 11.7, 10.1]
    assert [c.get("class") for c in circles if c.get("class") not in ("left", "hit")] == [
        "ring none",
        "ring weak",
    ]


def test_a_day_draws_its_tours_along_the_roads(client: FlaskClient) -> None:
    root = drawing(client, "/map/2022-09-05")
    tracks = root.findall(f".//{SVG}g[@class='tracks']/{SVG}polyline")
    assert [t.get("class") for t in tracks] == ["casing", "track tour-1", "casing", "track tour-2"]
    # t1 drives seat, v1, back through the seat, and on to the lodging
    assert len((tracks[1].get("points") or "").split()) == 4
    orders = root.findall(f".//{SVG}text[@class='order']")
    assert [o.text for o in orders] == ["1", "1"]


def test_the_day_in_a_table(client: FlaskClient) -> None:
    rows = read(client, "/map/2022-09-05").rows
    assert rows[1] == [
        "Tổ lưu động 1",
        "Huổi Một 17:00–20:00 C V",
        "45",
        "1 giờ 45 phút, 12 km",
        "Nhà khách",
    ]
    assert rows[2][-1] == "tại trụ sở"


def test_the_villages_in_a_table(client: FlaskClient) -> None:
    rows = read(client, "/map").rows
    assert rows == [
        ["Bản", "Cần phục vụ", "Đã xếp", "Còn lại"],
        [f"{worlds.ODD_NAME} xã Một · không có sóng điện thoại", "30", "10", "20"],
        ["Huổi Một xã Một", "60", "45", "15"],
        ["Nậm Hai xã Một · sóng điện thoại yếu", "50", "40", "10"],
    ]


def test_one_team(client: FlaskClient) -> None:
    rows = read(client, "/map/2022-09-05?team=t2").rows
    assert [row[0] for row in rows[:2]] == ["Tổ", "Tổ xã Một"]


def test_one_commune_is_drawn_for_a_phone(client: FlaskClient) -> None:
    assert drawing(client, "/map").get("viewBox", "").split()[2] == "1240.0"
    assert drawing(client, "/map?commune=c1").get("viewBox", "").split()[2] == "420.0"


def test_a_day_outside_the_plan_has_no_map(client: FlaskClient) -> None:
    assert client.get("/map/2022-08-31").status_code == 404
    assert client.get("/map/2022-09-18").status_code == 200
