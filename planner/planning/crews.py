"""What teams bring to a place, and which of them can hold the same session there."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

from planner.domain.district import District
from planner.domain.place import Place, Signal
from planner.domain.plan import Horizon, SkipReason
from planner.domain.service import Service, ServiceForm
from planner.domain.team import KitKind, Team, TeamKind
from planner.planning.almanac import present, team_days
from planner.world.travel import TravelTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a team brings on a usual working day of the horizon.

    ``hands`` is how many members are there on most days. ``languages`` are spoken by somebody on
    some day, ``always`` by somebody on every day: only these save the time of interpreting.
    """

    team: Team
    kits: int
    hands: int
    generator: bool
    portable_signal: bool
    languages: frozenset[str]
    always: frozenset[str]

    def tag_at(self, place: Place) -> str:
        """Return a short mark of what counts at a place, the same for crews that serve alike.

        A generator decides only which services are offered; a signal kit also how fast.
        """
        boosted = self.portable_signal and place.signal is Signal.WEAK
        return f"k{self.kits}h{self.hands}{'s' * boosted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Teams that serve alike at one place, with what they can offer there.

    ``tag`` is a short mark of both, for session ids.
    """

    tag: str
    means: tuple[Means, ...]
    services: tuple[Service, ...]

    @property
    def usual(self) -> Means:
        """Kits and hands that all teams of the crew share."""
        return self.means[0]


def means_of(district: District, horizon: Horizon) -> tuple[Means, ...]:
    """Return the means of every team that works at all within the horizon."""
    found = (_means(district, horizon, team) for team in district.teams)
    return tuple(means for means in found if means is not None)


def _means(district: District, horizon: Horizon, team: Team) -> Means | None:
    teams_days = [present(district, team, day) for day in team_days(district, horizon, team)]
    if not teams_days:
        return None
    spoken = [frozenset(x for m in members for x in m.languages) for members in teams_days]
    kinds = [kit.kind for kit in district.kits_of(team.id)]
    return Means(
        team=team,
        kits=kinds.count(KitKind.ENROLMENT),
        hands=median_low(len(members) for members in teams_days),
        generator=KitKind.GENERATOR in kinds,
        portable_signal=KitKind.PORTABLE_SIGNAL in kinds,
        languages=frozenset().union(*spoken),
        always=frozenset.intersection(*spoken),
    )


def may_serve(team: Team, place: Place) -> bool:
    """Return whether a team holds sessions at a place: commune teams in their commune only."""
    return team.kind is TeamKind.MOBILE or team.commune == place.commune


def can_reach(team: Team, place: Place, travel: TravelTimes) -> bool:
    """Return whether a team gets from its base to a place and back."""
    there = travel.between(team.vehicle_class, team.base, place.id)
    back = travel.between(team.vehicle_class, place.id, team.base)
    return there is not None and back is not None


def lacking(means: Means, service: Service, place: Place, language: str) -> tuple[SkipReason, ...]:
    """Return what a team is missing to offer a service where people speak ``language``."""
    no_signal = place.signal is Signal.NONE and not means.portable_signal
    missing = {
        SkipReason.KIT: service.needs_kit and means.kits == 0,
        SkipReason.POWER: service.needs_power and not place.power and not means.generator,
        SkipReason.SIGNAL: service.needs_signal and no_signal,
        SkipReason.LANGUAGE: service.needs_language and language not in means.languages,
    }
    return tuple(reason for reason, is_missing in missing.items() if is_missing)


def can_offer(means: Means, service: Service, place: Place, language: str) -> bool:
    """Return whether a team has the service, and what it needs at this place."""
    return service.id in means.team.services and not lacking(means, service, place, language)


def crews_at(
    district: District,
    place: Place,
    language: str,
    everyone: Iterable[Means],
    travel: TravelTimes,
) -> tuple[Crew, ...]:
    """Return the crews that can serve at a place, each with all it can offer there.

    A crew whose kits take all its hands appears again without them, so that it can also help with
    what needs hands only.
    """
    alike: dict[tuple[str, tuple[Service, ...]], list[Means]] = {}
    for means in everyone:
        if not may_serve(means.team, place) or not can_reach(means.team, place, travel):
            continue
        offered = tuple(s for s in district.services if can_offer(means, s, place, language))
        for services in _bundles(means, offered):
            alike.setdefault((means.tag_at(place), services), []).append(means)
    return tuple(
        Crew(tag=f"{tag}-{'+'.join(s.id for s in services)}", means=tuple(means), services=services)
        for (tag, services), means in alike.items()
    )


def _bundles(means: Means, offered: tuple[Service, ...]) -> tuple[tuple[Service, ...], ...]:
    if not offered:
        return ()
    without_kits = tuple(s for s in offered if not s.needs_kit)
    by_hand = any(s.form is not ServiceForm.TALK for s in without_kits)
    if means.hands == 1 and by_hand and len(without_kits) < len(offered):
        return (offered, without_kits)
    return (offered,)
