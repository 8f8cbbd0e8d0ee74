"""Forms of villages, teams, members, kits and demand: rules, locks, and what keeps a row."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.editing import read_edit, texts_of
from planner.data.store import Store
from planner.domain.difference import difference, key_of
from planner.domain.district import District
from tests.planner.data.districts import districts
from tests.web import worlds
from tests.web.data.offices import OWN, Form, current, form_at, office, send, small_district
from tests.web.html import Page, read

V1 = "/data/villages/row/v1"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """Return a client of an office with the tiny district."""
    return office(tmp_path).test_client()


def village(folder: Path, number: int = 1) -> object:
    """Return a village as it is stored now."""
    return current(folder)[1].village_by_id[f"v{number}"]


@given(districts())
def test_a_form_reads_back_what_it_shows(district: District) -> None:
    for table in ("villages", "teams", "members", "kits", "demands"):
        for row in getattr(district, table):
            edit = read_edit(table, texts_of(table, row), key=key_of(table, row), before=row)
            assert (edit.read and edit.read.born, edit.faults) == (row, ())


@pytest.mark.parametrize(
    "address",
    [
        V1,
        "/data/teams/row/t1",
        "/data/members/row/m1",
        "/data/kits/row/k1",
        "/data/demand/v1",
    ],
)
def test_a_form_saved_as_it_stands_changes_nothing(
    client: FlaskClient, tmp_path: Path, address: str
) -> None:
    before = current(tmp_path)
    assert send(client, address, form_at(client, address)).status_code == 303
    assert current(tmp_path) == before


def test_one_field_is_changed_and_nothing_else(client: FlaskClient, tmp_path: Path) -> None:
    before = current(tmp_path)[1]
    answer = send(client, V1, form_at(client, V1), residents="123")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/data/villages?commune=c1&saved=1",
    )
    (change,) = difference(before, current(tmp_path)[1]).changes
    assert (change.key, change.fields, change.after.residents) == (("v1",), ("residents",), 123)
    assert "Saved." in read(client, "/data/villages?commune=c1&saved=1").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("residents", "", "Residents must not be empty"),
        ("residents", "abc", "Residents must be a whole number, not 'abc'"),
        ("residents", "-1", "Residents must not be negative, not -1"),
        ("residents", "1.200", "it should be the number 1200"),
        ("residents", "19", "Households (20) must not exceed Residents (19)"),
        ("households", "101", "Households (101) must not exceed Residents (100)"),
        ("poor_households", "21", "Poor households (21) must not exceed Households (20)"),
        ("latitude_deg", "221", "must be within 8.0..24.0 in Vietnam, not 221.0"),
        ("latitude_deg", "21,7", "it should be the number 21.7"),
        ("longitude_deg", "21.7", "must be within 102.0..110.0 in Vietnam"),
        ("elevation_m", "9000", "must be within -10..3200, not 9000.0"),
        ("name", "", "Name must not be empty"),
        ("name", "NẬM  HAI", "is already at Nậm Hai, in the same commune"),
        ("name", "B¶n M«ng", "old encoding"),
        ("languages", " ; ", "Languages must not be empty"),
        ("commune", "c7", "no commune has the code 'c7'"),
        ("signal", "loud", "it takes: good, weak, none"),
        ("last_visit", "31/02/2022", "must be a date"),
    ],
)
def test_a_wrong_value_of_a_village_is_told_beside_its_field(
    client: FlaskClient, tmp_path: Path, field: str, typed: str, said: str
) -> None:
    before = current(tmp_path)
    answer = send(client, V1, form_at(client, V1), **{field: typed})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.text
    assert "nothing was saved" in page.text
    assert Form(answer.text).fields[f"0-{field}"] in ([typed], [""])
    assert any(name == "aria-invalid" for _, name, _ in page.attributes)
    assert current(tmp_path) == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("max_work_h", "25", "must be within 0.5..24, not 25.0"),
        ("max_nights", "31", "must be within 0..30, not 31"),
        ("day_end", "05:00", "is before the start (06:00:00)"),
        ("day_start", "6 giờ", "must be a time of day"),
        ("services", [""], "Services must not be empty"),
        ("services", ["", "card", "dance"], "no service has the id 'dance'"),
        ("base", "", "Base must not be empty"),
        ("kind", "commune", "Commune must not be empty"),
    ],
)
def test_a_wrong_value_of_a_team_is_told(
    client: FlaskClient, tmp_path: Path, field: str, typed: object, said: str
) -> None:
    address = "/data/teams/row/t1"
    before = current(tmp_path)
    answer = send(client, address, form_at(client, address), **{field: typed})
    assert (answer.status_code, current(tmp_path)) == (422, before)
    assert said in Page(answer.text).text


def test_days_off_are_typed_as_people_write_days(client: FlaskClient) -> None:
    address = "/data/members/row/m1"
    fields = form_at(client, address)
    assert send(client, address, fields, days_off="2/9/2022; 05/09/2022").status_code == 303
    assert form_at(client, address)["0-days_off"] == ["02/09/2022; 05/09/2022"]
    answer = send(client, address, form_at(client, address), days_off="31/02/2022")
    assert answer.status_code == 422
    assert Form(answer.text).fields["0-days_off"] == ["31/02/2022"]


def test_fewer_people_than_wait_for_a_service_are_refused_in_words(client: FlaskClient) -> None:
    answer = send(
        client, V1, form_at(client, V1), residents="30", households="10", poor_households="1"
    )
    assert answer.status_code == 422
    text = Page(answer.text).text
    assert "Demand, Huổi Một – Cấp thẻ căn cước: People (40) must not exceed Residents (30)" in text


def test_demand_is_set_added_and_taken_away(client: FlaskClient, tmp_path: Path) -> None:
    address = "/data/demand/v2"
    fields = form_at(client, address)
    assert (fields["0-people"], fields["1-people"]) == (["50"], [""])
    changed = {**fields, "0-people": "", "1-people": "7"}
    assert send(client, address, changed).status_code == 303
    people = {(d.village, d.service): d.people for d in current(tmp_path)[1].demands}
    assert people == {
        ("v1", "card"): 40,
        ("v1", "vneid"): 20,
        ("v3", "vneid"): 30,
        ("v2", "vneid"): 7,
    }


def test_more_people_than_residents_are_told_beside_the_service(client: FlaskClient) -> None:
    answer = send(client, "/data/demand/v2", form_at(client, "/data/demand/v2"), people="101")
    assert answer.status_code == 422
    assert "People (101) must not exceed Residents (100)" in Page(answer.text).text


def test_a_new_village_comes_with_its_road(client: FlaskClient, tmp_path: Path) -> None:
    fields = form_at(client, "/data/villages/new?commune=c1")
    assert fields["0-commune"] == ["c1"]
    typed = {
        "name": "Huổi Bốn",
        "latitude_deg": "21.8",
        "longitude_deg": "102.9",
        "signal": "weak",
        "power": "False",
        "languages": "mông",
        "residents": "50",
        "households": "10",
        "poor_households": "4",
    }
    missing = send(client, "/data/villages/new", fields, **typed)
    assert missing.status_code == 422
    assert "Length" in Page(missing.text).text
    road = {
        "1-start": "v1",
        "1-length_km": "4.5",
        "1-surface": "earth",
        "1-lowest_class": "motorbike",
    }
    assert send(client, "/data/villages/new", {**fields, **road}, **typed).status_code == 303
    before, after = small_district(), current(tmp_path)[1]
    added, segment = difference(before, after).changes
    assert (added.after.name, segment.after.start, segment.after.end) == (
        "Huổi Bốn",
        "v1",
        added.after.id,
    )


def test_a_new_member_of_a_team(client: FlaskClient, tmp_path: Path) -> None:
    fields = form_at(client, "/data/members/new?teams=t1")
    assert fields["0-teams"] == ["", "t1"]
    answer = send(client, "/data/members/new", fields, name="Người mới (ví dụ)", languages="vi")
    assert answer.headers["Location"] == "/data/teams/row/t1?saved=1"
    assert "Người mới (ví dụ)" in read(client, "/data/teams/row/t1").text
    assert current(tmp_path)[1].members[-1].teams == ("t1",)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/data/villages/remove/v1", "Demand : Huổi Một – Cấp thẻ căn cước; Huổi Một – Kích hoạt"),
        ("/data/teams/remove/t1", "Members : Thành viên 1 (ví dụ); Thành viên 2 (ví dụ)"),
    ],
)
def test_a_row_that_others_refer_to_stays(
    client: FlaskClient, tmp_path: Path, address: str, said: str
) -> None:
    before = current(tmp_path)
    page = read(client, f"{address}?lang=en")
    assert said in page.text
    answer = send(client, address, {"version": "1"})
    assert (answer.status_code, current(tmp_path)) == (422, before)
    assert said in Page(answer.text).text


def test_a_village_goes_with_its_road_once_nobody_waits_there(
    client: FlaskClient, tmp_path: Path
) -> None:
    fields = form_at(client, "/data/demand/v3")
    send(client, "/data/demand/v3", {**fields, "1-people": ""})
    address = "/data/villages/remove/v3"
    assert "These roads end there and go with it" in read(client, f"{address}?lang=en").text
    assert send(client, address, form_at(client, address)).status_code == 303
    after = current(tmp_path)[1]
    assert [v.id for v in after.villages] == ["v1", "v2"]
    assert [s.id for s in after.segments] == ["seat-v1", "seat-guest", "guest-v2"]
    assert client.get("/data/villages/row/v3").status_code == 404


def test_a_village_on_the_way_to_another_stays(tmp_path: Path) -> None:
    base = small_district()
    row = replace(
        base, demands=(), segments=(*base.segments[:3], replace(base.segments[3], start="v1"))
    )
    client = office(tmp_path, row).test_client()
    page = read(client, "/data/villages/remove/v1?lang=en")
    assert f"Villages : {worlds.ODD_NAME}" in page.text
    assert send(client, "/data/villages/remove/v1", {"version": "1"}).status_code == 422


def test_changes_of_other_rows_are_kept(client: FlaskClient, tmp_path: Path) -> None:
    mine, theirs = form_at(client, V1), form_at(client, "/data/villages/row/v2")
    assert send(client, "/data/villages/row/v2", theirs, residents="222").status_code == 303
    assert send(client, V1, mine, residents="111").status_code == 303
    after = current(tmp_path)[1]
    assert [v.residents for v in after.villages] == [111, 222, 100]


def test_the_second_to_save_a_row_sees_both_values_and_chooses(
    client: FlaskClient, tmp_path: Path
) -> None:
    mine, theirs = form_at(client, V1), form_at(client, V1)
    send(client, V1, theirs, residents="222", name="Huổi Hai")
    answer = send(client, V1, mine, residents="111", other_name="Huoi 1")
    text = Page(answer.text).text
    assert answer.status_code == 409
    assert village(tmp_path).residents == 222  # type: ignore[attr-defined]
    assert "Residents was: 100 Theirs: 222 Mine: 111" in text
    assert "Name was: Huổi Một Theirs: Huổi Hai Mine: Huổi Một" in text
    chosen = Form(answer.text).fields
    assert chosen["0-name"] == ["Huổi Hai"]  # only they changed it
    assert chosen["0-other_name"] == ["Huoi 1"]  # only I did
    assert "0-residents" not in chosen  # both did: nothing is chosen for them
    assert send(client, V1, chosen).status_code == 400
    assert send(client, V1, chosen, residents="111").status_code == 303
    saved = village(tmp_path)
    assert (saved.name, saved.other_name, saved.residents) == ("Huổi Hai", "Huoi 1", 111)  # type: ignore[attr-defined]


def test_who_saves_the_same_as_somebody_else_is_not_asked(client: FlaskClient) -> None:
    mine, theirs = form_at(client, V1), form_at(client, V1)
    assert send(client, V1, theirs, residents="222").status_code == 303
    assert send(client, V1, mine, residents="222").status_code == 303


def test_a_row_that_somebody_removed_can_be_added_again(
    client: FlaskClient, tmp_path: Path
) -> None:
    address = "/data/kits/row/k1"
    mine = form_at(client, address)
    gone = form_at(client, "/data/kits/remove/k1")
    assert send(client, "/data/kits/remove/k1", gone).status_code == 303
    answer = send(client, address, mine, kind="generator")
    assert answer.status_code == 409
    assert "Somebody else has removed this meanwhile" in Page(answer.text).text
    assert send(client, address, Form(answer.text).fields).status_code == 303
    assert [(k.id, k.kind.value) for k in current(tmp_path)[1].kits if k.id == "k1"] == [
        ("k1", "generator")
    ]


def test_a_row_that_somebody_changed_is_not_removed_unseen(
    client: FlaskClient, tmp_path: Path
) -> None:
    address = "/data/kits/remove/k1"
    gone = form_at(client, address)
    kit = form_at(client, "/data/kits/row/k1")
    send(client, "/data/kits/row/k1", kit, kind="generator")
    answer = send(client, address, gone)
    assert answer.status_code == 409
    assert "Kind enrolment generator" in Page(answer.text).text
    assert send(client, address, Form(answer.text).fields).status_code == 303
    assert "k1" not in [k.id for k in current(tmp_path)[1].kits]


@pytest.mark.parametrize("table", ["villages", "teams", "members", "kits"])
@pytest.mark.parametrize("row_id", ["zz", "t9", "%2e%2e", "v1/../v2", "1' OR '1'='1", "k" * 3000])
def test_unknown_rows_are_not_found(
    client: FlaskClient, tmp_path: Path, table: str, row_id: str
) -> None:
    before = current(tmp_path)
    for kind in ("row", "remove"):
        assert client.get(f"/data/{table}/{kind}/{row_id}").status_code == 404
        answer = client.post(f"/data/{table}/{kind}/{row_id}", data={"version": "1"}, headers=OWN)
        assert answer.status_code == 404
    assert current(tmp_path) == before


@pytest.mark.parametrize("version", ["", "x", "99", "-1"])
def test_a_version_that_never_was_is_refused(
    client: FlaskClient, tmp_path: Path, version: str
) -> None:
    before = current(tmp_path)
    fields = {**form_at(client, V1), "version": version}
    assert send(client, V1, fields, residents="5").status_code in (400, 404)
    assert current(tmp_path) == before
    assert client.get("/data/demand/v9").status_code == 404
    assert client.get("/data/services/row/card").status_code == 404


def test_another_site_cannot_save(client: FlaskClient, tmp_path: Path) -> None:
    before = current(tmp_path)
    fields = form_at(client, V1)
    assert client.post(V1, data={**fields, "0-residents": "5"}).status_code == 403
    assert current(tmp_path) == before


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_is_typed_is_saved_or_told(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    client = office(folder).test_client()
    address = data.draw(st.sampled_from([V1, "/data/teams/row/t1", "/data/demand/v1"]))
    fields = form_at(client, address)
    names = sorted(set(fields) - {"version"})
    typed = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=20), max_size=3))
    before = current(folder)
    answer = send(client, address, {**fields, **typed})
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert current(folder) == before


def test_two_who_save_at_once_both_count(client: FlaskClient, tmp_path: Path) -> None:
    """Between looking and storing somebody else stores: it is tried again on top of theirs."""
    add, others = Store.add_district, [99]

    def late(self: Store, district: District, *, at: datetime, expected: int | None = None) -> int:
        while others:
            now = self.get_district()
            row = replace(now.villages[1], residents=others.pop())
            add(self, replace(now, villages=(now.villages[0], row, now.villages[2])), at=at)
        return add(self, district, at=at, expected=expected)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "add_district", late)
        assert send(client, V1, form_at(client, V1), residents="98").status_code == 303
    assert [v.residents for v in current(tmp_path)[1].villages] == [98, 99, 100]
