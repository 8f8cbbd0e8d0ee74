"""The page of benchmarks: a part that is measured anew leaves the others as they were."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import page
from benchmarks.page import kept_parts, with_absent, written

ORDER = ("example", "pages", "growth")
TODAY = date(2026, 11, 28)
sections = st.dictionaries(
    st.sampled_from(ORDER), st.text("ab#|\n ", min_size=1).map(lambda t: f"## x\n\n{t}y")
)


@given(first=sections, then=sections)
def test_parts_are_replaced_or_stay(first: dict[str, str], then: dict[str, str]) -> None:
    before = written("", first, ORDER, day=TODAY)
    after = written(before, then, ORDER, day=TODAY + timedelta(days=1))
    kept, old = kept_parts(after), kept_parts(before)
    assert list(kept) == [part for part in ORDER if part in first or part in then]
    for part, text in kept.items():
        if part in then:
            assert text == f"<!-- {part}: measured on 2026-11-29 -->\n{then[part].strip()}\n"
        else:
            assert text == old[part]
    assert written(after, {}, ORDER, day=TODAY) == after


def test_what_another_machine_measured_is_dropped() -> None:
    before = written("", {"growth": "## Growth"}, ORDER, day=TODAY)
    other = before.replace(page.machine_in_words(), "64 cores (riscv), Linux, Python 3.11.7")
    assert kept_parts(written(other, {"pages": "## Pages"}, ORDER, day=TODAY)).keys() == {"pages"}


def test_a_peer_that_was_not_there_is_named_where_it_would_have_raced() -> None:
    section = with_absent("## Growth\n\nIn a table.\n", ["no vroom", "no pyvrp"])
    assert section == "## Growth\n\n* no vroom\n* no pyvrp\n\nIn a table.\n"
    assert with_absent("## Growth\n", []) == "## Growth\n"
