"""Writes what was measured as docs/benchmarks.md: a section of the page per part."""

from statistics import mean

from benchmarks import ours, toptw_summary
from benchmarks.comparison import ratios, to_best_peer
from benchmarks.district_summary import ends, question
from benchmarks.example import CANCEL_AT_S, Measured
from benchmarks.feeds.measure import Served
from benchmarks.promise import Mean, Promise
from benchmarks.rows import Row
from benchmarks.subset import cores_in_words
from benchmarks.tables import paragraph, table
from benchmarks.warm import Resumed
from benchmarks.weather import SEASONS, Outcome, Weathered

EXAMPLE = """## The example district

{villages} villages, {teams} teams, four weeks, dry roads: {candidates:,} candidate sessions. Time
limit {limit_s:g} s, seed {seed}. The solver was compiled before.

| step | time |
|---|---|
| read the workbook | {load_s:.2f} s |
| travel times, sessions due, the problem | {prepare_s:.2f} s |
| first plan, from the start of the solve | {first_plan_s:.2f} s |
| solve to its end (stopped by: {stopped_by}) | {solve_s:.2f} s |
| check | {check_s:.2f} s |
| from calling a solve off to its answer: median, worst of {cancels} | \
{cancel_median_ms:.0f} ms, {cancel_worst_ms:.0f} ms |

| result | |
|---|---|
| people and services expected | {people_expected:,} of {people_due:,} due |
| value | {value:,} |
| proven bound | {bound:,} |
| gap after 5 s | {early_gap:.2%} |
| gap at the end | {gap:.2%} |
| peak memory of the process | {peak_mib:,.0f} MiB |
"""

NO_INSTANCES = """## Public instances

No instances were given: `make bench INSTANCES=folder`, or the folder's name in `LENBAN_TOPTW`.
"""


def example_section(measured: Measured) -> str:
    """Return the section of the example district."""
    figures = {name: getattr(measured, name) for name in Measured.__slots__}
    return EXAMPLE.format(cancels=len(CANCEL_AT_S), **figures)


def warm_section(resumed: list[Resumed]) -> str:
    """Return the section of plans that are taken up again after one change."""
    lines = [
        [
            one.change,
            f"{one.dropped} of {one.stops}",
            f"{one.first_s:.2f} s",
            f"{one.soon:.2%}",
            f"{one.later:.2%}",
        ]
        for one in resumed
    ]
    heads = ["change", "stops dropped", "first checked plan", "value after 1 s", "after 5 s"]
    return "\n".join(
        [
            "## The example after one change",
            "",
            paragraph(
                "Planned again from the plan as it was. Values are shares of that of a plan made "
                f"from nothing in {max(one.cold_s for one in resumed):.0f} s."
            ),
            "",
            *table(heads, lines),
            "",
        ]
    )


def weather_section(found: Weathered) -> str:
    """Return the section of plans for rain."""
    steps = [
        ["draw 64 scenarios: rain and the state of every road", f"{found.scenarios_s:.2f} s"],
        [
            f"these and travel in each, {found.days} days, {found.classes} vehicle classes",
            f"{found.prepare_s:.2f} s",
        ],
        ["`lenban closure add`, two roads, from command to answer", f"{found.closure_s:.2f} s"],
        *([f"plan from {s.first}", f"{s.plan_s:.0f} s, gap {s.gap:.2%}"] for s in found.seasons),
        *([f"play it on {found.weathers:,} weathers", f"{s.play_s:.1f} s"] for s in found.seasons),
        ["peak memory of the process", f"{found.peak_mib:,.0f} MiB"],
    ]
    lines = ["## The example in the weather", ""]
    lines += [
        paragraph(
            f"Four weeks; {found.seconds:g} s of work for each plan. The two roads isolate "
            f"{', '.join(found.isolated)}."
        ),
        "",
        *table(["step", "time"], steps),
        "",
    ]
    for season in found.seasons:
        lines += [
            paragraph(
                f"From {season.first}, played on {found.weathers:,} weathers that neither plan was "
                "made with: people and services, and what the plan for rain serves more on the "
                "mean (confidence 95 %)."
            ),
            "",
            *table(
                ["plan, rule", "mean", "in nine of ten", "held", "stranded", "the plan for rain"],
                [_outcome_row(one) for one in season.outcomes],
            ),
            "",
        ]
    return "\n".join(lines)


