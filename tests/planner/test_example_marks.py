"""What the example says of itself: every row marked, every name clean."""

import unicodedata
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from planner.data.example import example_folder
from planner.data.example.ground import Ground, Point
from planner.data.workbook import read_workbook
from planner.domain.district import District


@pytest.fixture(scope="module")
def district() -> District:
    return read_workbook(example_folder())


def _rows(district: District) -> list[Any]:
    held = (getattr(district, field.name) for field in fields(district))
    return [row for part in held if isinstance(part, tuple) for row in part]


def test_every_sourced_row_names_its_source(district: District) -> None:
    silent = [
        row
        for row in _rows(district)
        if hasattr(row, "source") and (not row.source or row.source.startswith("made up"))
    ]
    assert [row for row in silent if not getattr(row, "synthetic", False)] == []


def test_rows_without_a_source_column_are_synthetic(district: District) -> None:
    without = [row for row in _rows(district) if not hasattr(row, "source")]
    assert [row.id for row in without if not row.synthetic] == []


def test_whatever_says_made_up_or_assumption_of_a_position_is_synthetic(
    district: District,
) -> None:
    chosen = [p for p in district.places if "chosen by hand" in p.source]
    assert [p.id for p in chosen if not p.synthetic] == []
    straight = [s for s in district.segments if s.straight_line]
    assert [s.id for s in straight if not s.synthetic] == []


def test_a_village_is_sourced_only_with_a_published_position(district: District) -> None:
    sourced = [v for v in district.villages if not v.synthetic]
    assert len(sourced) == 24
    assert [v.id for v in sourced if "name and position: GeoNames" not in v.source] == []
    assert [v.id for v in sourced if "synthetic: people" not in v.source] == []


def test_all_text_is_nfc(district: District) -> None:
    texts = [
        getattr(row, field.name)
        for row in _rows(district)
        for field in fields(row)
        if isinstance(getattr(row, field.name), str)
    ]
    assert [t for t in texts if not unicodedata.is_normalized("NFC", t)] == []


def test_ids_are_short_plain_and_unique(district: District) -> None:
    for part in ("places", "villages", "segments", "teams", "members", "kits", "almanac"):
        ids = [row.id for row in getattr(district, part)]
        assert [i for i in ids if not i.isascii() or len(i) > 40 or " " in i] == []
        assert [i for i, n in Counter(ids).items() if n > 1] == []


def test_no_two_villages_of_a_commune_share_a_name(district: District) -> None:
    names = Counter((v.commune, v.name.casefold()) for v in district.villages)
    assert [name for name, count in names.items() if count > 1] == []


def test_members_and_agencies_are_plainly_made_up(district: District) -> None:
    assert [m.id for m in district.members if not m.name.endswith("(ví dụ)")] == []
    assert [t.id for t in district.tasks if not t.agency.endswith("(ví dụ)")] == []


def test_everything_lies_inside_the_outline(district: District) -> None:
    ground = Ground()
    outside = [
        place.id
        for place in district.place_by_id.values()
        if not ground.inside(
            Point(latitude_deg=place.latitude_deg, longitude_deg=place.longitude_deg)
        )
    ]
    assert outside == []


def test_topics_are_five_twenty_five_and_eight(district: District) -> None:
    assert list(Counter(t.group for t in district.topics).values()) == [5, 25, 8]
    essential = {t.name for t in district.topics if t.id.startswith("essential")}
    police = {t.name for t in district.topics if t.id.startswith("police")}
    assert len(essential) == 25
    assert police < essential


def test_agency_tasks_name_topics_that_exist(district: District) -> None:
    known = {t.id for t in district.topics}
    assert [t.id for t in district.tasks if not set(t.topics) <= known] == []
