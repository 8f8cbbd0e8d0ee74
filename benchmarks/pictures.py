"""The pictures of docs/method.md: ``python -m benchmarks.pictures``.

Drawn with matplotlib (in the extra ``bench``) from what the code says and a solve of the example.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from benchmarks import ours
from benchmarks.example import example_problem
from optimizer.solve import Progress

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SECONDS = 60.0
WALK, PROVE, DIVE, PACK = "#4c78a8", "#e45756", "#f2a541", "#54a24b"


def main() -> int:
    """Draw all pictures; return the exit code."""
    # no date and fixed names inside, so that the same picture is the same file
    mpl.rcParams["svg.hashsalt"] = "lenban"
    mpl.rcParams["font.family"] = "sans-serif"
    ours.warm_up()
    _save("method-threads.svg", _threads, 2.2)
    trace = ours.answer(example_problem(), seconds=SECONDS, seed=1).trace
    _save("method-progress.svg", lambda axes: _progress(axes, trace), 3.0)
    return 0


def _save(name: str, draw: Callable[[Axes], None], height: float) -> None:
    figure, axes = plt.subplots(figsize=(8.0, height))
    draw(axes)
    figure.tight_layout()
    figure.savefig(FOLDER / name, metadata={"Date": None})
    plt.close(figure)
    print(FOLDER / name)


def _threads(axes: Axes) -> None:
    """Draw which thread does what, over the share of the time that is used up."""
    many, few = 2.4, 0.0
    walk = ((0.0, 1.0, WALK, "walk"),)
    dives = ((0.2, 0.25, DIVE, "dive"), (0.45, 0.55, PACK, "dives and packings"))
    first = ((0.0, 0.06, WALK, ""), (0.06, 0.14, PROVE, "rounds"), *dives)
    other = ((0.0, 0.2, PROVE, "rounds"), *dives)
    closes = ((0.0, 0.25, PROVE, "rounds"), (0.25, 0.15, DIVE, "close"), (0.4, 0.6, WALK, "walk"))
    lanes = ((many + 0.8, first), (many, other), (few + 0.8, walk), (few, closes))
    for at, parts in lanes:
        for begin, width, colour, name in parts:
            axes.barh(at, width, left=begin, height=0.7, color=colour, edgecolor="white")
            axes.text(begin + width / 2, at, name, ha="center", va="center", color="white")
    axes.set_yticks([many + 0.4, few + 0.4], ["many shifts", "few shifts"])
    axes.set_xticks([0, 0.5, 1], ["0", "half the time", "all of it"])
    axes.set_xlim(0, 1)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _progress(axes: Axes, trace: Sequence[Progress]) -> None:
    """Draw value and bound over time, in units of the best value."""
    unit = trace[-1].value
    seconds = [step.seconds for step in trace]
    axes.step(seconds, [s.bound / unit for s in trace], where="post", color=PROVE, label="bound")
    axes.step(seconds, [s.value / unit for s in trace], where="post", color=WALK, label="value")
    axes.set_ylim(0.97, 1.05)
    axes.set_xlabel("seconds")
    axes.set_ylabel("share of the best value")
    axes.legend(frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


if __name__ == "__main__":
    sys.exit(main())
