"""What the register and the report of a week say, as titles, sentences and tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from planner.domain import outcome_words
from planner.domain.district import District
from planner.domain.session import Sitting
from planner.domain.written import Cell, Part, Ref, Written
from planner.jobs import report_words as words
from planner.messages import Words
from planner.planning.register import (
    Line,
    Missed,
    MopUp,
    Stage,
    Told,
    by_commune,
    by_service,
    mop_ups,
    register,
    stage,
)
from planner.planning.soundness import Fault, Finding, findings
from planner.planning.week_report import Pair, Row, WeekReport

SITTINGS: dict[Sitting, Words] = {
    Sitting.VILLAGE_EVENING: Words("buổi tối tại bản", "evening session in the village"),
    Sitting.VILLAGE_DAY: Words("buổi ban ngày tại bản", "daytime session in the village"),
    Sitting.MARKET: Words("buổi tại chợ", "session at the market"),
    Sitting.SEAT: Words("buổi tại trụ sở xã", "session at the commune office"),
}


class Speech:
    """How names, numbers and days are said in one language."""

    def __init__(self, district: District, language: str) -> None:
        self.district, self.language = district, language

    def say(self, said: Words, **facts: object) -> str:
        """Return words with their facts."""
        shown = {k: self.number(v) if isinstance(v, int) else v for k, v in facts.items()}
        return said.text(self.language).format(**shown)

    def number(self, value: int) -> str:
        """Return a number with its thousands marked."""
        return f"{value:,}".replace(",", "." if self.language == "vi" else ",")

    def share(self, part: int, whole: int) -> str:
        """Return a fraction as a percentage, a dash if there is no whole."""
        return f"{100 * part / whole:.0f} %" if whole else "–"

    def day(self, day: date | None, missing: Words) -> str:
        """Return a day in digits."""
        return f"{day:%d/%m/%Y}" if day else missing.text(self.language)

    def place(self, place: str) -> str:
        """Return the name of a village or place, its id if it is no longer known."""
        found = self.district.place_by_id.get(place)
        return found.name if found else place

    def commune(self, code: str) -> str:
        """Return the name of a commune."""
        found = self.district.commune_by_code.get(code)
        return found.name if found else code or "–"

    def team(self, team: str) -> str:
        """Return the name of a team."""
        found = self.district.team_by_id.get(team)
        return found.name if found else team

    def service(self, service: str) -> str:
        """Return the name of a service."""
        found = self.district.service_by_id.get(service)
        return found.name if found else service

    def village(self, village: str) -> Ref:
        """Return the name of a village, which leads to it."""
        known = village in self.district.village_by_id
        return Ref(text=self.place(village), village=village if known else "")

    def head(self, *titles: Words) -> tuple[str, ...]:
        """Return a table's header."""
        return tuple(title.text(self.language) for title in titles)


def written_week(told: Told, report: WeekReport, language: str) -> Written:
    """Return the report of a week."""
    speech = Speech(told.district, language)
    last = report.monday + timedelta(days=6)
    title = speech.say(words.TITLE, first=f"{report.monday:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    return Written(
        language=language,
        title=title,
        lead=tuple(_week_lead(speech, report)),
        parts=(
            _services(speech, report),
            _groups(speech, words.COMMUNES, words.COMMUNE, report.communes, speech.commune),
            _groups(speech, words.TEAMS, words.TEAM, report.teams, speech.team),
            _causes(speech, report),
            _catch_up(speech, report.catch_up),
            _turnout(speech, report),
            _sessions(speech, report.pairs),
        ),
    )


def written_register(told: Told, language: str) -> Written:
    """Return the register: the funnel, communes, mop-ups, what is to fix, then every village."""
    speech, lines = Speech(told.district, language), register(told)
    return Written(
        language=language,
        title=speech.say(words.REGISTER_TITLE, day=f"{told.today:%d/%m/%Y}"),
        lead=(speech.say(words.COUNTED),),
        parts=(
            _stages(speech, words.SERVICES, words.SERVICE, lines, told.district),
            _stages(speech, words.COMMUNES, words.COMMUNE, lines, told.district),
            _catch_up(speech, mop_ups(told)),
            _findings(speech, findings(told, lines)),
            _villages(speech, lines),
        ),
    )


