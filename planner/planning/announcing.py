"""The chain of announcements: by whom, in which form and by when people are told of a session.

The chain is a planner's choice: a week before people can still arrange their field work and look
for their papers, two days before they are reminded at home, on the day the loudspeaker says it
again. Hours are those at which people are in the village: in the evening, and before they leave.
"""

from collections.abc import Iterable, Iterator
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from planner.domain.agency import OutreachForm
from planner.domain.announcement import Announcement, Duty, Step
from planner.domain.district import District
from planner.domain.plan import Stop
from planner.planning.clock import moment

DAYS_BEFORE = {Step.WEEK_BEFORE: 7, Step.TWO_DAYS_BEFORE: 2, Step.SAME_DAY: 0}
HOURS = {
    Step.WEEK_BEFORE: time(17, 30),
    Step.TWO_DAYS_BEFORE: time(17, 30),
    Step.SAME_DAY: time(5, 30),
}
STEPS: dict[OutreachForm, tuple[Step, ...]] = {
    OutreachForm.LOUDSPEAKER: (Step.WEEK_BEFORE, Step.TWO_DAYS_BEFORE, Step.SAME_DAY),
    OutreachForm.MEETING: (Step.WEEK_BEFORE,),
    OutreachForm.LEAFLET: (Step.WEEK_BEFORE,),
    OutreachForm.HOME_VISIT: (Step.TWO_DAYS_BEFORE,),
    OutreachForm.TALK: (),
}
"""When each form is of use. A talk is held at the session itself: it announces nothing."""


def announcements(stops: Iterable[Stop], district: District) -> tuple[Announcement, ...]:
    """Return every announcement of every session of a plan, by due time."""
    found = dict.fromkeys(
        one
        for stop in stops
        for commune in communes_of(stop, district)
        for one in _chain(stop, commune, district)
    )
    return tuple(sorted(found, key=lambda a: (a.due, a.start, a.session, a.commune, a.agency)))


def duties(told: Iterable[Announcement]) -> tuple[Duty, ...]:
    """Return who announces what in one go, by due time."""
    together: dict[tuple[object, ...], list[Announcement]] = {}
    for one in told:
        mine = (one.agency, one.day) if one.agency else (one.commune, one.session)
        together.setdefault((one.step, *mine), []).append(one)
    found = (Duty(told=tuple(group)) for group in together.values())
    return tuple(sorted(found, key=lambda duty: (duty.due, duty.name)))


def announcing_agencies(district: District) -> tuple[str, ...]:
    """Return the agencies that have something to announce, as the outreach plan names them."""
    return tuple(dict.fromkeys(task.agency for task in district.tasks if STEPS[task.form]))


def communes_of(stop: Stop, district: District) -> tuple[str, ...]:
    """Return the codes of the communes whose people are served, and of where it is held."""
    served = (district.village_by_id[village].commune for village, _, _ in stop.served)
    wanted = dict.fromkeys((district.place(stop.session.place).commune, *served))
    return tuple(code for code in wanted if code in district.commune_by_code)


def _chain(stop: Stop, commune: str, district: District) -> Iterator[Announcement]:
    """Yield the announcements of a session in one commune: its office's, then the agencies'."""
    day = stop.start.astimezone(ZoneInfo(district.settings.timezone)).date()
    for agency, form, steps in _tellers(commune, district):
        for step in steps:
            told_on = day - timedelta(days=DAYS_BEFORE[step])
            yield Announcement(
                session=stop.session.lasting_name,
                commune=commune,
                day=day,
                step=step,
                agency=agency,
                form=form,
                due=moment(district, told_on, HOURS[step]),
                start=stop.start,
            )


def _tellers(
    commune: str, district: District
) -> Iterator[tuple[str, OutreachForm | None, tuple[Step, ...]]]:
    yield "", None, tuple(Step)
    for task in district.tasks:
        if not task.communes or commune in task.communes:
            yield task.agency, task.form, STEPS[task.form]
