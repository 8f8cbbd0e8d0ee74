"""Sums up the table of a sweep over public instances, in words."""

from collections import defaultdict
from collections.abc import Callable
from statistics import mean

from benchmarks import ours
from benchmarks.comparison import listed, ratios
from benchmarks.instances import class_of
from benchmarks.rows import Row

PROVEN = 0.01
"""A gap that counts as closed for practice."""


def summary(rows: list[Row]) -> str:
    """Return the whole summary; refused answers count nowhere but in the list of them."""
    lines: list[str] = []
    sound = [row for row in rows if row["checked"] == "true"]
    for title, part in (("class", _class), ("m", _teams)):
        lines += _gaps(sound, title, part)
    lines += _proofs(sound)
    lines += _ratios(sound)
    lines += listed("values above best known (checked twice)", above_best_known(sound))
    lines += listed("best known above our bound (published with other distances?)", _too_low(rows))
    lines += listed("bounds below a checked value", contradictions_of_bounds(rows))
    lines += listed("refused answers", [_run(row) for row in rows if row["checked"] != "true"])
    return "\n".join(lines)


def contradictions(rows: list[Row]) -> list[str]:
    """Return what must not be: bounds below checked values, and refused answers of ours."""
    refused = [
        f"refused: {_run(row)}"
        for row in rows
        if row["checked"] != "true" and row["solver"] == ours.NAME
    ]
    return contradictions_of_bounds(rows) + refused


def contradictions_of_bounds(rows: list[Row]) -> list[str]:
    """Return in words each bound that is below a value anybody reached on the same instance."""
    highest: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["checked"] == "true":
            highest[_asked(row)] = max(int(row["value"]), highest.get(_asked(row), 0))
    return [
        f"{_run(row)}: bound {row['bound']}, but a checked plan has {highest[_asked(row)]}"
        for row in rows
        if row["bound"] and int(row["bound"]) < highest.get(_asked(row), 0)
    ]


def above_best_known(rows: list[Row]) -> list[str]:
    """Return in words each checked value above the best published one."""
    return [
        f"{_run(row)}: {row['value']} above {row['bks']}"
        for row in rows
        if row["bks"] and row["checked"] == "true" and int(row["value"]) > int(row["bks"])
    ]


def _too_low(rows: list[Row]) -> list[str]:
    return [
        f"{_run(row)}: bound {row['bound']}, best known {row['bks']}"
        for row in rows
        if row["bound"] and row["bks"] and int(row["bound"]) < int(row["bks"])
    ]


def _gaps(rows: list[Row], title: str, part: Callable[[Row], str]) -> list[str]:
    lines = [f"gap to best known, mean (worst), by {title}"]
    by_solver: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        if row["gap"]:
            by_solver[row["solver"]][part(row)].append(float(row["gap"]))
            by_solver[row["solver"]]["all"].append(float(row["gap"]))
    for solver, parts in by_solver.items():
        cells = (f"{name} {mean(g):.2%} ({max(g):.2%})" for name, g in sorted(parts.items()))
        lines.append(f"  {solver}: " + ", ".join(cells))
    return lines


def _proofs(rows: list[Row]) -> list[str]:
    proven: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["proven_gap"]:
            proven[_class(row)].append(float(row["proven_gap"]))
            proven["all"].append(float(row["proven_gap"]))
    lines = [f"{ours.NAME}: runs with a proven gap of at most {PROVEN:.0%}, proven optimal"]
    for name, gaps in sorted(proven.items()):
        close = sum(gap <= PROVEN for gap in gaps) / len(gaps)
        optimal = sum(gap <= 0 for gap in gaps) / len(gaps)
        lines.append(f"  {name}: {close:.0%}, {optimal:.0%} of {len(gaps)}")
    return lines


def _ratios(rows: list[Row]) -> list[str]:
    lines = []
    for solver, shares in ratios(rows, _same_question).items():
        lines.append(f"  {solver}: mean {mean(shares):.4f}, worst {min(shares):.4f}")
    return [f"value of {ours.NAME} / value of a peer", *lines] if lines else []


def _class(row: Row) -> str:
    return class_of(row["instance"])


def _teams(row: Row) -> str:
    return row["m"]


def _asked(row: Row) -> tuple[str, str]:
    return row["instance"], row["m"]


def _same_question(row: Row) -> tuple[str, ...]:
    return row["instance"], row["m"], row["seed"], row["seconds"]


def _run(row: Row) -> str:
    return f"{row['instance']} m={row['m']} {row['solver']} seed {row['seed']}"
