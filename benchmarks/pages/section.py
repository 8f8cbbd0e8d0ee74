"""What docs/benchmarks.md says of the pages."""

from benchmarks.pages.measure import ADDRESSES, Timed
from benchmarks.tables import paragraph, table

LIMIT_MS = 150
LIMIT_KB = 60


def pages_section(found: list[Timed]) -> str:
    """Return the section of the pages, the slowest first."""
    slowest = sorted(found, key=lambda one: -one.p95_ms)
    lines = [
        [
            f"`{one.route}`",
            f"{one.median_ms:.0f} ms",
            f"{one.p95_ms:.0f} ms",
            f"{one.first_load / 1000:.0f} KB",
        ]
        for one in slowest
    ]
    within = sum(one.p95_ms <= LIMIT_MS for one in found)
    light = sum(one.first_load <= LIMIT_KB * 1000 for one in found)
    return "\n".join(
        [
            "## Pages of the example",
            "",
            paragraph(
                f"Every page that links lead to from the overview, up to {ADDRESSES} addresses of "
                "each route, with a published plan of four weeks, a closed road and a draft. "
                "Server time from request to answer, packed, after a first look at each; first "
                "load is a page with its style sheets and scripts. "
                f"{within} of {len(found)} have a p95 of at most {LIMIT_MS} ms, {light} weigh at "
                f"most {LIMIT_KB} KB."
            ),
            "",
            *table(["route", "median", "p95", "first load"], lines),
            "",
        ]
    )
