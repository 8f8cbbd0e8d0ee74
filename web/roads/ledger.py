"""What was said of the roads, as pages list it: who said so, until when, and whether it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.data.weather import Told, list_weather
from planner.domain.road import Segment
from planner.domain.weather import RoadCondition, RoadReport
from web.shelf import Shown, shelf
from web.words import road_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A report; ``counts`` if on some day from ``today`` on nobody has said anything since."""

    told: Told[RoadReport]
    road: str
    counts: bool
    over: bool

    @property
    def closes(self) -> bool:
        """Whether it keeps its road closed, now or later."""
        return self.counts and self.told.said.condition is RoadCondition.CLOSED


def reports() -> tuple[Told[RoadReport], ...]:
    """Return everything that was ever said of a road, oldest first."""
    return list_weather(shelf().store, RoadReport)


def lines(shown: Shown, said: Iterable[Told[RoadReport]]) -> list[Line]:
    """Return reports with what is to be known of them, the newest first."""
    known = {segment.id: segment for segment in shown.district.segments}
    every = list(said)
    return [
        Line(
            told=one,
            road=_name(shown, known.get(one.said.segment), one.said.segment),
            counts=_counts(one, every, shown.today),
            over=one.said.last < shown.today,
        )
        for one in reversed(every)
    ]


def _name(shown: Shown, segment: Segment | None, given: str) -> str:
    return road_name(shown.district, segment) if segment else given


def _counts(one: Told[RoadReport], every: list[Told[RoadReport]], today: date) -> bool:
    """Return whether there is a day from today on of which nothing else was said later."""
    later = [
        other.said
        for other in every
        if other.said.segment == one.said.segment
        and (other.said.made_at, other.id) > (one.said.made_at, one.id)
    ]
    day = max(today, one.said.first)
    while day <= one.said.last:
        over = [said.last for said in later if said.first <= day <= said.last]
        if not over:
            return True
        day = max(over) + timedelta(days=1)
    return False
