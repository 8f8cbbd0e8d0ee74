"""A public instance of four vertices, and rows of tables with every cell filled."""

from benchmarks.rows import Row

TEXT = """\
2 3 3 1
0 100
 0  0.00  0.00  0.00  0.00 0 0 0 100
 1  3.00  4.00 10.00 20.00 1 1 1 0 30
 2  6.00  8.00 10.00  7.00 1 1 1 50 60
 3  1.00  2.00  5.50  9.00 1 1 1 0 100
"""
"""Vertices 0, 1 and 2 lie on a line, 5 apart; vertex 3 lies sqrt(5) = 2.236… from vertex 0."""


def toptw_row(solver: str, value: int, **changes: str) -> Row:
    """Return a checked run on c101 with two teams, whose best known value is 100."""
    facts = {
        "instance": "c101",
        "m": "2",
        "solver": solver,
        "seconds": "10",
        "seed": "1",
        "value": str(value),
        "bks": "100",
        "gap": str((100 - value) / 100),
        "bound": "",
        "proven_gap": "",
        "checked": "true",
    }
    return facts | changes


def proven(value: int, bound: int, **changes: str) -> Row:
    """Return such a run of ours, with its bound."""
    gap = str((bound - value) / bound)
    return toptw_row("lenban", value, bound=str(bound), proven_gap=gap, **changes)


def district_row(solver: str, value: int, **changes: str) -> Row:
    """Return a checked final answer for a dry district of 130 villages."""
    facts = {
        "kind": "day",
        "seed": "1",
        "shape": "ring",
        "villages": "130",
        "teams": "3",
        "days": "10",
        "solver": solver,
        "seconds": "20",
        "at": "end",
        "at_s": "20.0",
        "value": str(value),
        "bound": "",
        "gap": "",
        "checked": "true",
    }
    return facts | changes