def finding_text(speech: Speech, one: Finding) -> str:
    """Return what there is to fix."""
    facts = {"found": one.found, "limit": one.limit, "service": speech.service(one.service)}
    return speech.say(words.FAULTS[one.fault], **facts)


def finding_ref(speech: Speech, one: Finding) -> Ref:
    """Return where it is: a commune, a village, or a session on its day."""
    if one.fault is Fault.OLD:
        return Ref(text=speech.commune(one.place))
    if one.day is None:
        return speech.village(one.place)
    said = f"{speech.place(one.place)}, {one.day:%d/%m/%Y}"
    return Ref(text=said, session=one.session, day=one.day)


def _week_lead(speech: Speech, report: WeekReport) -> Iterator[str]:
    whole = report.whole
    yield speech.say(
        words.LEAD_SESSIONS,
        district=speech.district.settings.name,
        planned=whole.planned,
        held=whole.held,
        partly=whole.partly,
        not_held=whole.not_held,
        unreported=whole.unreported,
        coming=whole.coming,
    )
    yield speech.say(
        words.LEAD_PEOPLE,
        served=whole.served,
        share=speech.share(whole.served, whole.expected),
        expected=whole.expected,
        absent=whole.absent,
        all=whole.expected_all,
    )
    yield speech.say(words.COUNTED)


def _services(speech: Speech, report: WeekReport) -> Part:
    rows = [
        (speech.service(service), *_people(speech, row))
        for service, row in report.services.items()
        if row.expected_all or row.served or row.absent
    ]
    if rows:
        rows.append((speech.say(words.WHOLE), *_people(speech, report.whole)))
    header = (words.SERVICE, words.PLANNED, words.EXPECTED, words.SERVED, words.SHARE)
    return Part(
        title=speech.say(words.SERVICES),
        header=speech.head(*header, words.ABSENT),
        rows=tuple(rows),
        empty=speech.say(words.NO_SESSIONS),
    )


def _people(speech: Speech, row: Row) -> tuple[Cell, ...]:
    share = speech.share(row.served, row.expected)
    return row.expected_all, row.expected, row.served, share, row.absent


def _groups(
    speech: Speech,
    title: Words,
    head: Words,
    groups: Mapping[str, Row],
    name: Callable[[str], str],
) -> Part:
    columns = (words.PLANNED, words.HELD, words.PARTLY, words.NOT_HELD, words.UNREPORTED)
    people = (words.EXPECTED, words.SERVED, words.SHARE)
    return Part(
        title=speech.say(title),
        header=speech.head(head, *columns, *people),
        rows=tuple(
            (
                name(key),
                row.planned,
                row.held,
                row.partly,
                row.not_held,
                row.unreported,
                row.expected,
                row.served,
                speech.share(row.served, row.expected),
            )
            for key, row in groups.items()
        ),
        empty=speech.say(words.NO_SESSIONS),
    )


def _causes(speech: Speech, report: WeekReport) -> Part:
    return Part(
        title=speech.say(words.CAUSES),
        header=speech.head(words.REASON, words.NOT_HELD, words.PARTLY, words.MISSED),
        rows=tuple(
            (
                outcome_words.WHY_NOT[cause.reason].text(speech.language),
                cause.not_held,
                cause.partly,
                cause.missed,
            )
            for cause in report.causes
        ),
        empty=speech.say(words.NO_CAUSES),
    )


def _catch_up(speech: Speech, found: Sequence[MopUp]) -> Part:
    return Part(
        title=speech.say(words.CATCH_UP),
        header=speech.head(words.VILLAGE, words.MISSED, words.REASON, words.DAY, words.NEXT),
        rows=tuple(
            (
                speech.village(one.village),
                one.people,
                _why(speech, one),
                speech.day(one.day, words.NEVER),
                speech.day(one.following, words.NOT_SET),
            )
            for one in found
        ),
        note=speech.say(words.CATCH_UP_NOTE),
        empty=speech.say(words.NO_CATCH_UP),
    )


def _why(speech: Speech, one: MopUp) -> str:
    if one.missed is Missed.ABSENT:
        return speech.say(words.MANY_ABSENT)
    reason = outcome_words.WHY_NOT[one.reason].text(speech.language) if one.reason else ""
    return f"{speech.say(words.FELL_AWAY)}: {reason}"


