"""What was asked of a job, in words: its arguments as people know them."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext

from planner.domain.job import Job
from planner.jobs import works
from web.formats import number, percent, plain_day


def wishes(job: Job) -> list[tuple[str, str]]:
    """Return titles and values of what was asked; nothing for kinds of other subjects."""
    told = WISHES.get(job.kind)
    return list(told(*job.arguments)) if told else []


def _of_plan(asked: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield gettext("First day"), plain_day(date.fromisoformat(asked["first"]))
    yield gettext("Number of weeks"), number(asked["weeks"])
    yield gettext("Roads"), _roads(asked["roads"])
    yield gettext("Time to think, in seconds"), number(asked["seconds"])
    if asked["unlucky"]:
        yield (
            gettext("Share of the aim for unlucky weather, in percent"),
            percent(asked["unlucky"] / 100),
        )
    yield gettext("Seed"), str(asked["seed"])


def _of_replan(seconds: float, seed: int, most_short: int | None) -> Iterator[tuple[str, str]]:
    yield gettext("Time to think, in seconds"), number(seconds)
    if most_short is not None:
        said = gettext("At most so many sessions may change with under 48 hours' notice")
        yield said, number(most_short)
    yield gettext("Seed"), str(seed)


def _of_completion(draft: int, _version: int, seconds: float) -> Iterator[tuple[str, str]]:
    yield gettext("Draft by hand"), str(draft)
    yield gettext("Time to think, in seconds"), number(seconds)


def _roads(roads: str) -> str:
    said: dict[str, str] = {
        "rain": gettext("as the rain may leave them"),
        "dry": gettext("all dry"),
        "wet": gettext("all wet"),
    }
    return said[roads]


WISHES: dict[str, Callable[..., Iterator[tuple[str, str]]]] = {
    works.PLAN: _of_plan,
    works.REPLAN: _of_replan,
    works.COMPLETE: _of_completion,
}
"""What to ask of the arguments of each kind of job."""
