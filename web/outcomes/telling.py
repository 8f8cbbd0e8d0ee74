"""The form that reports a session: what was typed becomes a report, or messages by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum
from secrets import token_hex
from types import SimpleNamespace
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, url_for
from markupsafe import Markup

from planner.domain import outcome_words
from planner.domain.outcome import (
    MOST_PEOPLE,
    Channel,
    Count,
    Held,
    Outcome,
    Promised,
    Reporter,
    RoadMet,
    WhyNot,
)
from planner.domain.service import Service
from planner.domain.written import Cell, Ref
from planner.errors import BadData, BadFile
from planner.messages import Words
from planner.planning.intake import Telling, outcome_of
from planner.planning.register import Told
from web.languages import chosen_language

T = TypeVar("T", bound=StrEnum)
LABELS: dict[str, Words] = {
    "held": Words("Buổi có diễn ra không", "Was the session held"),
    "reason": Words("Vì sao không đủ", "Why not in full"),
    "arrived": Words("Giờ đến", "Arrived at"),
    "left": Words("Giờ rời", "Left at"),
    "road": Words("Đường đi gặp lúc xấu nhất", "The road at its worst"),
    "note": Words("Ghi chú", "Note"),
    "reporter": Words("Ai báo", "Who reports"),
    "channel": Words("Nhận qua", "How it came"),
}
SERVED = Words("Đã phục vụ", "Served")
ABSENT = Words("Vắng mặt", "Absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in a form for one session, and what is wrong with it, by field.

    ``prefix`` sets the fields of several sessions in one form apart.
    """

    promised: Promised
    services: tuple[Service, ...]
    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""

    def value(self, name: str) -> str:
        """Return what was typed, "" if nothing was."""
        return self.values.get(self.prefix + name, "")

    @property
    def tells(self) -> bool:
        """Whether anything was typed that tells of the session."""
        numbers = [f"{kind}_{s.id}" for kind in ("served", "absent") for s in self.services]
        return any(self.value(name).strip() for name in ("held", "reason", "note", *numbers))


def services_of(told: Told, promised: Promised) -> tuple[Service, ...]:
    """Return the services to ask about: those that the session expects, by the workbook."""
    expected = promised.by_service()
    return tuple(s for s in told.district.services if s.id in expected)


def blank(told: Told, promised: Promised, *, prefix: str = "", **given: str) -> Form:
    """Return an empty form, with a new code for the report that it will make."""
    values = {"report": new_code(), "reporter": Reporter.TEAM.value, **given}
    return Form(
        promised=promised,
        services=services_of(told, promised),
        values={prefix + name: value for name, value in values.items()},
        prefix=prefix,
    )


def new_code() -> str:
    """Return a code for a report that nobody has given yet."""
    return f"w-{token_hex(12)}"


def typed(told: Told, promised: Promised, values: Mapping[str, str], *, prefix: str = "") -> Form:
    """Return a form as it was sent."""
    services = services_of(told, promised)
    return Form(promised=promised, services=services, values=dict(values), prefix=prefix)


def read(told: Told, form: Form, channel: Channel | None = None) -> tuple[Form, Outcome | None]:
    """Return the form with what is wrong with it, or the report that it makes.

    ``channel`` is None where the form says it.
    """
    faults: dict[str, str] = {}
    wrong = list(_unreadable(form))
    if not wrong:
        try:
            return form, _outcome(told, form, channel)
        except BadFile as refused:
            wrong = [f for f in refused.exceptions if isinstance(f, BadData)]
    for fault in wrong:
        labels = {**LABELS, **_count_labels(form.services)}
        said = fault.at("", labels.get(fault.field)).text(chosen_language())
        faults.setdefault(form.prefix + fault.field, said.partition("\n")[0])
    return (
        Form(
            promised=form.promised,
            services=form.services,
            values=form.values,
            faults=faults,
            prefix=form.prefix,
        ),
        None,
    )


def filled(form: Form, outcome: Outcome, zone: ZoneInfo) -> Form:
    """Return a form that says what a report says, to correct it by a new one."""
    counts = {c.service: c for c in outcome.counts}
    values = {
        "report": new_code(),
        "held": outcome.held.value,
        "reason": outcome.reason.value if outcome.reason else "",
        "arrived": _clock(outcome.arrived, zone),
        "left": _clock(outcome.left, zone),
        "road": outcome.road.value if outcome.road else "",
        "note": outcome.note,
        "reporter": outcome.reporter.value,
        "channel": outcome.channel.value,
    }
    for s in form.services:
        count = counts.get(s.id)
        values |= {f"served_{s.id}": str(count.served if count else 0)}
        values |= {f"absent_{s.id}": str(count.absent if count else 0)}
    return Form(promised=form.promised, services=form.services, values=values)


