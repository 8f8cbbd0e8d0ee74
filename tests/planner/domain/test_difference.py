"""The difference of two districts, and a change of one row on top of somebody else's."""

from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.data.sheets import SHEETS
from planner.domain.difference import (
    KEYS,
    Difference,
    RowChange,
    applied,
    difference,
    rows_by_key,
)
from planner.domain.district import District
from planner.errors import Conflict
from tests import worlds
from tests.planner.data.districts import districts
from tests.planner.data.rich import rich_district


@st.composite
def shuffled(draw: st.DrawFn) -> District:
    """Return a random district with some rows left out, the rest in any order."""
    district = draw(districts())
    return replace(
        district,
        villages=tuple(draw(st.permutations(district.villages))),
        demands=tuple(draw(st.permutations(district.demands)))[: draw(st.integers(0, 3))],
        almanac=tuple(draw(st.permutations(district.almanac))),
    )


def test_every_table_has_the_key_of_its_sheet() -> None:
    assert {s.attribute: s.unique for s in SHEETS} == dict(KEYS)
    assert list(KEYS) == [f.name for f in fields(District)]


@given(shuffled())
def test_nothing_differs_from_itself(district: District) -> None:
    assert difference(district, district) == Difference()
    assert not difference(district, district)


@given(shuffled(), shuffled())
def test_applying_the_difference_gives_the_other(one: District, other: District) -> None:
    assert applied(one, difference(one, other)) == other


@given(shuffled(), shuffled())
def test_what_is_added_one_way_is_removed_the_other_way(one: District, other: District) -> None:
    there, back = difference(one, other), difference(other, one)
    turned = {(c.table, c.key, c.after, c.before) for c in there.changes}
    assert turned == {(c.table, c.key, c.before, c.after) for c in back.changes}


@given(shuffled(), shuffled())
def test_only_fields_that_differ_are_named(one: District, other: District) -> None:
    for change in difference(one, other).changes:
        if change.before is not None and change.after is not None:
            assert change.fields
            same = [f.name for f in fields(change.before) if f.name not in change.fields]
            assert all(getattr(change.before, n) == getattr(change.after, n) for n in same)


@given(districts(), districts(), st.data())
def test_an_edit_goes_on_top_of_changes_of_other_rows(
    base: District, theirs: District, data: st.DataObject
) -> None:
    assume(base.villages)
    row = data.draw(st.sampled_from(base.villages))
    mine = replace(row, name=f"{row.name} mới")
    edit = RowChange(table="villages", key=(row.id,), before=row, after=mine)
    newer = replace(theirs, villages=tuple({v.id: v for v in (*theirs.villages, row)}.values()))
    merged = applied(newer, Difference(changes=(edit,)))
    assert difference(newer, merged).changes == (edit,)
    assert list(rows_by_key(merged, "villages")) == list(rows_by_key(newer, "villages"))


@given(districts(), st.data())
def test_an_edit_of_a_row_that_somebody_changed_is_a_conflict_with_both(
    base: District, data: st.DataObject
) -> None:
    assume(base.villages)
    row = data.draw(st.sampled_from(base.villages))
    mine, theirs = replace(row, name=f"{row.name} 1"), replace(row, name=f"{row.name} 2")
    edit = RowChange(table="villages", key=(row.id,), before=row, after=mine)
    change = RowChange(table="villages", key=(row.id,), before=row, after=theirs)
    newer = applied(base, Difference(changes=(change,)))
    with pytest.raises(Conflict) as refused:
        applied(newer, Difference(changes=(edit,)))
    assert (refused.value.ours, refused.value.theirs) == ((edit,), (theirs,))


def test_the_same_edit_twice_is_one() -> None:
    district = worlds.district()
    row = district.villages[0]
    edit = Difference(
        changes=(
            RowChange(table="villages", key=("v1",), before=row, after=replace(row, residents=90)),
        )
    )
    once = applied(district, edit)
    assert applied(once, edit) == once


def test_settings_are_one_row() -> None:
    district = rich_district()
    other = replace(district, settings=replace(district.settings, setup_min=50.0))
    (change,) = difference(district, other).changes
    assert (change.table, change.key, change.fields) == ("settings", (), ("setup_min",))
    assert applied(district, difference(district, other)) == other


def test_only_another_order_is_a_difference() -> None:
    district = worlds.district()
    turned = replace(district, teams=district.teams[::-1])
    assert difference(district, turned) == Difference(orders=(("teams", (("t2",), ("t1",))),))
