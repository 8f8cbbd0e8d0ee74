"""Plans: who goes where, when, and what was promised about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.domain.guarantee import Pledge
from planner.domain.road import RoadState
from planner.domain.robustness import Robustness
from planner.domain.session import Session

SHORT_NOTICE = timedelta(hours=48)
"""Calendars may take a day to show a change: with less time than this, people are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """First and last day of a plan, both inclusive."""

    first: date
    last: date

    @classmethod
    def weeks(cls, first: date, weeks: int) -> "Horizon":
        """Return the horizon of whole weeks that starts on ``first``."""
        return cls(first=first, last=first + timedelta(days=7 * weeks - 1))

    def days(self) -> tuple[date, ...]:
        """Return every calendar day of the horizon."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=i) for i in range(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A road that keeps a session from being held in the share ``fails`` of the weathers.

    ``communes`` are those whose rain does it.
    """

    segment: str
    fails: float
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """What a team does where a stop cannot be held: go elsewhere that day, or hold it another day.

    ``session`` is that of the stop itself on another day, or one at another place on the same day.
    It is held from ``start`` to ``end`` (aware UTC datetimes). If that other one is planned for a
    later day they swap: the stop is then held in its place, from ``own_start`` to ``own_end``. It
    works in the share ``works_in`` of the weathers in which the stop fails; it serves ``people``
    there whom the plan does not.
    """

    session: Session
    start: datetime
    end: datetime
    works_in: float
    people: int
    own_start: datetime | None = None
    own_end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A session with its place in a shift; waiting = start − arrive. Aware UTC datetimes.

    ``served`` is what the plan counts for this session after caps, if it is held: people by
    (village, service). It is held in the share ``held_in`` of the weathers planned for, if nobody
    may be late; in ``held_played`` of the fresh ones that the plan was played on, where teams go on
    as well as they can. Where it is likely to fail a ``fallback`` is prepared; ``causes`` are the
    roads that would be why.
    """

    session: Session
    arrive: datetime
    start: datetime
    end: datetime
    served: tuple[tuple[str, str, int], ...]
    held_in: float = 1.0
    held_played: float | None = None
    causes: tuple[Cause, ...] = ()
    fallback: Fallback | None = None

    @property
    def chance(self) -> float:
        """How likely it is to be held, as far as the plan knows."""
        return self.held_in if self.held_played is None else self.held_played

    @property
    def people(self) -> int:
        """People-services this stop adds to the plan."""
        return sum(people for _, _, people in self.served)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One team's one working day: from ``start_place`` (base or lodging) to ``end_place``.

    ``travel`` and ``km`` are the day's driving in all.
    """

    team: str
    day: date
    start_place: str
    end_place: str
    depart: datetime
    back: datetime
    stops: tuple[Stop, ...]
    travel: timedelta
    km: float


class SkipReason(StrEnum):
    """Why a village's people were left out, by what would have to change (constraint names)."""

    LANGUAGE = "language"
    KIT = "kit"
    POWER = "power"
    SIGNAL = "signal"
    PASSABLE = "passable"
    TIME_WINDOW = "time_window"
    AVAILABILITY = "availability"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """People of one village left without one service at the end of the plan, and why."""

    village: str
    service: str
    people: int
    reason: SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged:
    """What a plan brings of a pledge: ``got`` of its ``need``, and what stands in the way.

    ``reason`` is None where it is kept. ``VALUE`` says that some team could hold a session by then:
    no room was found for it.
    """

    pledge: Pledge
    got: float
    kept: bool
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guaranteed:
    """What a plan makes of the district's guarantees; no plan keeps more than ``most`` pledges."""

    pledged: tuple[Pledged, ...]
    most: int

    @property
    def kept(self) -> int:
        """How many pledges are kept."""
        return sum(one.kept for one in self.pledged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the optimizer says of the plan: value and proven bound in its integer prizes.

    Both are what is had besides guarantees: no plan that keeps these as well is worth more than
    the bound. ``gap`` = (bound − value) / bound. ``stopped_by`` is "optimal", "gap", "work",
    "deadline" or "cancelled": only a plan that the deadline or somebody stopped may differ when it
    is computed again.
    """

    value: int
    bound: int
    gap: float
    seconds: float
    seed: int
    work: int
    stopped_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlucky:
    """What a plan that minds unlucky weather was made for (``optimizer.unlucky``).

    ``percent`` / 100 of the ``balance`` is what the plan is worth in the unluckiest tenth of the
    weathers, ``value`` on the mean; no plan's balance exceeds ``bound``. In integer prizes.
    """

    percent: int
    value: int
    balance: int
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWeather:
    """The weathers that a plan was made for: how many, from which seed and which forecast.

    ``source`` is "" where only the climate was known.
    """

    scenarios: int
    seed: int
    source: str = ""
    made_on: date | None = None
    unlucky: Unlucky | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A checked plan of all teams over a horizon. Immutable: a change is a new plan.

    ``people_expected`` is the mean over the weathers, where it was made for several;
    ``road_state`` is how people walk to sessions then. ``robustness`` is what came of it when it
    was played on fresh weathers. ``guaranteed`` is None where nothing was guaranteed for its days.
    """

    district_name: str
    horizon: Horizon
    road_state: RoadState
    shifts: tuple[Shift, ...]
    left: tuple[Left, ...]
    people_expected: int
    people_due: int
    proof: Proof
    weather: PlannedWeather | None = None
    robustness: Robustness | None = None
    guaranteed: Guaranteed | None = None

    def shifts_of(self, team_id: str) -> tuple[Shift, ...]:
        """Return a team's shifts in order of days."""
        return tuple(sorted((s for s in self.shifts if s.team == team_id), key=lambda s: s.day))
