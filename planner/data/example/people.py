"""Makes teams, members, kits and lodgings; all people are plainly made up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from random import Random

from planner.data.example.facts import read_facts
from planner.domain.place import Place, PlaceKind
from planner.domain.road import VehicleClass
from planner.domain.team import Kit, KitKind, Lodging, Member, Team, TeamKind

MOBILE_SOURCE = "two mobile teams: Thanh tra 2022-08-25; vehicle, hours, nights: assumption"
COMMUNE_SOURCE = "each commune has its police: Thanh tra 2022-08-25; vehicle, hours: assumption"
MOBILE_ROLES = ("tổ trưởng", "cán bộ thu nhận", "cán bộ kỹ thuật", "lái xe")
COMMUNE_ROLES = ("trưởng công an xã", "công an viên", "đoàn viên thanh niên")
MOBILE_LANGUAGES = (
    ("mông kinh", "thái kinh", "kinh", "mông kinh"),
    ("mông kinh", "thái kinh", "dao kinh", "kinh"),
)
WITH_KIT = ("card", "eid", "vneid", "portal", "talk", "home")
WITHOUT_KIT = ("vneid", "portal", "talk")
MOBILE_KITS = (
    (KitKind.ENROLMENT, KitKind.ENROLMENT, KitKind.GENERATOR, KitKind.PORTABLE_SIGNAL),
    (KitKind.ENROLMENT, KitKind.ENROLMENT, KitKind.GENERATOR),
)
COMMUNE_KITS = (KitKind.ENROLMENT, KitKind.GENERATOR)  # where a commune has a station: assumption
MEMBERS_WITH_DAYS_OFF = 12
SEPTEMBER_2022 = tuple(date(2022, 9, day) for day in range(5, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who is in a team: one entry of ``languages`` per member, ``roles`` in the same order."""

    team: str
    name: str
    languages: tuple[str, ...]
    roles: tuple[str, ...]


def make_teams() -> tuple[Team, ...]:
    """Return the two mobile teams and the fifteen commune teams."""
    mobile = tuple(_mobile_team(number) for number, _ in enumerate(MOBILE_LANGUAGES, 1))
    return mobile + tuple(_commune_team(row) for row in read_facts("communes"))


def make_members(rng: Random) -> tuple[Member, ...]:
    """Return every team's members; a few of them have a day off in September 2022."""
    members = [member for crew in _crews() for member in _members(crew)]
    off = set(rng.sample(range(len(members)), MEMBERS_WITH_DAYS_OFF))
    return tuple(
        replace(member, days_off=(rng.choice(SEPTEMBER_2022),)) if i in off else member
        for i, member in enumerate(members)
    )


def make_kits() -> tuple[Kit, ...]:
    """Return the kits of the mobile teams and of the communes that have a station."""
    carried = [(f"mobile-{number}", kinds) for number, kinds in enumerate(MOBILE_KITS, 1)]
    for row in read_facts("communes"):
        if row["enrolment_kit"] == "1":
            carried.append((f"team-{row['slug']}", COMMUNE_KITS))
    return tuple(
        Kit(id=f"kit-{team}-{number}", kind=kind, team=team, synthetic=True)
        for team, kinds in carried
        for number, kind in enumerate(kinds, 1)
    )


def make_lodgings(places: Sequence[Place]) -> tuple[Lodging, ...]:
    """Return a lodging for two teams at each place that is one."""
    return tuple(
        Lodging(
            place=place.id,
            capacity=2,
            contact_role="đồn trưởng" if "Đồn" in place.name else "văn phòng UBND xã",
            source=place.source,
            synthetic=True,
        )
        for place in places
        if place.kind is PlaceKind.LODGING
    )


def _mobile_team(number: int) -> Team:
    return Team(
        id=f"mobile-{number}",
        name=f"Tổ lưu động {number}",
        kind=TeamKind.MOBILE,
        base="base-na-hy",
        vehicle_class=VehicleClass.FOUR_BY_FOUR,
        day_start=time(6, 0),
        day_end=time(23, 0),
        max_work_h=12.0,
        max_nights=4,
        services=WITH_KIT,
        source=MOBILE_SOURCE,
        synthetic=True,
    )


def _commune_team(row: dict[str, str]) -> Team:
    return Team(
        id=f"team-{row['slug']}",
        name=f"Tổ công an xã {row['name']}",
        kind=TeamKind.COMMUNE,
        commune=row["code"],
        base=f"seat-{row['slug']}",
        vehicle_class=VehicleClass.MOTORBIKE,
        day_start=time(6, 30),
        day_end=time(22, 30),
        max_work_h=10.0,
        services=WITH_KIT if row["enrolment_kit"] == "1" else WITHOUT_KIT,
        source=COMMUNE_SOURCE,
        synthetic=True,
    )


def _crews() -> Iterator[Crew]:
    for number, spoken in enumerate(MOBILE_LANGUAGES, 1):
        yield Crew(
            team=f"mobile-{number}",
            name=f"Tổ lưu động {number}",
            languages=spoken,
            roles=MOBILE_ROLES,
        )
    for row in read_facts("communes"):
        yield Crew(
            team=f"team-{row['slug']}",
            name=f"Tổ xã {row['name']}",
            languages=tuple(row["team_languages"].split("|")),
            roles=COMMUNE_ROLES,
        )


def _members(crew: Crew) -> Iterator[Member]:
    for number, spoken in enumerate(crew.languages, 1):
        yield Member(
            id=f"member-{crew.team}-{number}",
            name=f"Thành viên {number} – {crew.name} (ví dụ)",
            teams=(crew.team,),
            roles=(crew.roles[number - 1],),
            languages=tuple(spoken.split()),
            synthetic=True,
        )
