"""What tables are summed up to, by arithmetic done by hand; refused answers count nowhere."""

from benchmarks import district_summary, report, toptw_summary
from benchmarks.comparison import ratios, to_best_peer
from benchmarks.rows import Row
from tests.benchmarks.tables import district_row, proven, toptw_row

TOPTW = [
    proven(98, 100),
    proven(90, 100, instance="r201"),
    toptw_row("pyvrp", 80),
    toptw_row("vroom", 99, checked="false"),
]
DAY = [
    district_row("lenban", 110, bound="120", gap="0.08"),
    district_row("pyvrp", 100),
    district_row("vroom", 88),
    district_row("routing", 200, checked="false"),
    district_row("lenban", 50, villages="60", bound="50", gap="0"),
    district_row("vroom", 100, villages="60"),
    district_row("lenban", 55, at="first", bound="220", gap="0.75"),
]


def instance_of(row: Row) -> str:
    """Return the question that a row answers."""
    return row["instance"]


def test_ratios_are_over_the_questions_that_both_answered_soundly() -> None:
    assert ratios(TOPTW, instance_of) == {"pyvrp": [98 / 80]}


def test_a_peer_that_served_nobody_has_no_ratio() -> None:
    assert ratios([proven(98, 100), toptw_row("pyvrp", 0)], instance_of) == {}
    assert to_best_peer([proven(98, 100), toptw_row("pyvrp", 0)], instance_of) == {}


def test_the_best_peer_is_the_best_at_each_question() -> None:
    rows = [*TOPTW, toptw_row("routing", 70), toptw_row("routing", 100, instance="r201")]
    assert to_best_peer(rows, instance_of) == {"c101": 98 / 80, "r201": 90 / 100}


def test_a_sweep_is_summed_up_by_class_and_by_teams() -> None:
    assert toptw_summary.summary(TOPTW).splitlines() == [
        "gap to best known, mean (worst), by class",
        "  lenban: all 6.00% (10.00%), c1 2.00% (2.00%), r2 10.00% (10.00%)",
        "  pyvrp: all 20.00% (20.00%), c1 20.00% (20.00%)",
        "gap to best known, mean (worst), by m",
        "  lenban: 2 6.00% (10.00%), all 6.00% (10.00%)",
        "  pyvrp: 2 20.00% (20.00%), all 20.00% (20.00%)",
        "lenban: runs with a proven gap of at most 1%, proven optimal",
        "  all: 0%, 0% of 2",
        "  c1: 0%, 0% of 1",
        "  r2: 0%, 0% of 1",
        "value of lenban / value of a peer",
        "  pyvrp: mean 1.2250, worst 1.2250",
        "values above best known (checked twice): none",
        "best known above our bound (published with other distances?): none",
        "bounds below a checked value: none",
        "refused answers: 1",
        "  c101 m=2 vroom seed 1",
    ]


def test_proofs_count_those_within_one_per_cent_and_those_proven_best() -> None:
    rows = [proven(100, 100), proven(991, 1000, seed="2"), proven(50, 100, seed="3")]
    assert "  all: 67%, 33% of 3" in toptw_summary.summary(rows).splitlines()


def test_a_bound_below_a_checked_value_of_anybody_is_a_contradiction() -> None:
    rows = [proven(90, 95), toptw_row("pyvrp", 96, seed="4")]
    assert toptw_summary.contradictions(rows) == [
        "c101 m=2 lenban seed 1: bound 95, but a checked plan has 96"
    ]
    refused = [proven(90, 95), toptw_row("pyvrp", 96, checked="false")]
    assert toptw_summary.contradictions(refused) == []


def test_a_refused_answer_of_ours_is_a_contradiction_and_a_peers_is_none() -> None:
    assert toptw_summary.contradictions([proven(90, 95, checked="false"), *TOPTW[2:]]) == [
        "refused: c101 m=2 lenban seed 1"
    ]


def test_a_value_above_the_best_known_is_told_if_it_was_checked() -> None:
    rows = [toptw_row("pyvrp", 101), toptw_row("vroom", 102, checked="false")]
    assert toptw_summary.above_best_known(rows) == ["c101 m=2 pyvrp seed 1: 101 above 100"]


def test_districts_are_summed_up_against_each_peer_and_the_best() -> None:
    assert district_summary.summary(DAY).splitlines() == [
        "people served by lenban / by a peer",
        "  pyvrp: mean 1.1000, worst 1.1000",
        "  vroom: mean 0.8750, worst 0.5000",
        "  best peer: mean 0.8000, worst 0.5000",
        "  best peer, 120 villages and more: mean 1.1000, worst 1.1000",
        "lenban: gap to the proven bound, mean (worst)",
        "  day at end: 4.00% (8.00%) of 2",
        "  day at first: 75.00% (75.00%) of 1",
        "bounds below a checked value: 1",
        "  day 1 60 3 10 lenban at end: bound 50, but a checked plan has 100",
        "refused answers: 1",
        "  day 1 130 3 10 routing at end",
    ]


def test_contradictions_in_districts_are_low_bounds_and_our_refused_answers() -> None:
    rows = [district_row("lenban", 90, bound="95", checked="false"), district_row("pyvrp", 96)]
    assert district_summary.contradictions(rows) == [
        "day 1 130 3 10 lenban at end: bound 95, but a checked plan has 96",
        "day 1 130 3 10 lenban at end",
    ]


def test_the_page_tells_gaps_and_ratios_of_sound_answers() -> None:
    section = report.toptw_section(TOPTW).splitlines()
    assert "| lenban | 6.00% | 10.00% |  |" in section
    assert "| pyvrp | 20.00% | 20.00% | 1.2250 |" in section
    assert "| vroom |  |  |  |" in section
    assert "* proven within 1 %: 0 of 2; proven optimal: 0" in section
    day = report.day_section(DAY).splitlines()
    assert "| ring 130×3×10 | 110 | 100 | 88 | refused | 1.1000 |" in day
    assert "| ring 60×3×10 | 50 |  | 100 |  | 0.5000 |" in day


def test_a_refused_plan_shows_no_gap() -> None:
    rows = [district_row("lenban", 7, kind="full", bound="9", gap="0.22", checked="false")]
    assert "| ring 130×3×10 | end | 20.0 s | 7 | 9 | refused |" in report.full_section(rows)
