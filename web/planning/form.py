"""The forms of planning: what was typed, read into what is asked, each fault beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import lazy_gettext

from planner.domain.road import RoadState
from planner.jobs.plans import RAIN, Asked

MOST_WEEKS, MOST_SECONDS, MOST_SEED, MOST_SHORT = 26, 1800, 2**31 - 1, 9999
SECONDS, SHORT_SECONDS = 55, 20
ROADS = (RAIN, *(state.value for state in RoadState))

LABELS = {
    "first": lazy_gettext("First day"),
    "weeks": lazy_gettext("Number of weeks"),
    "roads": lazy_gettext("Roads"),
    "seconds": lazy_gettext("Time to think, in seconds"),
    "unlucky": lazy_gettext("Share of the aim for unlucky weather, in percent"),
    "seed": lazy_gettext("Seed"),
    "price": lazy_gettext("What the guarantees cost"),
    "most_short": lazy_gettext("At most so many sessions may change with under 48 hours' notice"),
}
"""What each field is called where its fault stands away from it."""

DAY_WANTED = lazy_gettext("Write a day, such as 2022-09-05.")
ROADS_WANTED = lazy_gettext("Choose one of the roads in the list.")
RAIN_WANTED = lazy_gettext("Unlucky weather counts only in a plan for rain: choose rain, or 0.")
PROMISES_TOO = lazy_gettext(
    "These days hold guarantees: unlucky weather cannot be minded besides them. Write 0."
)
NO_PROMISES = lazy_gettext("Nothing is guaranteed in these days, so there is no price to tell.")


@dataclass(slots=True)
class Fields:
    """What was typed, by field, and what is wrong with it."""

    typed: dict[str, str]
    faults: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return what was typed."""
        return self.typed.get(name, "")

    def number(self, name: str, low: int, high: int, default: int) -> int:
        """Return a whole number from ``low`` to ``high``; a default for what is empty or wrong."""
        text = self[name].strip()
        if not text:
            return default
        if text.isascii() and text.isdigit() and low <= int(text) <= high:
            return int(text)
        self.faults[name] = lazy_gettext(
            "Write a whole number from %(low)s to %(high)s.", low=low, high=high
        )
        return default

    def day(self, name: str) -> date | None:
        """Return a day."""
        try:
            return date.fromisoformat(self[name].strip())
        except ValueError:
            self.faults[name] = DAY_WANTED
            return None


def fresh(today: date, *, rain: bool) -> Fields:
    """Return the form as it is first seen: four weeks from the next Monday on."""
    monday = today + timedelta(days=7 - today.weekday())
    return Fields(
        {
            "first": monday.isoformat(),
            "weeks": "4",
            "seconds": str(SECONDS),
            "roads": RAIN if rain else RoadState.DRY.value,
            "unlucky": "0",
            "seed": "1",
        }
    )


def read(form: Mapping[str, str], *, rain: bool) -> tuple[Fields, Asked | None]:
    """Return the form as it was sent, and what it asks for if nothing is wrong with it."""
    fields = Fields(dict(form))
    first = fields.day("first")
    weeks = fields.number("weeks", 1, MOST_WEEKS, 4)
    seconds = fields.number("seconds", 1, MOST_SECONDS, SECONDS)
    unlucky = fields.number("unlucky", 0, 100, 0)
    seed = fields.number("seed", 0, MOST_SEED, 1)
    roads = fields["roads"]
    if roads not in ROADS or (roads == RAIN and not rain):
        fields.faults["roads"] = ROADS_WANTED
    elif unlucky and roads != RAIN:
        fields.faults["unlucky"] = RAIN_WANTED
    if first is None or fields.faults:
        return fields, None
    asked = Asked(
        first=first,
        weeks=weeks,
        seconds=seconds,
        seed=seed,
        roads=roads,
        unlucky=unlucky,
        price="price" in form,
    )
    return fields, asked


FAULTS_OF_PROMISES = {
    "unlucky_with_guarantees": ("unlucky", PROMISES_TOO),
    "unlucky_without_rain": ("unlucky", RAIN_WANTED),
    "price_without_guarantees": ("price", NO_PROMISES),
}
"""Where faults belong that only the district knows of, and how they are told there."""