def told_at(text: str, now: datetime) -> datetime:
    """Return when a report was told by the phone's clock; now, if it says nothing sensible."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now
    return moment.astimezone(UTC) if moment.tzinfo else now


CHOICES = SimpleNamespace(
    held=tuple(Held),
    why=tuple(WhyNot),
    road=tuple(RoadMet),
    reporter=tuple(Reporter),
    channel=(Channel.CALL, Channel.PHONE),
)
"""What a form offers."""


def offer_telling(app: Flask) -> None:
    """Let templates name what reports say."""
    app.add_template_filter(said, "told")
    app.add_template_filter(label, "field")
    app.add_template_filter(in_short, "in_short")
    app.add_template_filter(count_of, "count_of")
    app.add_template_filter(place_of, "place_of")
    app.add_template_filter(team_of, "team_of")
    app.add_template_filter(cell, "cell")
    app.context_processor(lambda: {"choices": CHOICES})


def cell(written: Cell) -> str | Markup:
    """Return the words of a table's cell, as a link if they lead somewhere."""
    if isinstance(written, Ref) and written.day:
        target = url_for("outcomes.occasion", day=written.day, name=written.session)
    elif isinstance(written, Ref) and written.village:
        target = url_for("village.page", village_id=written.village)
    else:
        return str(written)
    return Markup('<a href="{}">{}</a>').format(target, written.text)


def place_of(place: str, told: Told) -> str:
    """Return the name of a place, its id if it is no longer known."""
    found = told.district.place_by_id.get(place)
    return found.name if found else place


def team_of(team: str, told: Told) -> str:
    """Return the name of a team, its id if it is no longer known."""
    found = told.district.team_by_id.get(team)
    return found.name if found else team


def count_of(outcome: Outcome, service: str) -> Count:
    """Return what a report counts for a service, nobody if it says nothing."""
    nobody = Count(service=service, served=0)
    return next((c for c in outcome.counts if c.service == service), nobody)


def in_short(outcome: Outcome, told: Told) -> str:
    """Return what a report says in one line."""
    head = said(outcome.held)
    if outcome.reason:
        head += f" ({said(outcome.reason)})"
    letters = {s.id: s.letter for s in told.district.services}
    counts = ", ".join(
        f"{letters.get(c.service, c.service)} {c.served}/{c.absent}" for c in outcome.counts
    )
    return f"{head}; {counts}" if counts else head


def said(value: StrEnum) -> str:
    """Return what a choice of a report is called, in the language of the request."""
    return outcome_words.ALL[value].text(chosen_language())


def label(name: str) -> str:
    """Return what a field is called, in the language of the request."""
    return LABELS[name].text(chosen_language())


def _clock(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def _count_labels(services: Sequence[Service]) -> dict[str, Words]:
    kinds = {"served": SERVED, "absent": ABSENT}
    return {
        f"{kind}_{s.id}": Words(f"{w.vietnamese}: {s.name}", f"{w.english}: {s.name}")
        for kind, w in kinds.items()
        for s in services
    }


def _outcome(told: Told, form: Form, channel: Channel | None) -> Outcome:
    telling = Telling(
        held=Held(form.value("held")),
        reason=_choice(WhyNot, form.value("reason")),
        counts=tuple(
            Count(
                service=s.id,
                served=int(form.value(f"served_{s.id}").strip() or 0),
                absent=int(form.value(f"absent_{s.id}").strip() or 0),
            )
            for s in form.services
        ),
        arrived=_time(form.value("arrived")),
        left=_time(form.value("left")),
        road=_choice(RoadMet, form.value("road")),
        note=" ".join(form.value("note").split()),
        reporter=_choice(Reporter, form.value("reporter")) or Reporter.TEAM,
        channel=channel or _choice(Channel, form.value("channel")) or Channel.CALL,
        report=form.value("report"),
    )
    zone = ZoneInfo(told.district.settings.timezone)
    moment = told_at(form.value("told_at"), told.now)
    return outcome_of(form.promised, telling, zone, told_at=moment, today=told.today)


def _unreadable(form: Form) -> Iterator[BadData]:
    if _choice(Held, form.value("held")) is None:
        yield BadData("empty", field="held", value="")
    for service in form.services:
        for kind in ("served", "absent"):
            text = form.value(f"{kind}_{service.id}").strip()
            whole = text.isascii() and text.isdigit() and len(text) <= 6
            if text and not whole:
                name = f"{kind}_{service.id}"
                yield BadData("out_of_range", field=name, value=text, low=0, high=MOST_PEOPLE)
    for name in ("arrived", "left"):
        if form.value(name).strip() and _time(form.value(name)) is None:
            wanted = Words("giờ (HH:MM)", "a time of day (HH:MM)")
            yield BadData("wrong_type", field=name, value=form.value(name), wanted=wanted)


def _choice(kind: type[T], text: str) -> T | None:
    try:
        return kind(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
