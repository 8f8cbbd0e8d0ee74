"""Reads public instances of the team orienteering problem with time windows (TOPTW).

The format: lines with nine or more numbers are vertices (number, x, y, service time, profit, …,
opening, closing); all others are headers. Vertex 0 is where every team starts and ends, its closing
time is how long they may be out. A window is about the start of service.

Published values hold for truncated distances: one decimal for Solomon's instances (c, r, rc), two
for Cordeau's (pr). So distances are truncated before anything else, and all times are whole tenths
or hundredths from there on.
"""

import csv
import re
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Demand, Problem, Shift, Team, Visit

LEAST_NUMBERS = 9
FINENESS = 10**6
"""Coordinates are read exactly, to as many parts of a unit."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
NAME = re.compile(r"(rc|r|c|pr)(\d+)")


class BadInstance(ValueError):
    """An instance that cannot be used: which file or line, what is there, what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """Vertices of one file, vertex 0 first; ``distance`` and all times in 1/``scale`` of a unit.

    ``distance`` has shape (vertices, vertices), int32.
    """

    name: str
    scale: int
    distance: NDArray[np.int32]
    service: tuple[int, ...]
    profit: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]


def read_instance(folder: Path, name: str) -> Instance:
    """Return instance ``name`` of ``folder``.

    Raises
    ------
    BadInstance
        If there is no such file, or its lines are not what the format says.
    """
    path = folder / f"{name}.txt"
    if not path.is_file():
        known = ", ".join(names_in(folder)) or "none"
        raise BadInstance(f"{path}: no such instance. Maybe one of: {known}")
    return to_instance(name, path.read_text("utf-8", errors="replace"))


def names_in(folder: Path) -> list[str]:
    """Return the names of all instances in ``folder``: those that begin like a known class."""
    found = [path.stem for path in folder.glob("*.txt") if NAME.fullmatch(path.stem)]
    return sorted(found, key=lambda name: (class_of(name), name))


def class_of(name: str) -> str:
    """Return the class of an instance: c1, r2, rc1 …, and the two series of Cordeau's."""
    parts = NAME.fullmatch(name)
    if not parts:
        return "other"
    letters, number = parts[1], int(parts[2])
    if letters == "pr":
        return "pr01-10" if number <= 10 else "pr11-20"
    return f"{letters}{parts[2][0]}"


def to_instance(name: str, text: str) -> Instance:
    """Return the instance that ``text`` describes.

    Raises
    ------
    BadInstance
        If vertices are missing, not numbered from 0, or a time or profit is not whole.
    """
    rows = [(n, row) for n, row in enumerate(map(_numbers, text.splitlines()), 1) if row]
    if len(rows) < 2:
        raise BadInstance(f"{name}: {len(rows)} lines with nine or more numbers, not 2 or more")
    scale = 100 if name.startswith("pr") else 10
    for vertex, (line, row) in enumerate(rows):
        if row[0] != vertex:
            raise BadInstance(f"{name}, line {line}: vertex {row[0]}, not {vertex}")
    windows = tuple(_window(f"{name}, line {line}", row, scale) for line, row in rows)
    return Instance(
        name=name,
        scale=scale,
        distance=_truncated([(row[1], row[2]) for _, row in rows], scale),
        service=tuple(_whole(f"{name}, line {line}", row[3] * scale) for line, row in rows),
        profit=tuple(_whole(f"{name}, line {line}", row[4]) for line, row in rows),
        windows=windows,
    )


def to_toptw(instance: Instance, teams: int) -> Problem:
    """Return the instance for ``teams`` teams: one day, one demand of one person per visit.

    A person's weight is the profit, so that the value of a plan is its profit.
    """
    opens, closes = instance.windows[0]
    vertices = range(1, len(instance.profit))
    return Problem(
        travel_s=instance.distance[np.newaxis],
        demands=tuple(Demand(people=1, weight=instance.profit[v]) for v in vertices),
        visits=tuple(
            Visit(
                location=v,
                service_s=(instance.service[v],),
                windows=(instance.windows[v],),
                contributions=((v - 1, 1),),
            )
            for v in vertices
        ),
        teams=(Team(base=0),) * teams,
        shifts=tuple(
            Shift(
                team=team,
                day=0,
                start_s=opens,
                end_s=closes,
                max_work_s=closes - opens,
                profile=0,
                crew=0,
            )
            for team in range(teams)
        ),
    )


def read_best_known(folder: Path) -> dict[tuple[str, int], int]:
    """Return the best value published for (instance, teams), of ``bks.csv``; none if it is absent.

    Raises
    ------
    BadInstance
        If the file lacks a column or a number.
    """
    path = folder / "bks.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return {
                (row["instance"], int(row["m"])): int(row["bks"]) for row in csv.DictReader(lines)
            }
        except (KeyError, TypeError, ValueError) as error:
            raise BadInstance(
                f"{path}: columns instance, m, bks with whole numbers are needed; {error!r}"
            ) from error


def _numbers(line: str) -> list[Fraction]:
    words = line.split()
    if len(words) < LEAST_NUMBERS or not all(NUMBER.fullmatch(word) for word in words):
        return []
    return [Fraction(word) for word in words]


def _window(where: str, row: list[Fraction], scale: int) -> tuple[int, int]:
    opens, closes = (_whole(where, number * scale) for number in row[-2:])
    if not 0 <= opens <= closes:
        raise BadInstance(f"{where}: window {opens}..{closes}; it must open before it closes")
    return opens, closes


def _whole(where: str, number: Fraction) -> int:
    if number.denominator != 1 or number < 0:
        raise BadInstance(f"{where}: {float(number)} must be whole, and not negative")
    return int(number)


def _truncated(points: list[tuple[Fraction, Fraction]], scale: int) -> NDArray[np.int32]:
    """Return the distances, cut off after the decimals that ``scale`` has; in whole numbers, for
    a root in doubles may fall on the wrong side of a decimal.
    """
    whole = [(int(x * FINENESS), int(y * FINENESS)) for x, y in points]
    cut = [
        [isqrt(((a - c) ** 2 + (b - d) ** 2) * scale**2) // FINENESS for c, d in whole]
        for a, b in whole
    ]
    return np.array(cut, dtype=np.int32)
