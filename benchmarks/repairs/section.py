"""The section of docs/benchmarks.md on closed roads and repaired plans."""

from benchmarks.edits import Judged
from benchmarks.repairs.measure import (
    AT,
    CLOSED_DAYS,
    REPAIR_S,
    WEEKS,
    changed,
    quantile,
    summary,
)
from benchmarks.rows import Row
from benchmarks.tables import paragraph, table


def edits_section(found: Judged) -> str:
    """Return the section of hand edits."""
    count, times = len(found.took_ms), list(found.took_ms)
    return "\n".join(
        [
            "## Hand edits of the example",
            "",
            paragraph(
                f"{count} random edits of the published plan, a third each moved, dropped and "
                "added, each judged by itself: what it breaks, which hours shift, how many people "
                "it gains or loses. The checker said the same of the edited plan in a problem "
                f"stated anew {count - found.disagree} times."
            ),
            "",
            *table(
                ["", ""],
                [
                    ["median", f"{quantile(times, 0.5):.0f} ms"],
                    ["p95", f"{quantile(times, 0.95):.0f} ms"],
                    ["longest", f"{max(times):.0f} ms"],
                    ["break nothing", f"{found.sound}"],
                ],
            ),
            "",
        ]
    )


def repairs_section(rows: list[Row]) -> str:
    """Return the section: what all say, then a line for each segment."""
    lines = [
        [
            row["segment"],
            row["hits"],
            f"{float(row['impact_s']):.2f} s",
            f"{float(row['checked_s']):.2f} s",
            f"{float(row['repair_s']):.2f} s",
            f"{int(row['people']):,}",
            str(changed(row)),
            row["short"],
            f"{int(row['people']) / int(row['cold_people']):.2%}" if row["cold_people"] else "",
            row["cold_moved"],
        ]
        for row in rows
    ]
    heads = [
        "closed",
        "hit",
        "impact",
        "repaired",
        "with fallbacks",
        "people",
        "changed",
        "of these under 48 h",
    ]
    return "\n".join(
        [
            "## Every road of the example closed in turn",
            "",
            paragraph(
                f"The published plan is for {WEEKS} weeks and for the rain that may fall. At "
                f"{AT:%Y-%m-%d %H:%M} UTC each road in turn is closed for {CLOSED_DAYS} days: "
                "`lenban closure add` from command to answer (impact), and the plan repaired with "
                f"{REPAIR_S:g} s of work in a process that runs already, from the stored district "
                "to the checked answer, and to the plan with its fallbacks. Sessions hit are "
                "those that are reached too late on dry roads, or not at all. A plan from nothing "
                "has as much work as the published one and no promise to anybody."
            ),
            "",
            *table(["in all", ""], [list(pair) for pair in summary(rows)]),
            "",
            *table([*heads, "people, to a plan from nothing", "that one changes"], lines),
            "",
        ]
    )
