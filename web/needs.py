"""What needs the reader now: what is due or wrong today, each with the page that settles it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from planner.domain.account import Role
from planner.jobs.outcomes import find_conflicts
from planner.planning.register import Told, commune_of
from planner.planning.soundness import unreported
from planner.world.sky import months_without_climate
from web.announcing import pressing
from web.calling import calls_left
from web.formats import number, plain_day
from web.gate.acting import acting
from web.gate.policy import may
from web.outcomes.page import known
from web.roads.ledger import Line, lines, reports
from web.shelf import KnownWeather, Shown, shelf
from web.words import communes_warned

OLD = timedelta(hours=36)
"""A forecast that is older has let its best days pass: trust falls with each day of lead."""
MOST_ROADS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing to do: what it is about, what there is of it, and where it is done."""

    title: str
    text: str
    address: str
    link: str


def needs(shown: Shown) -> list[Need]:
    """Return what needs the reader, what cannot wait first; nothing that is not theirs to see."""
    found = (
        *_sky(shown),
        *_roads(shown),
        *_to_call(shown),
        *_to_announce(shown),
        *_to_publish(shown),
        *_to_report(),
    )
    return list(found)


def _sky(shown: Shown) -> Iterator[Need]:
    """Yield the warnings that hold, and a forecast that is missing while teams travel."""
    horizon = shown.plan.horizon
    if not horizon.first <= shown.today <= horizon.last or months_without_climate(shown.district):
        return
    known_weather = shelf().weather(shown)
    if known_weather is None or not may("advising.page"):
        return
    for warning in known_weather.sky.warnings:
        if warning.last >= shown.today:
            where = communes_warned(shown.district, warning)
            until = plain_day(warning.last)
            yield Need(
                title=gettext("Weather warning:"),
                text=gettext("%(communes)s, until %(day)s.", communes=where, day=until),
                address=url_for("advising.page"),
                link=gettext("Hold, swap or stay low"),
            )
    yield from _forecast(known_weather)


def _forecast(known_weather: KnownWeather) -> Iterator[Need]:
    at = known_weather.told_at
    if at is not None and shelf().now() - at <= OLD:
        return
    hours = number((shelf().now() - at) / timedelta(hours=1)) if at else ""
    yield Need(
        title=gettext("No fresh forecast:"),
        text=gettext("The newest is %(hours)s hours old.", hours=hours)
        if at
        else gettext("Only the climate of the month is known."),
        address=url_for("advising.page", _anchor="forecast"),
        link=gettext("Give a newer one") if at else gettext("Give one"),
    )


def _roads(shown: Shown) -> Iterator[Need]:
    """Yield the roads reported closed since the plan was published: it knows nothing of them."""
    if shown.revision is None or not may("repairs.form"):
        return
    since = shown.revision.published_at
    closed = [x for x in lines(shown, reports()) if x.closes and x.told.said.made_at > since]
    if closed:
        yield Need(
            title=ngettext(
                "%(num)s road closed since the plan was published:",
                "%(num)s roads closed since the plan was published:",
                len(closed),
            ),
            text=_named(closed),
            address=url_for("roads.impact", number=closed[0].told.id),
            link=gettext("What that does"),
        )


def _named(closed: list[Line]) -> str:
    names = list(dict.fromkeys(line.road for line in closed))
    more = len(names) - MOST_ROADS
    rest = [gettext("%(count)s more", count=number(more))] if more > 0 else []
    return "; ".join([*names[:MOST_ROADS], *rest]) + "."


def _to_call(shown: Shown) -> Iterator[Need]:
    if shown.revision is None or not may("calling.tick"):
        return
    left = calls_left(shown.revision.number)
    if left:
        yield Need(
            title=ngettext("%(num)s call to make:", "%(num)s calls to make:", left),
            text=gettext("They get changes with under 48 hours' notice."),
            address=url_for("calling.page", revision=shown.revision.number),
            link=gettext("Call list"),
        )


def _to_announce(shown: Shown) -> Iterator[Need]:
    commune = _own_commune()
    due = pressing(shown, commune)
    if due and may("announcing.note"):
        yield Need(
            title=ngettext(
                "%(num)s announcement is due:", "%(num)s announcements are due:", due.total()
            ),
            text=gettext("The first is for sessions of %(day)s.", day=plain_day(min(due))),
            address=url_for("announcing.page", day=min(due), commune=commune or None),
            link=gettext("Announcements"),
        )


def _to_publish(shown: Shown) -> Iterator[Need]:
    if not may("publishing.confirm"):
        return
    if shown.revision is None:
        yield Need(
            title=gettext("The plan is a draft."),
            text=gettext("Look at the weeks, then publish it."),
            address=url_for("publishing.preview", plan=shown.plan_id),
            link=gettext("See what publishing it would change"),
        )
    elif shown.newer_plan is not None:
        yield Need(
            title=gettext("A newer plan is not published:"),
            text=gettext("plan %(number)s.", number=number(shown.newer_plan)),
            address=url_for("publishing.preview", plan=shown.newer_plan),
            link=gettext("See what publishing it would change"),
        )


def _to_report() -> Iterator[Need]:
    """Yield the sessions of which nothing was heard, and those of which too much was."""
    if not may("outcomes.report"):
        return
    told, commune = known(), _own_commune()
    places = {p.key: p.place for p in told.promised}
    missing = [key[1] for key in unreported(told) if _lies_in(told, places[key], commune)]
    if missing:
        yield Need(
            title=ngettext(
                "%(num)s session without a report:",
                "%(num)s sessions without a report:",
                len(missing),
            ),
            text=gettext("The oldest is of %(day)s.", day=plain_day(min(missing))),
            address=url_for("outcomes.page", day=min(missing)),
            link=gettext("Outcomes"),
        )
    differ = [x for x in find_conflicts(told) if _lies_in(told, x.counting.place, commune)]
    if differ:
        yield Need(
            title=ngettext(
                "Reports of %(num)s session differ:",
                "Reports of %(num)s sessions differ:",
                len(differ),
            ),
            text=gettext("Decide which of them counts."),
            address=url_for("outcomes.page", _anchor="conflicts"),
            link=gettext("Outcomes"),
        )


def _lies_in(told: Told, place: str, commune: str) -> bool:
    return commune in ("", commune_of(told.district, place))


def _own_commune() -> str:
    """Return the commune that a commune's officer looks after, nothing for who sees them all."""
    who = acting()
    return who.commune if who and who.role is Role.OFFICER else ""
