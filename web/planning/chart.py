"""A chart of value and bound closing in: points of a job as lines of an SVG, and as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, floor, log10

from planner.domain.job import Point
from planner.planning.translate.numbers import VALUE_PER_PERSON

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 104, 44, 14, 40
MARGIN = 0.06
"""Share of the span of values that is left free above and below."""
MOST_ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the grid: where it is, and what it stands for."""

    at: float
    stands_for: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One phase: value and bound as steps, and the ground between them; SVG path data."""

    value: str
    bound: str
    between: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The chart of a job; ``across`` are ticks in seconds, ``up`` in people's worth."""

    lines: tuple[Lines, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM


def worth(value: float) -> float:
    """Return how many people of weight 1 something is worth."""
    return value / VALUE_PER_PERSON


def chart_of(points: Sequence[Point], until_s: float) -> Chart | None:
    """Return the chart of a job that has come to ``until_s``; None before there is a point."""
    if not points:
        return None
    last_s = max(until_s, points[-1].seconds, 1.0)
    least, most = min(p.value for p in points), max(p.bound for p in points)
    spare = MARGIN * max(most - least, VALUE_PER_PERSON)
    low, high = least - spare, most + spare

    def x(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / last_s

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    phases = [list(group) for _, group in groupby(points, key=lambda p: p.phase)]
    ends = [*(later[0].seconds for _, later in pairwise(phases)), last_s]
    lines = []
    for phase, end in zip(phases, ends, strict=True):
        value = _steps([(x(p.seconds), y(p.value)) for p in phase], x(end))
        bound = _steps([(x(p.seconds), y(p.bound)) for p in phase], x(end))
        lines.append(
            Lines(
                value=_path(value), bound=_path(bound), between=_path([*value, *bound[::-1]]) + "Z"
            )
        )
    return Chart(
        lines=tuple(lines),
        across=tuple(Tick(at=x(s), stands_for=s) for s in round_steps(0, last_s)),
        up=tuple(
            Tick(at=y(people * VALUE_PER_PERSON), stands_for=people)
            for people in round_steps(worth(low), worth(high))
        ),
    )


def rows_of(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points that a table shows: the first, the last, and some evenly between."""
    if len(points) <= MOST_ROWS:
        return tuple(points)
    step = (len(points) - 1) / (MOST_ROWS - 1)
    return tuple(points[round(step * i)] for i in range(MOST_ROWS))


def round_steps(low: float, high: float) -> tuple[float, ...]:
    """Return two to six round numbers from ``low`` to ``high``, evenly apart."""
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    return tuple(step * i for i in range(ceil(low / step), floor(high / step) + 1))


def _steps(at: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """Return the corners of a line that holds each height until the next."""
    corners = [at[0]]
    for (_, before), (here, now) in pairwise(at):
        corners += [(here, before), (here, now)]
    return [*corners, (end, at[-1][1])]


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
