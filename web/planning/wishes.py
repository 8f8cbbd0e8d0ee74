"""What was asked of a job, in words: its arguments as people know them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext

from web.formats import number, percent, plain_day


def of_plan(asked: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield titles and values of what was asked of a plan."""
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


def of_replan(
    seconds: float, seed: int, most_short: int | None, _at: str | None = None
) -> Iterator[tuple[str, str]]:
    """Yield titles and values of what was asked of planning again."""
    yield gettext("Time to think, in seconds"), number(seconds)
    if most_short is not None:
        said = gettext("At most so many sessions may change with under 48 hours' notice")
        yield said, number(most_short)
    yield gettext("Seed"), str(seed)


def of_completion(draft: int, _version: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Yield titles and values of what was asked of completing a draft."""
    yield gettext("Draft by hand"), str(draft)
    yield gettext("Time to think, in seconds"), number(seconds)


def _roads(roads: str) -> str:
    said: dict[str, str] = {
        "rain": gettext("as the rain may leave them"),
        "dry": gettext("all dry"),
        "wet": gettext("all wet"),
    }
    return said[roads]