def promise_section(found: Promise) -> str:
    """Return the section of what a plan promises and what comes of it."""
    played = found.played.mean
    lines = [
        ["expected in the 64 weathers that it was made with", f"{found.own:,}", ""],
        _of_sets(f"expected in {found.sets} other sets of 64 weathers, mean", found.elsewhere),
        [
            "as the optimizer counts: the mean capped",
            f"{found.own_counted:,}",
            "",
        ],
        _of_sets("the same in the other sets, mean", found.counted),
        _of_sets(
            f"served in {found.weathers:,} weathers, every team as planned, mean", found.played
        ),
    ]
    return "\n".join(
        [
            "## What a plan promises",
            "",
            paragraph(
                f"The example from {SEASONS['wet']}, four weeks, planned for rain in "
                f"{found.seconds:g} s of work; people and services. What came is "
                f"{played / found.own - 1:+.2%} against the weathers that the plan was chosen in, "
                f"{played / found.elsewhere.mean - 1:+.2%} against others."
            ),
            "",
            *table(["", "people", "standard error"], lines),
            "",
        ]
    )


def _of_sets(words: str, found: Mean) -> list[str]:
    return [words, f"{found.mean:,.0f}", f"{found.error:,.0f}"]


def feeds_section(found: Served) -> str:
    """Return the section of feeds served under load."""
    loads = [
        [
            load.name,
            f"{load.polled.per_s:,.0f}",
            *(f"{load.polled.quantile_ms(q):.1f} ms" for q in (0.5, 0.99, 1.0)),
            ", ".join(f"{n:,} × {status}" for status, n in sorted(load.polled.statuses.items())),
        ]
        for load in found.loads
    ]
    least = min(took for _, took in found.wrong)
    wrong = [[kind, f"{took:.3f} ms", f"{took / least:.3f}"] for kind, took in found.wrong]
    return "\n".join(
        [
            "## Feeds under load",
            "",
            paragraph(
                f"The example's {found.feeds} feeds, served by `lenban serve`; {found.links:,} "
                f"links, each asked for once in both ways, {found.at_once} at once, every request "
                "on a connection of its own, from a second process on the same machine. The "
                f"server held {found.peak_mib:,.0f} MiB at most."
            ),
            "",
            *table(["answers", "a second", "median", "99 %", "longest", "statuses"], loads),
            "",
            "Wrong tokens, one at a time, in turn:",
            "",
            *table(["token", "median", "to the fastest"], wrong),
            "",
        ]
    )


def _outcome_row(one: Outcome) -> list[str]:
    sure, less = one.robustness, one.less
    more = ""
    if less is not None:
        more = f"{less.mean:+,.0f} ({less.low:+,.0f} to {less.high:+,.0f}), {less.share:+.1%}"
    return [
        one.name,
        f"{sure.people_mean:,.0f}",
        f"{sure.people_p10:,.0f}",
        f"{sure.held:.1%}",
        f"{sure.stranded:.2%}",
        more,
    ]


