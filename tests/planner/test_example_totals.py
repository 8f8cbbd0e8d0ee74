"""The example's totals, as the sources give them."""

from collections import Counter
from pathlib import Path

import pytest

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.place import Signal
from planner.domain.service import ServiceForm
from planner.domain.team import KitKind, TeamKind

DOCS = Path(__file__).parents[2] / "docs" / "example.md"
PHIN_HO = "03198"


@pytest.fixture(scope="module")
def district() -> District:
    return read_workbook(example_folder())


def _still(district: District, service: str, commune: str = "") -> int:
    return sum(
        d.people
        for d in district.demands
        if d.service == service and commune in ("", district.village_by_id[d.village].commune)
    )


def test_communes(district: District) -> None:
    assert len(district.communes) == 15
    assert {c.edition for c in district.communes} == {2022}
    assert sum(c.population for c in district.communes) == 59_783


def test_villages_and_their_signal(district: District) -> None:
    assert len(district.villages) == 121
    assert Counter(v.signal for v in district.villages) == {
        Signal.GOOD: 105,
        Signal.WEAK: 13,
        Signal.NONE: 3,
    }
    assert [v.signal for v in district.villages if v.name == "Đề Tinh 1"] == [Signal.WEAK]


def test_people(district: District) -> None:
    assert sum(v.residents for v in district.villages) == 58_661
    assert sum(v.poor_households for v in district.villages) == 6_780
    assert sum(v.households for v in district.villages) == 10_848


def test_communes_share_the_residents_by_their_population(district: District) -> None:
    for commune in district.communes:
        residents = sum(v.residents for v in district.villages if v.commune == commune.code)
        assert residents == pytest.approx(58_661 * commune.population / 59_783, abs=1)


def test_languages_from_eight_groups_mong_thai_dao_first(district: District) -> None:
    first = Counter(v.languages[0] for v in district.villages)
    assert [language for language, _ in first.most_common(3)] == ["mông", "thái", "dao"]
    assert len({spoken for v in district.villages for spoken in v.languages}) == 8


def test_teams_and_their_kits(district: District) -> None:
    assert Counter(t.kind for t in district.teams) == {TeamKind.MOBILE: 2, TeamKind.COMMUNE: 15}
    for team in district.teams:
        kinds = Counter(kit.kind for kit in district.kits_of(team.id))
        assert kinds[KitKind.ENROLMENT] == (
            2 if team.kind is TeamKind.MOBILE else int("card" in team.services)
        )
    portable = [k.team for k in district.kits if k.kind is KitKind.PORTABLE_SIGNAL]
    assert portable == ["mobile-1"]


def test_language_matters_in_some_commune(district: District) -> None:
    gaps = set()
    for team in district.teams:
        spoken = {word for m in district.members_of(team.id) for word in m.languages}
        gaps |= {
            (team.commune, v.languages[0])
            for v in district.villages
            if v.commune == team.commune and v.languages[0] not in spoken
        }
    assert gaps == {
        ("03165", "cống"),
        ("03165", "dao"),
        ("03166", "khơ mú"),
        ("03169", "dao"),
        ("03169", "tày"),
        ("03171", "khơ mú"),
        ("03174", "mông"),
        ("03176", "dao"),
        ("03187", "mông"),
        ("03198", "hoa"),
        ("03199", "hoa"),
    }


def test_phin_ho_follows_from_the_published_figures(district: District) -> None:
    eligible = sum(round(v.residents * 0.68) for v in district.villages if v.commune == PHIN_HO)
    without_card = _still(district, "card", PHIN_HO) + _still(district, "home", PHIN_HO)
    assert eligible - without_card == 2_356
    assert 2_356 - _still(district, "eid", PHIN_HO) == 1_108


def test_each_village_wants_each_service_once(district: District) -> None:
    wanted = Counter((d.village, d.service) for d in district.demands)
    expected = {(v.id, s.id) for v in district.villages for s in district.services}
    assert wanted == dict.fromkeys(expected, 1)


def test_documentation_states_the_demand(district: District) -> None:
    text = DOCS.read_text(encoding="utf-8")
    for service in district.services:
        row = next(line for line in text.splitlines() if line.startswith(f"| {service.id} |"))
        assert row.endswith(
            f"| {_still(district, service.id, PHIN_HO):,} | {_still(district, service.id):,} |"
        )


def test_more_is_asked_than_four_weeks_hold(district: District) -> None:
    asked_h = sum(
        _still(district, s.id) * s.minutes / 60
        for s in district.services
        if s.form is not ServiceForm.TALK
    )
    # Four and a half hours of sitting a day, 20 days; a station is a kit or a helper without one.
    stations = sum(k.kind is KitKind.ENROLMENT for k in district.kits)
    helpers = len(district.members) - stations
    can_h = (stations + helpers) * 20 * 4.5 * district.settings.sitting_efficiency
    assert 1.3 < asked_h / can_h < 2.0


def test_weights_favour_the_poor_and_the_cut_off(district: District) -> None:
    assert {d.weight for d in district.demands} == {1.0, 1.1, 1.2, 1.3}
    for demand in district.demands:
        village = district.village_by_id[demand.village]
        cut_off = village.signal is not Signal.GOOD or not village.power
        assert (demand.weight >= 1.2) == cut_off


def test_service_letters_are_unique(district: District) -> None:
    assert len({s.letter for s in district.services}) == len(district.services) == 6
