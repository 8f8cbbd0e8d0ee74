"""What the people of a village are told of a session: no names, no kit, no nights away.

The head of a village reads it out, so it is in the order in which people ask: where, when, what
for, what to bring.
"""

from collections.abc import Iterator

from calendars.text import clean, one_line
from calendars.vietnamese import day
from calendars.wording import (
    Scene,
    capital,
    location,
    offered,
    reception,
    to_bring,
    whereabouts,
)


def public_description(scene: Scene) -> str:
    """Return all that villagers need, one matter a line."""
    return clean("\n".join(_lines(scene)))


def _lines(scene: Scene) -> Iterator[str]:
    yield location(scene)
    yield f"{capital(day(scene.stop.start, scene.zone))} (giờ Việt Nam)"
    yield reception(scene)
    yield ""
    yield offered(scene)
    yield from to_bring(scene)
    yield ""
    yield f"Đơn vị phục vụ: {one_line(scene.team.name)}"
    yield from whereabouts(scene)