def toptw_section(rows: list[Row]) -> str:
    """Return the section of public instances; refused answers count only in their list."""
    sound = [row for row in rows if row["checked"] == "true"]
    shares = ratios(sound, lambda row: (row["instance"], row["m"]))
    lines = []
    for solver in dict.fromkeys(row["solver"] for row in rows):
        gaps = [float(row["gap"]) for row in sound if row["solver"] == solver and row["gap"]]
        cells = [f"{mean(gaps):.2%}", f"{max(gaps):.2%}"] if gaps else ["", ""]
        ratio = f"{mean(shares[solver]):.4f}" if solver in shares else ""
        lines.append([solver, *cells, ratio])
    names = ", ".join(dict.fromkeys(f"{row['instance']} ({row['m']} teams)" for row in rows))
    proven = [float(row["proven_gap"]) for row in sound if row["proven_gap"]]
    closed = sum(gap <= toptw_summary.PROVEN for gap in proven)
    return "\n".join(
        [
            "## Public instances",
            "",
            paragraph(
                f"TOPTW: {names}; {rows[0]['seconds']} s each. {cores_in_words()} Every answer is "
                "checked twice."
            ),
            "",
            *table(
                ["solver", "mean gap to best known", "worst", f"value of {ours.NAME} / its"], lines
            ),
            "",
            f"* proven within 1 %: {closed} of {len(proven)}; proven optimal: "
            f"{sum(gap <= 0 for gap in proven)}",
            *_bullets("values above best known", toptw_summary.above_best_known(sound)),
            *_bullets("contradictions", toptw_summary.contradictions(rows)),
            "",
        ]
    )


def day_section(rows: list[Row]) -> str:
    """Return the section of dry districts: people served by each, in the same run."""
    final = ends(rows)
    solvers = list(dict.fromkeys(row["solver"] for row in final))
    best = to_best_peer(final, question)
    lines = []
    for asked in dict.fromkeys(question(row) for row in final):
        served = {row["solver"]: _served(row) for row in final if question(row) == asked}
        shape = next(row["shape"] for row in final if question(row) == asked)
        ratio = f"{best[asked]:.4f}" if asked in best else ""
        size = "×".join(asked[2:])
        lines.append([f"{shape} {size}", *(served.get(s, "") for s in solvers), ratio])
    return "\n".join(
        [
            "## Districts of day tours, against peers",
            "",
            paragraph(
                "Made-up dry districts (villages × teams × days), one visit per village, day "
                f"tours: what peers can be asked. People served in {rows[0]['seconds']} s each; "
                f"the last column is {ours.NAME} over the best peer. {cores_in_words()}"
            ),
            "",
            *table(["district", *solvers, "ratio"], lines),
            "",
        ]
    )


def full_section(rows: list[Row]) -> str:
    """Return the section of whole districts: our gap over time."""
    lines = [
        [
            f"{row['shape']} {row['villages']}×{row['teams']}×{row['days']}",
            row["at"],
            f"{float(row['at_s']):.1f} s",
            f"{int(row['value']):,}",
            f"{int(row['bound']):,}",
            f"{float(row['gap']):.2%}" if row["checked"] == "true" else "refused",
        ]
        for row in rows
    ]
    return "\n".join(
        [
            "## Whole districts, against the proven bound",
            "",
            paragraph(
                "Made-up districts with services, walk-ins, alternatives, police, lodgings and "
                f"crews (villages × teams × days), {rows[0]['seconds']} s each."
            ),
            "",
            *table(["district", "at", "time", "value", "bound", "gap"], lines),
            "",
        ]
    )


def growth_section(rows: list[Row]) -> str:
    """Return the section of the growth curve."""
    lines = [
        [
            f"{row['villages']}×{row['teams']}×{row['days']}",
            f"{int(row['value']):,}" if row["checked"] == "true" else "none",
            f"{float(row['gap']):.2%}",
            f"{float(row['one_percent_s']):.1f} s" if row["one_percent_s"] else "not reached",
            f"{float(row['took_s']):.1f} s",
            f"{float(row['peak_mib']):.0f} MiB",
        ]
        for row in rows
    ]
    return "\n".join(
        [
            "## Growth",
            "",
            paragraph(
                f"Whole made-up districts (villages × teams × days), {rows[0]['seconds']} s each, "
                "every one in a process of its own."
            ),
            "",
            *table(["district", "value", "gap", "gap of 1 % after", "took", "memory"], lines),
            "",
        ]
    )


def _served(row: Row) -> str:
    return f"{int(row['value']):,}" if row["checked"] == "true" else "refused"


def _bullets(title: str, found: list[str]) -> list[str]:
    return [f"* {title}: {'; '.join(found) or 'none'}"]
