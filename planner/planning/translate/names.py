"""The words behind a problem's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from optimizer.problem import Constraint, Problem
from optimizer.statement import Statement
from planner.domain.district import District
from planner.domain.guarantee import Pledge
from planner.domain.plan import Horizon, SkipReason
from planner.domain.road import RoadState, VehicleClass
from planner.domain.session import Session, Window
from planner.planning.translate.guaranteed import largest_unit, reweighed, without_pledges
from planner.planning.translate.hurdles import furthest_hurdles
from planner.world.travel import TravelTimes
from planner.world.weathered import Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One bit of ``Visit.needs``: the constraint it stands for, and which language or how many."""

    constraint: Constraint
    language: str = ""
    hands: int = 0


@dataclass(frozen=True, kw_only=True)
class Names:
    """The words behind the indices of a problem.

    ``locations`` (place ids), ``sessions``, ``teams`` (ids), ``shifts`` (team id, day), ``demands``
    (village, service), ``lodgings`` (place ids) and ``needs`` are in the order of the problem's
    own; behind its demands stand those of the ``pledges``. A session that a pledge's last day cuts
    is there once for each piece, the hours of which are in ``windows``. ``zero`` is the moment of
    the problem's second 0. ``travel`` is that of dry or wet roads; under ``weather`` each day has
    its own. ``cut_off`` are sessions that would be due, were a road open on any day; the problem
    does not have them.
    """

    district: District
    horizon: Horizon
    travel: TravelTimes
    state: RoadState
    weather: Weather | None
    zero: datetime
    locations: tuple[str, ...]
    sessions: tuple[Session, ...]
    windows: tuple[tuple[Window, ...], ...]
    teams: tuple[str, ...]
    shifts: tuple[tuple[str, date], ...]
    demands: tuple[tuple[str, str], ...]
    pledges: tuple[Pledge, ...]
    lodgings: tuple[str, ...]
    needs: tuple[Need, ...]
    cut_off: tuple[Session, ...] = ()

    def travel_on(self, vehicle_class: VehicleClass, day: date) -> TravelTimes:
        """Return the travel times as they are planned for a vehicle class on a day."""
        if self.weather is None:
            return self.travel
        return self.weather.planned_on(vehicle_class, day)

    @cached_property
    def visits(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of each session by its id: one, or one for each of its pieces."""
        found: dict[str, list[int]] = {}
        for number, session in enumerate(self.sessions):
            found.setdefault(session.id, []).append(number)
        return {session: tuple(numbers) for session, numbers in found.items()}

    def visit_at(self, session: str, start: datetime) -> int | None:
        """Return the number of a session that starts then: of its pieces, the nearest."""

        def misses(number: int) -> timedelta:
            return min(max(w.earliest - start, start - w.latest) for w in self.windows[number])

        return min(self.visits.get(session, ()), key=misses, default=None)

    def at(self, seconds: int) -> datetime:
        """Return the UTC moment of a second of the problem."""
        return self.zero + timedelta(seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class Drafted(Names):
    """A problem as it is stated, before it must hold together, and the words behind its indices."""

    statement: Statement

    def sealed(self) -> "Translation":
        """Return the problem.

        Raises
        ------
        InvalidProblem
            If it does not hold together.
        """
        own = {f.name: getattr(self, f.name) for f in fields(Names)}
        stated = {f.name: getattr(self.statement, f.name) for f in fields(Statement)}
        return Translation(problem=Problem(**stated), **own)


@dataclass(frozen=True, kw_only=True)
class Translation(Names):
    """A problem and the words behind its indices."""

    problem: Problem

    @cached_property
    def furthest(self) -> Mapping[int, int]:
        """How far any session of each demand gets (``hurdles``): the same for every solution."""
        return furthest_hurdles(self.problem)

    @cached_property
    def hindered(self) -> dict[tuple[str, str], SkipReason]:
        """Why no session serves a village with a service, as far as somebody has asked."""
        return {}

    @cached_property
    def plain(self) -> Problem:
        """The problem in which guarantees are worth nothing: what a plan is worth besides them."""
        return without_pledges(self.problem, len(self.demands)) if self.pledges else self.problem

    def gently(self, unit: int) -> "Translation":
        """Return the same, with one unit of what is guaranteed worth ``unit`` at most."""
        if not self.pledges or largest_unit(self.plain, self.pledges) <= unit:
            return self
        return replace(self, problem=reweighed(self.problem, self.pledges, unit))
