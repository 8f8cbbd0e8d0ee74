"""The section of docs/benchmarks.md on closed roads and repaired plans."""

from benchmarks.repairs.measure import AT, CLOSED_DAYS, REPAIR_S, WEEKS, changed, summary
from benchmarks.rows import Row
from benchmarks.tables import paragraph, table


def repairs_section(rows: list[Row]) -> str:
    """Return the section: what all say, then a line for each segment."""
    lines = [
        [
            row["segment"],
            row["hits"],
            f"{float(row['impact_s']):.2f} s",
            f"{float(row['repair_s']):.2f} s",
            f"{int(row['people']):,}",
            str(changed(row)),
            row["short"],
            f"{int(row['people']) / int(row['cold_people']):.2%}" if row["cold_people"] else "",
            row["cold_moved"],
        ]
        for row in rows
    ]
    heads = ["closed", "hit", "impact", "repaired", "people", "changed", "of these under 48 h"]
    return "\n".join(
        [
            "## Every road of the example closed in turn",
            "",
            paragraph(
                f"The published plan is for {WEEKS} weeks and for the rain that may fall. At "
                f"{AT:%Y-%m-%d %H:%M} UTC each road in turn is closed for {CLOSED_DAYS} days "
                "(`lenban closure add`, impact) and the plan repaired with "
                f"{REPAIR_S:g} s of work (`lenban replan`): each command in a process of its own, "
                "from command to answer, fallbacks and 300 fresh weathers included. Sessions hit "
                "are those that no vehicle gets to. A plan from nothing has as much work as the "
                "published one and no promise to anybody."
            ),
            "",
            *table(["in all", ""], [list(pair) for pair in summary(rows)]),
            "",
            *table([*heads, "people, to a plan from nothing", "that one changes"], lines),
            "",
        ]
    )
