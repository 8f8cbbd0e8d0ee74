"""A commune officer changes what is their own commune's, and nothing of another's."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.calendars.scenes import MONDAY, TUESDAY, hai_xa, session_of
from tests.web.two_communes import client_of, guarded, published, state

OWN = {"Sec-Fetch-Site": "same-origin"}
V1, V3 = session_of("v1").lasting_name, session_of("v3").lasting_name
"""Sessions in the first commune and in the second."""
DONE = {"held": "held", "served_card": "3", "served_vneid": "2", "reporter": "office"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(tmp_path)


def officer(folder: Path, commune: str) -> FlaskClient:
    return client_of(guarded(folder), f"officer of {commune}")


def tick(client: FlaskClient, commune: str, name: str) -> int:
    duty = f"t0/{commune}/{name}"
    form = {"seen": duty, "done": duty}
    day = MONDAY if name == V1 else TUESDAY
    return client.post(f"/announcing/{day}", data=form, headers=OWN).status_code


@pytest.mark.parametrize(("commune", "name", "status"), [("c1", V1, 303), ("c2", V3, 303)])
def test_an_office_notes_its_own_announcements(
    folder: Path, commune: str, name: str, status: int
) -> None:
    assert tick(officer(folder, commune), commune, name) == status


def test_nobody_notes_those_of_another_commune(folder: Path) -> None:
    other = officer(folder, "c2")
    before = state(folder)
    assert tick(other, "c1", V1) == 403
    assert state(folder) == before


def report(client: FlaskClient, day: object, name: str) -> int:
    form = {**DONE, "report": f"x-{name.replace('/', '-')}"}
    return client.post(f"/outcomes/{day}/{name}", data=form, headers=OWN).status_code


def test_a_session_is_reported_by_its_own_commune_only(folder: Path) -> None:
    other = officer(folder, "c2")
    before = state(folder)
    assert report(other, MONDAY, V1) == 403
    assert state(folder) == before
    assert report(other, TUESDAY, V3) in (303, 422)  # its own: whatever is said of the form


def close(client: FlaskClient, segment: str) -> int:
    form = {"condition": "closed", "first": str(MONDAY), "last": str(TUESDAY), "source": "xã"}
    return client.post(f"/roads/{segment}", data=form, headers=OWN).status_code


def test_a_road_is_reported_by_the_communes_at_its_ends_only(folder: Path) -> None:
    district = hai_xa()
    inside = {
        s.id: {district.place(end).commune for end in (s.start, s.end)} for s in district.segments
    }
    first = next(name for name, communes in inside.items() if communes == {"c1"})
    other = officer(folder, "c2")
    before = state(folder)
    assert close(other, first) == 403
    assert state(folder) == before
    assert close(officer(folder, "c1"), first) == 303


def test_what_is_the_whole_districts_is_the_coordinators(folder: Path) -> None:
    mine = officer(folder, "c1")
    for address in ("/plan", "/data/upload", "/drafts", "/advice", "/publish", "/outcomes/decide"):
        assert mine.post(address, data={}, headers=OWN).status_code == 403, address
