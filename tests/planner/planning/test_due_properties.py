"""What holds for every candidate session of any small district."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District
from planner.domain.place import PlaceKind, Signal, Village
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.domain.session import Session, Sitting
from planner.domain.team import Kit, KitKind, Member, TeamKind
from planner.planning.due import LENGTHS_H, REPEATS, sessions_due
from planner.world.travel import travel_times
from tests.planner import valley

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
SERVICES = (valley.card(needs_power=True), valley.vneid(), valley.talk())
TEAMS = (valley.team("m1"), valley.team("t1", kind=TeamKind.COMMUNE, commune="c1"))
MARKET = valley.entry(
    AlmanacKind.MARKET, MON, WEEK.last, scope="mk", opens=time(5), closes=time(10)
)
HOURS = {
    Sitting.VILLAGE_EVENING: (time(15, 30), time(22)),
    Sitting.VILLAGE_DAY: (time(7), time(15, 30)),
    Sitting.SEAT: (time(7), time(19)),
    Sitting.MARKET: (time(5), time(10)),
}
CLOSING = (AlmanacKind.HOLIDAY, AlmanacKind.CLOSED)

languages = st.sampled_from((("hmong",), ("dao", "hmong"), ("vietnamese",)))


@st.composite
def villages(draw: st.DrawFn) -> tuple[Village, ...]:
    """Return one to three villages, each in the one commune or in another."""
    return tuple(
        valley.village(
            f"v{i}",
            commune=draw(st.sampled_from(("c1", "c2"))),
            signal=draw(st.sampled_from(Signal)),
            power=draw(st.booleans()),
            languages=draw(languages),
        )
        for i in range(1, draw(st.integers(1, 3)) + 1)
    )


@st.composite
def equipment(draw: st.DrawFn) -> tuple[Kit, ...]:
    """Return up to three kits a team, with or without generator and signal kit."""
    return tuple(
        kit
        for team in TEAMS
        for kind, most in zip(KitKind, (3, 1, 1), strict=True)
        for kit in valley.kits(team.id, draw(st.integers(0, most)), kind)
    )


@st.composite
def people(draw: st.DrawFn) -> tuple[Member, ...]:
    """Return one to four members a team, who all speak the same languages."""
    return tuple(
        member
        for team in TEAMS
        for member in valley.members(team.id, draw(st.integers(1, 4)), languages=draw(languages))
    )


@st.composite
def days(draw: st.DrawFn) -> AlmanacEntry:
    """Return a holiday, a closed day or a day of other turnout, somewhere."""
    return valley.entry(
        draw(st.sampled_from((*CLOSING, AlmanacKind.TURNOUT))),
        draw(st.dates(MON, MON + timedelta(days=4))),
        scope=draw(st.sampled_from(("", "c1", "v1", "base"))),
        factor=draw(st.sampled_from((0.0, 0.5, 1.5))),
    )


@st.composite
def districts(draw: st.DrawFn) -> District:
    """Return villages around a seat and a market without signal, with two teams."""
    homes = draw(villages())
    return valley.district(
        homes,
        [
            valley.road("base", "mk", 2),
            *(valley.road("base", v.id, draw(st.integers(1, 20))) for v in homes),
        ],
        places=(
            valley.place("base", PlaceKind.BASE),
            valley.place("mk", PlaceKind.MARKET, signal=Signal.NONE),
        ),
        services=SERVICES,
        demands=tuple(
            valley.demand(v.id, s.id, draw(st.integers(0, 200))) for v in homes for s in SERVICES
        ),
        teams=TEAMS,
        members=draw(people()),
        kits=draw(equipment()),
        almanac=(MARKET, *draw(st.lists(days(), max_size=4))),
    )


def due(district: District) -> tuple[Session, ...]:
    """Return the sessions of the week on dry roads."""
    return sessions_due(district, WEEK, travel_times(district, RoadState.DRY))


def local(day: date, clock: time) -> datetime:
    """Return a local clock time of the district in UTC (+7)."""
    return datetime.combine(day, clock, tzinfo=UTC) - timedelta(hours=7)


def people_of(session: Session, service: str) -> int:
    """Return how many people a session expects for a service."""
    return sum(e.people for e in session.expected if e.service == service)


seeded = settings(derandomize=True, deadline=None, max_examples=25)


@seeded
@given(districts())
def test_ids_are_unique_and_groups_are_of_one_series(district: District) -> None:
    sessions = due(district)
    assert max(Counter(s.id for s in sessions).values(), default=1) == 1
    for session in sessions:
        assert session.id.startswith(f"{session.group}/")
        assert 1 <= session.repeat <= REPEATS[session.sitting]


@seeded
@given(districts())
def test_nobody_is_expected_who_does_not_wait(district: District) -> None:
    waiting = {(d.village, d.service): d.people for d in district.demands}
    for session in due(district):
        assert all(0 < e.people <= waiting[e.village, e.service] for e in session.expected)
        assert {e.service for e in session.expected} == set(session.services)
        assert all(e.walk_in is (e.village != session.place) for e in session.expected)


@seeded
@given(districts())
def test_kits_and_members_have_the_time(district: District) -> None:
    for session in due(district):
        sitting_min = max(LENGTHS_H[session.sitting]) * 60 * 0.85
        for team, _ in session.takes:
            kits = sum(k.kind is KitKind.ENROLMENT for k in district.kits_of(team))
            assert people_of(session, "card") <= kits * (sitting_min // 12)
            assert session.stations <= len(district.members_of(team))
        busy_min = 12 * people_of(session, "card") + 5 * people_of(session, "vneid")
        assert busy_min <= session.stations * sitting_min
        assert people_of(session, "talk") <= 60


@seeded
@given(districts())
def test_needs_are_told_where_the_place_lacks_what_is_offered(district: District) -> None:
    for session in due(district):
        place = district.place(session.place)
        offered = [district.service_by_id[s] for s in session.services]
        no_signal = place.signal is Signal.NONE
        assert session.needs_signal is (no_signal and any(s.needs_signal for s in offered))
        assert session.needs_power is (not place.power and any(s.needs_power for s in offered))
        assert session.needs_kit is any(s.needs_kit for s in offered)
        assert bool(session.needs_language) is any(s.needs_language for s in offered)


@seeded
@given(districts())
def test_every_team_has_what_its_sessions_need(district: District) -> None:
    for session in due(district):
        for team_id, _ in session.takes:
            team = district.team_by_id[team_id]
            kinds = {k.kind for k in district.kits_of(team_id)}
            spoken = {x for m in district.members_of(team_id) for x in m.languages}
            home = district.place(session.place).commune
            assert team.kind is TeamKind.MOBILE or team.commune == home
            assert KitKind.ENROLMENT in kinds or not session.needs_kit
            assert KitKind.GENERATOR in kinds or not session.needs_power
            assert KitKind.PORTABLE_SIGNAL in kinds or not session.needs_signal
            assert session.needs_language in ("", *spoken)


@seeded
@given(districts())
def test_windows_lie_in_opening_hours_of_open_days(district: District) -> None:
    for session in due(district):
        opens, closes = HOURS[session.sitting]
        longest = max(took for _, took in session.takes)
        place = district.place(session.place)
        closed = {
            entry.first
            for entry in district.almanac
            if entry.kind in CLOSING and entry.scope in ("", place.commune, place.id)
        }
        for window in session.windows:
            day = (window.earliest + timedelta(hours=7)).date()
            assert local(day, opens) <= window.earliest <= window.latest
            assert window.latest + longest <= local(day, closes)
            assert day.weekday() < 5
            assert day not in closed
