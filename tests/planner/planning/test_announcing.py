"""Who announces a session, in which form and by when."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.agency import AgencyTask, OutreachForm
from planner.domain.announcement import Announcement, Step
from planner.domain.district import District
from planner.domain.plan import Stop
from planner.planning.announcing import (
    announcements,
    announcing_agencies,
    communes_of,
    duties,
)
from tests.calendars.scenes import MONDAY, TUESDAY, hai_xa, local, stop_at

STEPS_OF = {
    OutreachForm.LOUDSPEAKER: {"t7", "t2", "t0"},
    OutreachForm.MEETING: {"t7"},
    OutreachForm.LEAFLET: {"t7"},
    OutreachForm.HOME_VISIT: {"t2"},
    OutreachForm.TALK: set(),
}


@st.composite
def tasks(draw: st.DrawFn) -> tuple[AgencyTask, ...]:
    """Return tasks of up to three agencies, some twice in the same form."""
    one = st.builds(
        AgencyTask,
        id=st.uuids().map(str),
        agency=st.sampled_from(("Đoàn", "Đài", "Hội")),
        form=st.sampled_from(OutreachForm),
        topics=st.just(("b1",)),
        communes=st.sampled_from(((), ("c1",), ("c2",), ("c1", "c2"))),
    )
    return tuple(draw(st.lists(one, max_size=6)))


@st.composite
def stops(draw: st.DrawFn) -> tuple[Stop, ...]:
    """Return sessions of some of the four villages on some day at some hour."""
    villages = draw(st.lists(st.sampled_from(("v1", "v2", "v3", "v4")), unique=True))
    days = st.integers(0, 6).map(lambda n: MONDAY + timedelta(days=n))
    return tuple(stop_at(v, draw(days), draw(st.integers(6, 19))) for v in villages)


def world(given_tasks: tuple[AgencyTask, ...]) -> District:
    return hai_xa(tasks=given_tasks)


@given(tasks(), stops())
def test_every_commune_announces_each_session_thrice_and_agencies_as_their_forms_ask(
    given_tasks: tuple[AgencyTask, ...], held: tuple[Stop, ...]
) -> None:
    district = world(given_tasks)
    expected: Counter[tuple[str, str, str, str, str]] = Counter()
    for stop in held:
        for commune in communes_of(stop, district):
            for step in ("t7", "t2", "t0"):
                expected[stop.session.id, commune, "", "", step] += 1
            wanted = {
                (task.agency, task.form.value, step)
                for task in given_tasks
                if commune in (task.communes or ("c1", "c2"))
                for step in STEPS_OF[task.form]
            }
            for agency, form, step in wanted:
                expected[stop.session.id, commune, agency, form, step] += 1
    told = announcements(held, district)
    assert expected == Counter(
        (a.session, a.commune, a.agency, a.form.value if a.form else "", a.step.value) for a in told
    )


@given(tasks(), stops())
def test_announcements_are_due_before_the_session_in_the_order_of_the_chain(
    given_tasks: tuple[AgencyTask, ...], held: tuple[Stop, ...]
) -> None:
    for one in announcements(held, world(given_tasks)):
        assert one.due < one.start
        local_due = (one.due + timedelta(hours=7)).date()
        assert (one.day - local_due).days == {"t7": 7, "t2": 2, "t0": 0}[one.step]


@given(tasks(), stops())
def test_each_announcement_belongs_to_one_duty_and_names_are_their_own(
    given_tasks: tuple[AgencyTask, ...], held: tuple[Stop, ...]
) -> None:
    district = world(given_tasks)
    told = announcements(held, district)
    found = duties(told)
    assert Counter(told) == Counter(one for duty in found for one in duty.told)
    assert len({duty.name for duty in found}) == len(found)
    assert {duty.agency for duty in found if duty.agency} <= set(announcing_agencies(district))
    for duty in found:
        assert len({(one.agency, one.step, one.day, one.due) for one in duty.told}) == 1


def test_people_of_two_communes_are_told_by_both() -> None:
    told = announcements((stop_at("v1", MONDAY, 15),), hai_xa())  # people of v4 walk to v1
    assert [(a.commune, a.step.value, due(a)) for a in told] == [
        ("c1", "t7", "29/08 17:30"),
        ("c2", "t7", "29/08 17:30"),
        ("c1", "t2", "03/09 17:30"),
        ("c2", "t2", "03/09 17:30"),
        ("c1", "t0", "05/09 05:30"),
        ("c2", "t0", "05/09 05:30"),
    ]


def due(one: Announcement) -> str:
    return f"{one.due + timedelta(hours=7):%d/%m %H:%M}"


def test_what_was_said_changes_with_the_hour_and_a_duty_keeps_its_name() -> None:
    first, later = (
        {duty.name: duty.said for duty in duties(announcements((stop,), hai_xa()))}
        for stop in (stop_at("v2", MONDAY, 15), stop_at("v2", TUESDAY, 15))
    )
    assert first.keys() == later.keys()
    assert all(first[name] != later[name] for name in first)


def test_an_agency_that_only_talks_announces_nothing() -> None:
    talk = AgencyTask(id="a", agency="Công an", form=OutreachForm.TALK, topics=("b1",))
    spread = replace(talk, id="b", agency="Đài", form=OutreachForm.LOUDSPEAKER)
    assert announcing_agencies(world((talk, spread, replace(spread, id="c")))) == ("Đài",)


def test_the_day_is_the_districts_own() -> None:
    early = replace(stop_at("v2", TUESDAY, 1), start=local(TUESDAY, 1))
    assert early.start.date() == MONDAY  # in UTC
    (last,) = [a for a in announcements((early,), hai_xa()) if a.step is Step.SAME_DAY]
    assert (last.day, last.due) == (date(2022, 9, 6), datetime(2022, 9, 5, 22, 30, tzinfo=UTC))
