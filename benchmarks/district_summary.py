"""Sums up the table of made-up districts, in words."""

from collections import defaultdict
from statistics import mean

from benchmarks import ours
from benchmarks.comparison import listed, ratios, to_best_peer
from benchmarks.rows import Row

LARGE = 120
"""Villages from which the target of three per cent more people holds."""


def summary(rows: list[Row]) -> str:
    """Return the whole summary; refused answers count nowhere but in the list of them."""
    sound = [row for row in rows if row["checked"] == "true"]
    return "\n".join(
        [
            *_served(sound),
            *_gaps(sound),
            *listed("bounds below a checked value", bounds_too_low(rows)),
            *listed("refused answers", [_run(r) for r in rows if r["checked"] != "true"]),
        ]
    )


def contradictions(rows: list[Row]) -> list[str]:
    """Return what must not be: bounds below checked values, and refused answers of ours."""
    own = [row for row in rows if row["solver"] == ours.NAME]
    return bounds_too_low(rows) + [_run(row) for row in own if row["checked"] != "true"]


def bounds_too_low(rows: list[Row]) -> list[str]:
    """Return in words each bound that is below a value anybody reached on the same district."""
    highest: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row["checked"] == "true":
            highest[question(row)] = max(int(row["value"]), highest.get(question(row), 0))
    return [
        f"{_run(row)}: bound {row['bound']}, but a checked plan has {highest[question(row)]}"
        for row in rows
        if row["bound"] and int(row["bound"]) < highest.get(question(row), 0)
    ]


def question(row: Row) -> tuple[str, ...]:
    """Return what tells one district from another, whoever answers."""
    return tuple(row[name] for name in ("kind", "seed", "villages", "teams", "days"))


def ends(rows: list[Row]) -> list[Row]:
    """Return the rows of final answers."""
    return [row for row in rows if row["at"] == "end"]


def _served(rows: list[Row]) -> list[str]:
    final = [row for row in ends(rows) if row["kind"] == "day"]
    lines = [
        f"  {solver}: mean {mean(shares):.4f}, worst {min(shares):.4f}"
        for solver, shares in ratios(final, _same_time).items()
    ]
    large = [row for row in final if int(row["villages"]) >= LARGE]
    for title, part in (("best peer", final), (f"best peer, {LARGE} villages and more", large)):
        shares = list(to_best_peer(part, _same_time).values())
        if shares:
            lines.append(f"  {title}: mean {mean(shares):.4f}, worst {min(shares):.4f}")
    return [f"people served by {ours.NAME} / by a peer", *lines] if lines else []


def _gaps(rows: list[Row]) -> list[str]:
    gaps: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        if row["gap"]:
            gaps[row["kind"], row["at"]].append(float(row["gap"]))
    return [f"{ours.NAME}: gap to the proven bound, mean (worst)"] + [
        f"  {kind} at {at}: {mean(found):.2%} ({max(found):.2%}) of {len(found)}"
        for (kind, at), found in gaps.items()
    ]


def _same_time(row: Row) -> tuple[str, ...]:
    return (*question(row), row["seconds"])


def _run(row: Row) -> str:
    return " ".join([*question(row), row["solver"], "at", row["at"]])
