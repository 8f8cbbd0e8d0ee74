"""Everything that is planned together, as one value."""

from dataclasses import dataclass
from datetime import time
from functools import cached_property
from types import MappingProxyType

from planner.domain.agency import AgencyTask
from planner.domain.almanac import AlmanacEntry
from planner.domain.guarantee import Guarantee
from planner.domain.phrase import Phrase
from planner.domain.place import Commune, Place, Village
from planner.domain.road import Segment, Speed, WeakPoint
from planner.domain.rules import filled, not_negative, positive, within
from planner.domain.service import Demand, Service, Topic
from planner.domain.team import Kit, Lodging, Member, Team
from planner.domain.weather import ClimateMonth, RainRule
from planner.errors import NotFound, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The figures a district can change; defaults and how sure they are: docs/parameters.md.

    Shares and factors are fractions. Times of day are local.
    """

    name: str
    province: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    working_days: tuple[str, ...] = ("MO", "TU", "WE", "TH", "FR")
    rainy_months: tuple[int, ...] = (5, 6, 7, 8, 9, 10)
    setup_min: float = 45.0
    packup_min: float = 30.0
    sitting_efficiency: float = 0.85
    people_per_kit_day_max: int = 100
    language_factor: float = 1.3
    weak_signal_factor: float = 0.6
    village_opens: time = time(15, 30)
    village_closes: time = time(22, 0)
    seat_opens: time = time(7, 0)
    seat_closes: time = time(19, 0)
    village_turnout: float = 0.8
    village_day_turnout: float = 0.4
    seat_turnout: float = 0.8
    market_turnout: float = 0.5
    walk_half_min: float = 60.0
    walk_limit_min: float = 120.0
    walking_kmh: float = 5.0
    wet_walking_factor: float = 0.67
    late_after: time = time(19, 0)
    max_late_in_a_row: int = 4
    travel_cost_people_per_h: float = 0.2
    night_cost_people: float = 1.0
    rain_reach_km: float = 60.0
    forecast_trust: tuple[float, ...] = (0.95, 0.9, 0.85, 0.75, 0.6, 0.4, 0.3, 0.2)
    slide_line_mm: float = 40.8
    slide_memory: float = 0.201
    plan_slow_share: float = 0.5
    plan_closed_share: float = 0.5
    strand_risk: float = 0.02

    def __post_init__(self) -> None:
        faults = filled(name=self.name, timezone=self.timezone, working_days=self.working_days)
        faults += not_negative(
            setup_min=self.setup_min,
            packup_min=self.packup_min,
            travel_cost_people_per_h=self.travel_cost_people_per_h,
            night_cost_people=self.night_cost_people,
        )
        faults += positive(
            walk_half_min=self.walk_half_min,
            walk_limit_min=self.walk_limit_min,
            walking_kmh=self.walking_kmh,
            people_per_kit_day_max=self.people_per_kit_day_max,
            max_late_in_a_row=self.max_late_in_a_row,
            rain_reach_km=self.rain_reach_km,
            slide_line_mm=self.slide_line_mm,
        )
        faults += not_negative(slide_memory=self.slide_memory)
        for trust in self.forecast_trust:
            faults += within("forecast_trust", trust, 0, 1)
        for share in ("plan_slow_share", "plan_closed_share", "strand_risk"):
            faults += within(share, getattr(self, share), 0, 1)
        faults += within("language_factor", self.language_factor, 1, 5)
        for share in (
            "sitting_efficiency",
            "weak_signal_factor",
            "village_turnout",
            "village_day_turnout",
            "seat_turnout",
            "market_turnout",
            "wet_walking_factor",
        ):
            faults += within(share, getattr(self, share), 0.01, 1)
        refuse("settings", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinePoint:
    """One corner of the district's outline, in drawing order."""

    order: int
    latitude_deg: float
    longitude_deg: float
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class District:
    """Everything that is planned together.

    References between its parts (ids, codes) hold: whoever builds a district from a file has
    checked them (``planner.data.references``). ``places`` are all places but villages.
    """

    settings: Settings
    communes: tuple[Commune, ...]
    places: tuple[Place, ...]
    villages: tuple[Village, ...]
    outline: tuple[OutlinePoint, ...] = ()
    segments: tuple[Segment, ...]
    weak_points: tuple[WeakPoint, ...] = ()
    speeds: tuple[Speed, ...]
    rain_rules: tuple[RainRule, ...] = ()
    climate: tuple[ClimateMonth, ...] = ()
    services: tuple[Service, ...]
    topics: tuple[Topic, ...] = ()
    demands: tuple[Demand, ...]
    teams: tuple[Team, ...]
    members: tuple[Member, ...] = ()
    kits: tuple[Kit, ...] = ()
    lodgings: tuple[Lodging, ...] = ()
    almanac: tuple[AlmanacEntry, ...] = ()
    tasks: tuple[AgencyTask, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()

    @cached_property
    def place_by_id(self) -> MappingProxyType[str, Place]:
        """All places, villages among them, by id."""
        everywhere = (*self.places, *(v.as_place() for v in self.villages))
        return MappingProxyType({p.id: p for p in everywhere})

    @cached_property
    def village_by_id(self) -> MappingProxyType[str, Village]:
        """Villages by id."""
        return MappingProxyType({v.id: v for v in self.villages})

    @cached_property
    def commune_by_code(self) -> MappingProxyType[str, Commune]:
        """Communes by code."""
        return MappingProxyType({c.code: c for c in self.communes})

    @cached_property
    def service_by_id(self) -> MappingProxyType[str, Service]:
        """Services by id."""
        return MappingProxyType({s.id: s for s in self.services})

    @cached_property
    def team_by_id(self) -> MappingProxyType[str, Team]:
        """Teams by id."""
        return MappingProxyType({t.id: t for t in self.teams})

    def place(self, place_id: str) -> Place:
        """Return the place with this id.

        Raises
        ------
        NotFound
            If no place or village has it.
        """
        try:
            return self.place_by_id[place_id]
        except KeyError:
            raise NotFound(f"no place {place_id!r}") from None

    def members_of(self, team_id: str) -> tuple[Member, ...]:
        """Return the members of a team, in the workbook's order."""
        return tuple(m for m in self.members if team_id in m.teams)

    def kits_of(self, team_id: str) -> tuple[Kit, ...]:
        """Return the kits that a team carries, in the workbook's order."""
        return tuple(k for k in self.kits if k.team == team_id)
