"""Names neither cover each other nor what they must leave free."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from web.map.labels import Box, Wish, dot, place_labels, text_width

FRAME = Box(left=0, top=0, right=800, bottom=600)
WISHES = st.lists(
    st.tuples(
        st.integers(0, 800), st.integers(0, 600), st.text("abcĐMờ 12", min_size=1, max_size=14)
    ),
    max_size=40,
)


def wish(key: str, text: str, x: float, y: float, priority: float = 1) -> Wish:
    """Return a name of twelve units that wants to stand beside a small dot."""
    return Wish(key=key, kind="village", text=text, x=x, y=y, radius=4, size=12, priority=priority)


@given(WISHES)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_no_two_names_overlap_and_none_covers_a_dot(points: list[tuple[int, int, str]]) -> None:
    wishes = [wish(str(i), text, x, y, i % 3) for i, (x, y, text) in enumerate(points)]
    taken = [dot(w.x, w.y, w.radius) for w in wishes]
    boxes = [label.box for label in place_labels(wishes, taken, FRAME)]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert not any(box.overlaps(spot) for box in boxes for spot in taken)
    assert all(box.within(FRAME) for box in boxes)


def test_a_lonely_name_stands_right_of_its_dot_without_a_leader() -> None:
    (label,) = place_labels([wish("a", "Nậm", 100, 100)], [dot(100, 100, 4)], FRAME)
    assert (label.x, label.leader) == (106.0, None)


def test_the_more_important_name_gets_the_better_place() -> None:
    wishes = [wish("a", "less", 100, 100, 2), wish("b", "more", 100, 100, 1)]
    first, second = place_labels(wishes, [], FRAME)
    assert (first.wish.text, first.x) == ("more", 106.0)
    assert second.box.right <= 94.0


def test_a_name_without_room_beside_its_dot_stands_apart_with_a_leader() -> None:
    wall = Box(left=60, top=80, right=140, bottom=120)
    (label,) = place_labels([wish("a", "Nậm", 100, 100)], [wall], FRAME)
    assert label.leader is not None
    assert label.leader[:2] == (100, 100)


def test_width_grows_with_the_text() -> None:
    assert text_width("Nậm Pồ", 12) > text_width("Nậm", 12) > 0
    assert text_width("Nậm", 24) == 2 * text_width("Nậm", 12)


def test_a_tone_widens_no_letter_and_a_horn_does() -> None:
    assert text_width("ỦẺ", 12, bold=True) == text_width("UE", 12, bold=True)
    assert text_width("Ợ", 12) == text_width("Ơ", 12) > text_width("O", 12)
    assert text_width("o\N{COMBINING HORN}", 12) == text_width("ơ", 12)


def test_an_unknown_sign_is_taken_for_the_widest() -> None:
    assert text_width("ß", 12) == text_width("m", 12) > text_width("M", 12)
