"""What-ifs side by side on the command line, ``compare``: how they are written, what is told."""

import unicodedata
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from planner.commands.changes import read_what_ifs
from planner.commands.forms import FORMS, MEANINGS
from planner.commands.wording import signed
from planner.data.store import Store
from planner.domain.road import Surface, VehicleClass
from planner.errors import BadData, BadFile
from planner.planning.whatif import (
    Change,
    Lodged,
    Mended,
    MoreTeam,
    Nights,
    Setting,
    Surfaced,
    Weighted,
    WhatIf,
)
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_weather_plan import rainy
from tests.planner.planning.test_whatif import DISTRICT

ONE_DAY = ("--from", "2022-08-01", "--weeks", "1", "--seconds", "1", "--weathers", "60")
MANY = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of two villages behind earth roads in the rainy season."""
    opened = Store.open(data)
    opened.add_district(MANY, at=NOW)
    return opened


def faults(*given: str, file: Path | None = None) -> list[BadData]:
    with pytest.raises(BadFile) as caught:
        read_what_ifs(DISTRICT, given, file)
    found = list(caught.value.exceptions)
    assert all(isinstance(fault, BadData) for fault in found)
    return [fault for fault in found if isinstance(fault, BadData)]


def test_what_ifs_are_planned_played_and_told_in_pairs(store: Store) -> None:
    asked = (
        *("--what-if", "Thêm một tổ: team m1"),
        *("--what-if", "Sửa đường: open base-v1", "--what-if", "Sửa đường: open v1-v2"),
    )
    facts = answer("compare", *ONE_DAY, *asked)
    assert facts["weathers"] == 60
    assert [one["name"] for one in facts["scenarios"]][-1] == ""
    assert {one["name"] for one in facts["scenarios"]} == {"", "Thêm một tổ", "Sửa đường"}
    people = [one["people"] for one in facts["scenarios"]]
    assert people == sorted(people, reverse=True)
    mended = next(one for one in facts["scenarios"] if one["name"] == "Sửa đường")
    assert mended["people"] == pytest.approx(mended["people_p10"])
    for one in facts["scenarios"]:
        assert one["value"] <= one["bound"]
        assert one["km"] > 0 < one["sessions"]
    assert len(facts["pairs"]) == 3
    for pair in facts["pairs"]:
        found = pair["difference"]
        assert found["mean"] == pytest.approx(pair["people"])
        assert found["low"] <= found["mean"] <= found["high"]
        assert 0 <= found["wins"] + pair["loses"] <= 1
    against_now = [pair for pair in facts["pairs"] if pair["other"] == ""]
    assert [pair["verdict"] for pair in against_now] == ["better", "better"]
    # nothing was stored
    assert store.list_plans() == ()


@pytest.mark.usefixtures("store")
def test_the_same_in_both_languages() -> None:
    asked = ("compare", *ONE_DAY, "--what-if", "Như cũ: night_cost_people=1")
    said = lenban(*asked).stdout.splitlines()
    assert said[0] == (
        "01/08/2022–07/08/2022, mỗi phương án tính thêm 1 giây từ cùng một kế hoạch, "
        "chơi thử trên cùng 60 kịch bản thời tiết:"
    )
    assert said[1].split()[:4] == ["Phương", "án", "Lượt", "người"]
    assert {len(line) for line in said[1:4]} == {len(said[1])}
    assert "Như hiện nay và Như cũ như nhau trong mọi kịch bản" in said
    assert said[-1].startswith("Chưa có dự báo nào")
    result = lenban(*asked, "--lang", "en", "--progress")
    assert "As it is and Như cũ are equal in all weathers" in result.stdout.splitlines()
    assert "Planning the plan that all begin from (0/2)\n" in result.stderr
    assert "Planning As it is (1/2)\n" in result.stderr
    assert "Planning Như cũ (2/2)\n" in result.stderr


@pytest.mark.usefixtures("store")
def test_without_rain_plans_are_compared_and_what_is_proven_is_said() -> None:
    asked = ("compare", *ONE_DAY, "--roads", "dry", "--what-if", "Hai tổ: team m1")
    facts = answer(*asked)
    two, now = facts["scenarios"]
    (pair,) = facts["pairs"]
    assert (facts["weathers"], two["people_p10"], pair["difference"]) == (None, None, None)
    assert pair["people"] == two["people"] - now["people"] > 0
    assert "forecast" not in facts
    said = lenban(*asked, "--lang", "en").stdout
    assert f"Hai tổ beats As it is: +{pair['people']:.1f} people and services as planned" in said
    assert (pair["proof"] == "apart") is ("  proven: Hai tổ is worth at least" in said)
    assert (pair["proof"] == "overlap") is ("(*) Not proven" in said)
    assert pair["proof"] in {"apart", "overlap"}


@pytest.mark.usefixtures("store")
def test_other_weights_are_marked() -> None:
    asked = ("--roads", "dry", "--what-if", "Thẻ: weight card x2", "--what-if", "Thẻ: team m1")
    said = lenban("compare", *ONE_DAY, *asked).stdout
    assert "Thẻ hơn Như hiện nay: +" in said
    assert "(**) Trọng số hoặc chi phí khác nhau" in said
    assert "đã chứng minh" not in said


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("team m1", [MoreTeam(like="m1")]),
        ("team tổ  M1 (ví dụ)", [MoreTeam(like="m1")]),
        ("nights +1", [Nights(team="m1", nights=2)]),
        ("nights m1 -1", [Nights(team="m1", nights=0)]),
        ("nights Tổ m1 (ví dụ) 3", [Nights(team="m1", nights=3)]),
        ("open base-v1", [Mended(road="base-v1")]),
        ("surface v1-v2 bê tông", [Surfaced(road="v1-v2", surface=Surface.CONCRETE)]),
        (
            "surface v1-v2 concrete ô tô",
            [Surfaced(road="v1-v2", surface=Surface.CONCRETE, lowest_class=VehicleClass.CAR)],
        ),
        ("weight Căn cước x1.5", [Weighted(service="card", factor=1.5)]),
        ("weight card 2", [Weighted(service="card", factor=2)]),
        ("lodging v2", [Lodged(place="v2")]),
        ("lodging Bản v2 3", [Lodged(place="v2", teams=3)]),
        ("village_opens = 14:00", [Setting(field="village_opens", value=time(14))]),
        ("Buổi ở bản từ=14:00", [Setting(field="village_opens", value=time(14))]),
        (
            "working_days=T2; T7",
            [Setting(field="working_days", value=("MO", "SA"))],
        ),
    ],
)
def test_each_change_is_read(text: str, changes: list[Change]) -> None:
    assert read_what_ifs(DISTRICT, [f" Tên : {text} "], None) == (
        WhatIf(name="Tên", changes=tuple(changes)),
    )


def test_a_name_is_the_same_however_it_is_typed() -> None:
    (found,) = read_what_ifs(
        DISTRICT,
        [unicodedata.normalize(f, "Thêm: nights Tổ m1 (ví dụ) +1") for f in ("NFC", "NFD")],
        None,
    )
    assert (found.name, len(found.changes)) == ("Thêm", 2)


def test_a_name_stands_for_all_segments_of_its_road() -> None:
    roads = tuple(replace(one, name="Đường Lên Bản") for one in DISTRICT.segments)
    (found,) = read_what_ifs(replace(DISTRICT, segments=roads), ["x: open đường lên bản"], None)
    assert found.changes == (Mended(road="base-v1"), Mended(road="v1-v2"))


def test_a_change_is_made_after_those_before_it() -> None:
    (found,) = read_what_ifs(DISTRICT, ["x: team m1", "x: nights m1-2 +1", "x: nights +1"], None)
    assert found.changes[1:] == (
        Nights(team="m1-2", nights=2),
        Nights(team="m1", nights=2),
        Nights(team="m1-2", nights=3),
    )


def test_a_file_holds_what_ifs_and_adds_to_those_of_options(tmp_path: Path) -> None:
    file = tmp_path / "phương-án.toml"
    file.write_text(
        '"Thêm một tổ" = "team m1"\n"Sửa đường" = ["open base-v1", "open v1-v2"]\n', "utf-8"
    )
    found = read_what_ifs(DISTRICT, ["Sửa đường: nights +1"], file)
    assert [one.name for one in found] == ["Sửa đường", "Thêm một tổ"]
    assert [len(one.changes) for one in found] == [3, 1]


FAULTS: tuple[tuple[str, str, str], ...] = (
    ("team m2", "unknown_reference", "team: no team has the id 'm2'"),
    ("team", "change_form", "must be team TEAM, not 'team'"),
    ("nights m1 +30", "out_of_range", "Max nights must be within 0..30, not 31"),
    ("nights m1 many", "wrong_type", "Max nights must be a whole number, not 'many'"),
    ("nights m7 1", "unknown_reference", "nights: no team has the id 'm7'"),
    ("nights", "change_form", "must be nights [TEAM] +1, not 'nights'"),
    ("open base-v9", "unknown_reference", "open: no road has the id 'base-v9'\nMaybe base-v1"),
    ("surface base-v1 glass", "unknown_word", "Surface does not take 'glass'; it takes: national"),
    ("surface", "change_form", "must be surface ROAD_ID SURFACE [VEHICLE], not 'surface'"),
    ("weight card x999", "out_of_range", "Weight must be within 0.01..100, not 999.0"),
    ("weight card x1,5", "decimal_comma", "Weight has a decimal comma: '1,5'; it should be"),
    ("weight cards x2", "unknown_reference", "no service has the id 'cards'\nMaybe card"),
    ("lodging nowhere", "unknown_reference", "lodging: no place or village has the id"),
    ("lodging v1 100", "out_of_range", "Capacity must be within 1..100, not 101"),
    ("village_turnout=1.5", "out_of_range", "Village turnout must be within 0.01..1, not 1.5"),
    ("village_turnot=0.5", "unknown_setting", "named 'village_turnot'\nMaybe village_turnout"),
    ("setup_min=", "empty", "Setup (min) must not be empty"),
    ("rain_reach_km=9", "setting_unchangeable", "cannot be changed here"),
    ("opn base-v1", "unknown_change", "there is no change 'opn base-v1'\nMaybe open\nThere are:"),
)


@pytest.mark.parametrize(("text", "code", "said"), FAULTS)
def test_a_change_that_cannot_be_made_says_what_would_be_right(
    text: str, code: str, said: str
) -> None:
    (fault,) = faults(f"Tên: {text}")
    assert (fault.code, fault.where) == (code, f"Tên: {text}")
    assert said in fault.text("en")
    assert fault.text("vi") != fault.text("en")


def test_where_nobody_sleeps_away_a_team_must_be_named() -> None:
    at_home = replace(DISTRICT, teams=(valley.team(),))
    with pytest.raises(BadFile, match="what-ifs"):
        read_what_ifs(at_home, ["x: nights +1"], None)
    (found,) = read_what_ifs(at_home, ["x: nights m1 1"], None)
    assert found.changes == (Nights(team="m1", nights=1),)


def test_all_faults_are_told_at_once_and_nothing_is_planned(store: Store) -> None:
    store.add_district(DISTRICT, at=NOW)
    given = [word for text, _, _ in FAULTS for word in ("--what-if", f"Tên: {text}")]
    result = lenban("compare", *ONE_DAY, *given, "--what-if", "không có dấu", "--lang", "en")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{len(FAULTS) + 1} faults, nothing was changed:")
    assert "--what-if: must be NAME: CHANGE, not 'không có dấu'" in result.stderr
    assert (result.stdout, store.list_plans()) == ("", ())


@pytest.mark.parametrize("text", ["a = ", '"a" = 3', '"a" = ["open x", 3]', '"" = "team m1"'])
def test_a_file_that_cannot_be_read_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, "utf-8")
    (fault,) = faults(file=file)
    assert (fault.code, fault.where) == ("what_ifs_unreadable", str(file))


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe")
    assert [fault.code for fault in faults(file=file)] == ["what_ifs_unreadable"]


def test_nothing_to_compare_is_told() -> None:
    assert [fault.code for fault in faults()] == ["no_what_if"]


def test_every_form_has_words_in_both_languages() -> None:
    help_text: dict[str, Any] = {
        language: " ".join(lenban("compare", "--lang", language, "--help").stdout.split())
        for language in ("vi", "en")
    }
    assert set(FORMS) == set(MEANINGS)
    for kind in FORMS:
        for side, language in enumerate(("vi", "en")):
            told = f"{FORMS[kind][side]}: {MEANINGS[kind][side]}"
            assert told in help_text[language]


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (312.0, 0, "+312"),
        (-4.5, 1, "−4,5"),
        (0.04, 1, "0,0"),
        (-0.04, 1, "0,0"),
        (1e3, 0, "+1.000"),
    ],
)
def test_differences_have_their_sign(value: float, digits: int, said: str) -> None:
    assert signed(value, "vi", digits) == said
