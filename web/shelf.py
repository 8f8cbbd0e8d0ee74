"""What the pages read: the district and the plan that are shown now.

The store is opened when a page first needs it, never before: feeds must go out even while the
database is locked or gone. Districts, plans and travel times never change once stored, so they
are kept by their number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, has_request_context, request

from calendars.folder import shown_revision
from calendars.ledger import Ledger, Wanted, from_text
from calendars.publish import rewrite_feeds
from calendars.subscribers import wanted_feeds
from planner.data.store import PlanSummary, Revision, Store, StoredPlan
from planner.data.weather import get_sky, list_weather, newest_weather
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.domain.weather import Forecast, Sky
from planner.errors import NotFound, PlannerError
from planner.jobs.outcomes import people_left
from planner.planning.passing import RoadChance, road_chances
from planner.world.passability import RoadStates
from planner.world.rain import Rain
from planner.world.sky import months_without_climate, rain_and_roads
from planner.world.travel import TravelTimes, travel_times
from web.memory import Memory

EXTENSION = "lenban.shelf"
WEATHER_SEED = 1
"""What is not known of the weather is drawn from it: the same pages for everybody."""
OF_ANY_PLAN = {"overview", "week", "session", "village", "map", "skies"}
"""Subjects whose pages show whatever plan ``?plan=`` names."""


@dataclass(frozen=True, kw_only=True)
class KnownWeather:
    """What is known of the weather over a plan's days: rain, and roads, in equally likely courses.

    ``told_at`` is when the forecast was kept, ``None`` without one.
    """

    sky: Sky
    told_at: datetime | None
    rain: Rain
    states: RoadStates


class NothingToShow(NotFound):
    """There is no district yet, or no plan of it: pages show the next step instead."""

    def __init__(self, *, has_district: bool) -> None:
        self.has_district = has_district
        super().__init__("no plan yet" if has_district else "no district yet")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The plan that the pages show, with its district; ``revision`` is None for a draft.

    ``newer_plan`` is the id of a plan that was made after the published one, if there is any.
    """

    district_id: int
    district: District
    plan_id: int
    plan: Plan
    made_at: datetime
    revision: Revision | None
    today: date
    newer_plan: int | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.district.settings.timezone)

    def local(self, moment: datetime) -> datetime:
        """Return an aware datetime in the district's zone."""
        return moment.astimezone(self.zone)


