"""Compares our rows of a table with those of peers."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from benchmarks import ours
from benchmarks.rows import Row


def ratios(rows: Iterable[Row], question: Callable[[Row], object]) -> dict[str, list[float]]:
    """Return for each peer our value over its value, for each question both answered soundly."""
    own: dict[object, int] = {}
    theirs: defaultdict[str, list[tuple[object, int]]] = defaultdict(list)
    for row in rows:
        if row["checked"] == "true" and row["solver"] == ours.NAME:
            own[question(row)] = int(row["value"])
        elif row["checked"] == "true" and int(row["value"]) > 0:
            theirs[row["solver"]].append((question(row), int(row["value"])))
    return {
        solver: shares
        for solver, found in theirs.items()
        if (shares := [own[asked] / worth for asked, worth in found if asked in own])
    }


def to_best_peer(rows: Iterable[Row], question: Callable[[Row], object]) -> dict[object, float]:
    """Return for each question our value over that of whichever peer was best at it."""
    own: dict[object, int] = {}
    best: dict[object, int] = {}
    for row in rows:
        asked, worth = question(row), int(row["value"])
        if row["checked"] == "true" and row["solver"] == ours.NAME:
            own[asked] = worth
        elif row["checked"] == "true":
            best[asked] = max(worth, best.get(asked, 0))
    return {asked: worth / best[asked] for asked, worth in own.items() if best.get(asked)}


def listed(title: str, found: list[str]) -> list[str]:
    """Return ``title`` with how many were ``found``, and each on a line."""
    return [f"{title}: {len(found) or 'none'}", *(f"  {line}" for line in found)]