def _turnout(speech: Speech, report: WeekReport) -> Part:
    header = (words.SITTING, words.SESSIONS_COUNT, words.EXPECTED, words.SERVED, words.SHARE)
    return Part(
        title=speech.say(words.TURNOUT),
        header=speech.head(*header),
        rows=tuple(
            (
                SITTINGS[sitting].text(speech.language),
                row.planned,
                row.expected,
                row.served,
                speech.share(row.served, row.expected),
            )
            for sitting, row in report.turnout.items()
        ),
        note=speech.say(words.TURNOUT_NOTE),
        empty=speech.say(words.NO_TURNOUT),
    )


def _sessions(speech: Speech, pairs: Sequence[Pair]) -> Part:
    header = (words.DAY, words.PLACE, words.TEAM, words.RESULT, words.EXPECTED, words.SERVED)
    return Part(
        title=speech.say(words.SESSIONS),
        header=speech.head(*header, words.ABSENT),
        rows=tuple(_session(speech, pair) for pair in pairs),
        empty=speech.say(words.NO_SESSIONS),
    )


def _session(speech: Speech, pair: Pair) -> tuple[Cell, ...]:
    name, day = pair.key
    outcome = pair.outcome
    return (
        f"{day:%d/%m/%Y}",
        Ref(text=speech.place(pair.place), session=name, day=day),
        speech.team(pair.team),
        _result(speech, pair),
        sum(people for _, _, people in pair.expected),
        outcome.served if outcome else "–",
        outcome.absent if outcome else "–",
    )


def _result(speech: Speech, pair: Pair) -> str:
    if pair.outcome is None:
        return speech.say(words.UNREPORTED if pair.over else words.TO_COME)
    said = outcome_words.HELD[pair.outcome.held].text(speech.language)
    if pair.outcome.reason:
        said += f": {outcome_words.WHY_NOT[pair.outcome.reason].text(speech.language)}"
    return said if pair.promised else f"{said} ({speech.say(words.NOT_IN_PLAN)})"


def _stages(
    speech: Speech, title: Words, head: Words, lines: Sequence[Line], district: District
) -> Part:
    if head is words.SERVICE:
        rows = [(speech.service(s), x) for s, x in by_service(district, lines).items()]
    else:
        rows = [(speech.commune(c), x) for c, x in by_commune(district, lines).items()]
    rows = [(name, x) for name, x in rows if x.due or x.served]
    header = (words.DUE, words.SERVED, words.LEFT, words.STILL_PLANNED, words.ABSENT, words.SHARE)
    return Part(
        title=speech.say(title),
        header=speech.head(head, *header),
        rows=(
            *((name, *_stage_cells(speech, x)) for name, x in rows),
            (speech.say(words.WHOLE), *_stage_cells(speech, stage(lines))),
        ),
    )


def _stage_cells(speech: Speech, x: Stage) -> tuple[Cell, ...]:
    share = speech.share(x.due - x.left, x.due)
    return x.due, x.served, x.left, x.planned, x.absent, share


def _findings(speech: Speech, found: Sequence[Finding]) -> Part:
    return Part(
        title=speech.say(words.FINDINGS),
        header=speech.head(words.VIRTUE, words.WHERE, words.WHAT),
        rows=tuple(
            (
                words.VIRTUES[one.virtue].text(speech.language),
                finding_ref(speech, one),
                finding_text(speech, one),
            )
            for one in found
        ),
        empty=speech.say(words.NO_FINDINGS),
    )


def _villages(speech: Speech, lines: Sequence[Line]) -> Part:
    header = (words.COMMUNE, words.VILLAGE, words.SERVICE, words.DUE, words.SERVED, words.LEFT)
    district = speech.district
    return Part(
        title=speech.say(words.VILLAGES),
        header=speech.head(*header, words.STILL_PLANNED, words.ABSENT, words.LAST_VISIT),
        rows=tuple(
            (
                speech.commune(district.place_by_id[line.village].commune)
                if line.village in district.place_by_id
                else "–",
                speech.village(line.village),
                speech.service(line.service),
                line.due,
                line.served,
                line.left,
                line.planned,
                line.absent,
                speech.day(line.last_visit, words.NEVER),
            )
            for line in lines
        ),
    )
