"""What a publication changes for people."""

from datetime import timedelta

from calendars.changes import ChangeKind, changes
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, Laid, hai_xa, told

FIRST: Laid = {
    "v1": ("t1", MONDAY, 8),
    "v2": ("t1", MONDAY, 15),
    "v3": ("t1", TUESDAY, 8),
}
NONE = dict.fromkeys(ChangeKind, 0)
LATER = PUBLISHED + timedelta(hours=1)


def test_the_first_publication_is_all_new() -> None:
    assert changes(None, told(FIRST)).counts() == {**NONE, ChangeKind.NEW: 3}


def test_each_session_is_told_once_by_what_happened_to_it() -> None:
    first = told(FIRST)
    second = told(
        {"v1": ("t1", MONDAY, 9), "v2": ("t2", MONDAY, 15), "v4": ("t1", TUESDAY, 18)},
        first,
        at=LATER,
    )
    found = changes(first, second)
    assert [(c.kind, c.after.session) for c in found.every] == [
        (ChangeKind.MOVED, "v1/day/1"),
        (ChangeKind.TEAM_CHANGED, "v2/day/1"),
        (ChangeKind.CANCELLED, "v3/day/1"),
        (ChangeKind.NEW, "v4/day/1"),
    ]
    (moved,) = found.moved
    assert moved.before is not None
    assert (moved.before.start, moved.after.start) == (
        moved.after.start - timedelta(hours=1),
        moved.after.start,
    )


def test_a_cancellation_is_told_once_and_a_restoration_too() -> None:
    first = told(FIRST)
    gone = told({"v1": FIRST["v1"], "v2": FIRST["v2"]}, first, at=LATER)
    still = told({"v1": FIRST["v1"], "v2": FIRST["v2"]}, gone, at=LATER)
    back = told(FIRST, still, at=LATER)
    kept = {**NONE, ChangeKind.UNCHANGED: 2}
    assert changes(first, gone).counts() == {**kept, ChangeKind.CANCELLED: 1}
    assert changes(gone, still).counts() == kept
    assert changes(still, back).counts() == {**kept, ChangeKind.RESTORED: 1}


def test_another_text_alone_is_no_move() -> None:
    first = told(FIRST)
    fewer = hai_xa(kits=())
    found = changes(first, told(FIRST, first, at=LATER, district=fewer))
    assert found.counts() == {**NONE, ChangeKind.REWORDED: 3}