class Shelf:
    """One data folder as the pages see it."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.now = now
        self._opening = Lock()
        self._store: Store | None = None
        self.district = lru_cache(maxsize=6)(self._read_district)
        self.people_left = lru_cache(maxsize=4)(self._count_people_left)
        self.plan = lru_cache(maxsize=4)(self._read_plan)
        self.summary = lru_cache(maxsize=64)(self._read_summary)
        self.ledger = lru_cache(maxsize=2)(self._read_ledger)
        self.wanted = lru_cache(maxsize=2)(self._make_wanted)
        self.travel = lru_cache(maxsize=4)(self._compute_travel)
        self._weather = lru_cache(maxsize=4)(self._compute_weather)
        self.memory = Memory()

    @property
    def store(self) -> Store:
        """The store of the folder, opened on first use, by one thread only."""
        with self._opening:
            if self._store is None:
                self._store = Store.open(self.folder)
            return self._store

    def shown(self) -> Shown:
        """Return what the pages show: the plan that is asked for, the newest revision, or draft.

        Raises
        ------
        NothingToShow
            If nothing has been planned yet.
        NotFound
            If there is no such plan.
        """
        revision = self._newest_revision()
        if revision:
            self._bring_feeds_forward(revision)
        wanted = wanted_plan()
        if wanted is not None and (revision is None or wanted != revision.plan_id):
            stored, revision = self.plan(wanted), None
        else:
            stored = self.plan(revision.plan_id) if revision else self._newest_draft()
        district = self.people_left(stored.district_id, stored.id)
        newest = self.store.newest_plan_id()
        return Shown(
            district_id=stored.district_id,
            district=district,
            plan_id=stored.id,
            plan=stored.plan,
            made_at=stored.made_at,
            revision=revision,
            today=self.now().astimezone(ZoneInfo(district.settings.timezone)).date(),
            newer_plan=newest if revision and newest > stored.id else None,
        )

    def shown_if_any(self) -> Shown | None:
        """Return what the pages show, None before there is a plan.

        Raises
        ------
        NothingToShow
            If there is no district either.
        """
        try:
            return self.shown()
        except NothingToShow as nothing:
            if not nothing.has_district:
                raise
            return None

    def weather(self, shown: Shown) -> KnownWeather | None:
        """Return what is known of the weather now, ``None`` if the district has no climate."""
        if months_without_climate(shown.district):
            return None
        return self._weather(shown.district_id, shown.plan.horizon, newest_weather(self.store))

    def chances(self, shown: Shown, day: date) -> tuple[RoadChance, ...] | None:
        """Return how likely each road is passed on a day, ``None`` if nobody knows."""
        if months_without_climate(shown.district):
            return None
        newest, horizon = newest_weather(self.store), shown.plan.horizon
        return self.memory.of(
            ("chances", shown.district_id, horizon, newest, day),
            lambda: road_chances(
                shown.district, self._weather(shown.district_id, horizon, newest).states, day
            ),
        )

    def _newest_revision(self) -> Revision | None:
        try:
            return self.store.get_revision()
        except NotFound:
            return None

    def _bring_feeds_forward(self, revision: Revision) -> None:
        """Finish what a publisher left who died after the record and before the last file."""
        if shown_revision(self.folder) >= revision.number:
            return
        try:
            rewrite_feeds(self.store, self.folder)
        except (PlannerError, OSError):
            current_app.logger.exception("feeds wait to be rewritten")

    def _newest_draft(self) -> StoredPlan:
        try:
            return self.store.get_plan()
        except NotFound:
            raise NothingToShow(has_district=self._has_district()) from None

    def _has_district(self) -> bool:
        try:
            self.store.get_district()
        except NotFound:
            return False
        return True

    def _read_district(self, district_id: int) -> District:
        return self.store.get_district(district_id)

    def _count_people_left(self, district_id: int, plan_id: int) -> District:
        """Return the district as a plan found it: with the people whom reports had left by then."""
        stored = self.plan(plan_id)
        return people_left(self.store, district_id, until=stored.made_at, kept=stored.plan)

    def _read_plan(self, plan_id: int) -> StoredPlan:
        return self.store.get_plan(plan_id)

    def _read_summary(self, plan_id: int) -> PlanSummary:
        return self.store.get_plan_summary(plan_id)

    def _read_ledger(self, number: int) -> Ledger:
        return from_text(self.store.get_revision(number).ledger)

    def newest_ledger(self) -> Ledger | None:
        """Return all that was published so far, ``None`` before the first revision."""
        newest = self._newest_revision()
        return self.ledger(newest.number) if newest else None

    def _make_wanted(self, plan_id: int, host: str) -> Wanted:
        """Return what feeds should show of a plan; the moment given here is nowhere seen."""
        stored = self.plan(plan_id)
        district = self.district(stored.district_id)
        return wanted_feeds(stored.plan, district, host=host, at=stored.made_at)

    def _compute_weather(self, district_id: int, horizon: Horizon, _newest: int) -> KnownWeather:
        sky = get_sky(self.store, seed=WEATHER_SEED)
        forecasts = list_weather(self.store, Forecast)
        rain, states = rain_and_roads(self.district(district_id), horizon, sky)
        return KnownWeather(
            sky=sky,
            told_at=forecasts[-1].told_at if forecasts else None,
            rain=rain,
            states=states,
        )

    def _compute_travel(self, district_id: int, state: RoadState) -> TravelTimes:
        return travel_times(self.district(district_id), state)


def wanted_plan() -> int | None:
    """Return the plan that the reader of this request asks for, in place of the published one."""
    if not has_request_context() or request.blueprint not in OF_ANY_PLAN:
        return None
    return request.args.get("plan", type=int)


def carry_plan(endpoint: str, values: dict[str, Any]) -> None:
    """Let links from page to page stay with the plan that is asked for."""
    if endpoint.partition(".")[0] in OF_ANY_PLAN and "plan" not in values:
        plan = wanted_plan()
        if plan is not None:
            values["plan"] = plan


def shelf() -> Shelf:
    """Return the shelf of the app that answers this request."""
    found: Shelf = current_app.extensions[EXTENSION]
    return found
