"""A district in which no village can be served, each for a reason of its own; and fresh boards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.place import Commune, PlaceKind, Signal, Village
from planner.domain.road import Segment, Surface, VehicleClass
from planner.domain.service import Demand
from planner.domain.team import Kit, KitKind, Lodging, Member, Team, TeamKind
from planner.planning.case import Case, due_session
from planner.planning.changes import applied, lifted
from planner.planning.claims import Try
from planner.planning.due import sessions_due
from planner.planning.edits import Board, open_board
from planner.planning.plan import drafted
from planner.planning.wanted import Unserved, Wanted
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_replan import MON

KINDS = {
    "kit": "OneMoreKit:enrolment",
    "power": "OneMoreKit:generator",
    "signal": "OneMoreKit:portable_signal",
    "language": "Speaks",
    "service": "Offers",
    "hours": "MoreHours",
    "closed": "OpenOn",
    "absent": "There",
    "noroad": "NewRoad",
    "track": "Mended",
    "far": "MoreNights",
    "noteam": "LeavesCommune",
}
"""What stands in the way of each village, and the change that would have to be among the claims."""
SERVICE = {"signal": "vneid", "language": "talk"}


def impossible() -> District:
    """Return a village of its own commune and team for each kind."""
    villages = tuple(_village(kind) for kind in KINDS)
    staffed = [kind for kind in KINDS if kind != "noteam"]
    teams = tuple(_team(kind) for kind in staffed)
    card = valley.card(needs_power=True)
    return valley.district(
        villages=villages,
        segments=tuple(s for kind in KINDS for s in _roads(kind)),
        communes=tuple(
            Commune(code=f"c-{kind}", edition=2022, name=f"xã {kind}", seat=f"seat-{kind}")
            for kind in KINDS
        ),
        places=tuple(
            valley.place(f"seat-{kind}", PlaceKind.COMMUNE_SEAT, commune=f"c-{kind}")
            for kind in KINDS
        ),
        services=(card, valley.vneid(), valley.talk()),
        demands=tuple(
            Demand(village=kind, service=SERVICE.get(kind, "card"), people=40) for kind in KINDS
        ),
        teams=teams,
        members=tuple(m for kind in staffed for m in _members(kind)),
        kits=tuple(k for kind in staffed for k in _kits(kind)),
        lodgings=(Lodging(place="far"),),
        almanac=(
            valley.entry(
                AlmanacKind.CLOSED, MON, MON + timedelta(days=30), scope="closed", name="Tang lễ"
            ),
            valley.entry(
                AlmanacKind.CLOSED,
                MON - timedelta(days=21),
                MON + timedelta(days=60),
                id="market-day",
                scope="closed",
                rule="FREQ=WEEKLY;BYDAY=TU",
            ),
        ),
    )


def _village(kind: str) -> Village:
    return valley.village(
        kind,
        commune=f"c-{kind}",
        power=kind != "power",
        signal=Signal.NONE if kind == "signal" else Signal.GOOD,
        languages=("dao",) if kind == "language" else ("hmong",),
        latitude_deg=21.72,
        longitude_deg=102.72,
    )


def _team(kind: str) -> Team:
    team = valley.team(f"t-{kind}", kind=TeamKind.COMMUNE, commune=f"c-{kind}", base=f"seat-{kind}")
    if kind == "service":
        return replace(team, services=("talk",))
    if kind == "hours":
        return replace(team, day_start=time(6), day_end=time(9))
    if kind == "far":
        return replace(team, day_start=time(7), day_end=time(20))
    return team


def _roads(kind: str) -> Iterator[Segment]:
    if kind == "track":
        yield valley.road(
            f"seat-{kind}", kind, 14.0, surface=Surface.PATH, lowest_class=VehicleClass.FOOT
        )
    elif kind == "noteam":
        # only the team that speaks the wrong language for its own village comes near
        yield valley.road("seat-language", kind, 12.0)
    elif kind != "noroad":
        yield valley.road(f"seat-{kind}", kind, 100.0 if kind == "far" else 12.0)


def _members(kind: str) -> tuple[Member, ...]:
    if kind == "absent":
        away = tuple(MON + timedelta(days=n) for n in range(-7, 30))
        return valley.members(f"t-{kind}", 1, days_off=away)
    return valley.members(f"t-{kind}", 2)


def _kits(kind: str) -> tuple[Kit, ...]:
    return () if kind == "kit" else valley.kits(f"t-{kind}", 1, KitKind.ENROLMENT)


def fresh_board(case: Case, one: Try, place: str = "") -> Board:
    """Return the plan on a board of the changed district, all of it worked out anew.

    What is planned and no longer due by name stays a session, as it was told. With a ``place`` only
    what is due there can be added: as good for what is asked of one place, and much sooner.
    """
    district = applied(case.district, one.changes)
    request = replace(case.request, sky=lifted(case.request.sky, one.changes))
    travel = travel_times(district, request.state)
    due = {s.id: s for s in sessions_due(district, request.horizon, travel, only=place)}
    told = {x.session.id: x.session for day in case.plan.shifts for x in day.stops}
    names = case.board.translation
    before = {s.id: s for s in (*names.sessions, *names.cut_off) if place in ("", s.place)}
    sessions = tuple({**before, **told, **due}.values())
    return open_board(drafted(district, sessions, travel, request).sealed(), case.plan)


def serves(board: Board, session: str, wanted: Wanted, case: Case) -> bool:
    """Return whether a session is what is wanted: it serves these people, or has the services."""
    sessions = {s.id: s for s in board.translation.sessions}
    if isinstance(wanted, Unserved):
        expected = {(e.village, e.service) for e in sessions[session].expected}
        return (wanted.village, wanted.service) in expected
    asked = due_session(case, wanted)
    own = sessions[session]
    same = (own.place, own.sitting) == (asked.place, asked.sitting)
    return same and set(asked.services) <= set(own.services)
