"""What sessions brought: ``outcomes`` (sheets of reports), ``register`` and ``report``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from planner.commands.district import EXISTING
from planner.commands.edge import Answer, command
from planner.commands.known import at_option
from planner.commands.spoken import DAY, Decorator, Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.commands.wording import number, plain_day
from planner.config import Config
from planner.data.outcome_sheet import outcome_sheet_bytes
from planner.data.outputs import write_whole
from planner.data.report_files import docx_bytes, xlsx_bytes
from planner.domain.written import Part, Written
from planner.jobs.outcomes import find_conflicts, take_sheet, told
from planner.jobs.reports import written_register, written_week
from planner.messages import phrase
from planner.planning.forecast import FEWEST, Target, target
from planner.planning.register import Told, register, stage
from planner.planning.week_report import WEEK, WeekReport, week_report

TAKEN: Pair = (
    "Đã nhận {new} báo cáo mới; {known} báo cáo đã có từ trước.",
    "{new} new reports taken; {known} were here already.",
)
DIFFER: Pair = (
    "{count} buổi có báo cáo khác nhau: chọn ở trang Kết quả.",
    "Reports of {count} sessions differ: decide on the page Outcomes.",
)
SHEET: Pair = (
    "Đã ghi {path}: {count} buổi từ {first} đến {last}. Điền rồi chạy lenban outcomes import.",
    "{path} written: {count} sessions from {first} to {last}. Fill it in, then run lenban outcomes "
    "import.",
)
WRITTEN: Pair = ("Đã ghi {path}.", "{path} written.")
REACHED: Pair = (
    "Còn {left} lượt người. Phục vụ hết vào khoảng {middle} (từ {earliest} đến {latest}).",
    "{left} people and services are left. All will be served about {middle} (from {earliest} to "
    "{latest}).",
)
HOW: Pair = (
    "Cách tính, riêng từng dịch vụ: số người các buổi sắp tới dự kiến, nhân với phần mà "
    "{sessions} buổi đã báo thực phục vụ được ({part} %); sau kỳ kế hoạch vẫn theo nhịp {weekly} "
    "lượt người mỗi tuần.",
    "How, each service for itself: whom sessions to come expect, times the part that {sessions} "
    "reported sessions really served ({part} %); after the plan its pace of {weekly} people a "
    "week goes on.",
)
TOO_FEW: Pair = (
    "Mới có {sessions} buổi được báo, chưa đủ {fewest}: tính đúng như kế hoạch.",
    "Only {sessions} sessions are reported, fewer than {fewest}: the plan is taken at its word.",
)
NOT_REACHED: Pair = ("chưa thấy được", "not in sight")

at = at_option(("Coi thời điểm này là bây giờ.", "Take this moment for now."))
monday_option = option(
    "--monday",
    type=DAY,
    metavar="DATE",
    words=(
        "Một ngày của tuần; mặc định: tuần này.",
        "A day of the week; default: this week.",
    ),
)


def out_option(*, required: bool) -> Decorator:
    """Return the option of the file that is written."""
    return option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        required=required,
        words=("Tệp ghi ra.", "File to write."),
    )


@click.group(
    "outcomes",
    cls=SpokenGroup,
    words=(
        "Kết quả các buổi: mẫu để điền, nhập từ bảng tính.",
        "What sessions brought: a sheet to fill in, taken from a spreadsheet.",
    ),
)
def outcomes() -> None:
    """Hold the commands of reports."""


@command(
    "template",
    (
        "Ghi một bảng tính có sẵn các buổi của tuần để điền kết quả.",
        "Write a spreadsheet with the sessions of a week, to fill in.",
    ),
)
@monday_option
@out_option(required=True)
@at
def template(config: Config, *, monday: datetime | None, out: Path, at: datetime | None) -> Answer:
    """Write the sheet of a week."""
    known = _told(config, at)
    first, last = _week(known, monday)
    sessions = [one for one in known.promised if first <= one.day <= last]
    write_whole(outcome_sheet_bytes(sessions, known.district, config.language), out)
    said = phrase(
        SHEET,
        config.language,
        path=out,
        count=len(sessions),
        first=plain_day(first),
        last=plain_day(last),
    )
    return Answer(facts={"path": str(out), "sessions": len(sessions)}, lines=(said,))


@command(
    "import",
    (
        "Nhập kết quả từ bảng tính: nhận cả tệp, hoặc không nhận gì.",
        "Take reports from a spreadsheet: the whole file, or nothing of it.",
    ),
)
@click.argument("file", type=EXISTING)
@at
def import_(config: Config, *, file: Path, at: datetime | None) -> Answer:
    """Take the rows of a file."""
    store, now = existing_store(config), at or datetime.now(UTC)
    taken = take_sheet(store, file, at=now)
    known = told(store, now)
    undecided = len(find_conflicts(known))
    new = len(taken.new)
    lines = [phrase(TAKEN, config.language, new=new, known=taken.rows - new)]
    if undecided:
        lines.append(phrase(DIFFER, config.language, count=undecided))
    facts = {"new": list(taken.new), "rows": taken.rows, "undecided": undecided}
    return Answer(facts=facts, lines=lines)


outcomes.add_command(template)
outcomes.add_command(import_)


@command(
    "register",
    (
        "Sổ theo dõi: phải phục vụ, đã phục vụ, còn lại, bản cần vét, số liệu cần sửa.",
        "The register: due, served, left, villages to catch up on, data to fix.",
    ),
)
@out_option(required=False)
@at
def register_(config: Config, *, out: Path | None, at: datetime | None) -> Answer:
    """Tell or write the register."""
    known = _told(config, at)
    written = written_register(known, config.language)
    lines = register(known)
    goal, whole = target(known, lines), stage(lines)
    facts: dict[str, object] = {
        "due": whole.due,
        "served": whole.served,
        "left": whole.left,
        "planned": whole.planned,
        "absent": whole.absent,
        "target": goal.whole.middle,
        "earliest": goal.whole.earliest,
        "latest": goal.whole.latest,
        "lines": [_line_facts(line) for line in lines],
    }
    if out:
        return _to_file(written, out, config, known, facts)
    short = replace(written, parts=written.parts[:-1])
    said = (*_text(short), *_target_lines(goal, whole.left, config.language))
    return Answer(facts=facts, lines=said)


@click.group("report", cls=SpokenGroup, words=("Báo cáo.", "Reports."))
def report() -> None:
    """Hold the reports."""


@command(
    "week",
    (
        "Báo cáo tuần: diễn ra so với kế hoạch, số người, nguyên nhân, bản cần vét; ghi .docx hoặc "
        ".xlsx bằng --out.",
        "Report of a week: held against planned, people, causes, villages to catch up on; a .docx "
        "or .xlsx file with --out.",
    ),
)
@monday_option
@out_option(required=False)
@at
def week(
    config: Config, *, monday: datetime | None, out: Path | None, at: datetime | None
) -> Answer:
    """Tell or write the report of a week."""
    known = _told(config, at)
    found = week_report(known, _week(known, monday)[0])
    written = written_week(known, found, config.language)
    facts = _week_facts(found)
    if out:
        return _to_file(written, out, config, known, facts)
    return Answer(facts=facts, lines=_text(written))


report.add_command(week)


def _told(config: Config, at: datetime | None) -> Told:
    return told(existing_store(config), at or datetime.now(UTC))


def _week(known: Told, monday: datetime | None) -> tuple[date, date]:
    day = monday.date() if monday else known.today
    first = day - timedelta(days=day.weekday())
    return first, first + WEEK - timedelta(days=1)


def _to_file(
    written: Written, out: Path, config: Config, known: Told, facts: dict[str, object]
) -> Answer:
    if out.suffix.lower() == ".docx":
        write_whole(docx_bytes(written, known.now), out)
    else:
        write_whole(xlsx_bytes(written), out)
    said = phrase(WRITTEN, config.language, path=out)
    return Answer(facts={**facts, "path": str(out)}, lines=(said,))


def _text(written: Written) -> Iterator[str]:
    """Yield a report line by line, columns set off by bars."""
    yield written.title
    yield from written.lead
    for part in written.parts:
        yield ""
        yield f"{part.title}:"
        yield from _table(written, part)


def _table(written: Written, part: Part) -> Iterator[str]:
    if not part.rows:
        yield f"  {part.empty}"
        return
    rows = [part.header, *([written.plain(cell) for cell in row] for row in part.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(part.header))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {' | '.join(cells)}".rstrip()


def _target_lines(goal: Target, left: int, language: str) -> Iterator[str]:
    def day(value: date | None) -> str:
        return plain_day(value) if value else phrase(NOT_REACHED, language)

    yield ""
    yield phrase(
        REACHED,
        language,
        left=number(left, language),
        middle=day(goal.whole.middle),
        earliest=day(goal.whole.earliest),
        latest=day(goal.whole.latest),
    )
    yield phrase(
        HOW,
        language,
        sessions=goal.sessions,
        part=number(100 * goal.part, language),
        weekly=number(goal.weekly, language),
    )
    if goal.sessions < FEWEST:
        yield phrase(TOO_FEW, language, sessions=goal.sessions, fewest=FEWEST)


def _line_facts(line: object) -> dict[str, object]:
    names = ("village", "service", "due", "served", "left", "planned", "absent", "last_visit")
    return {name: getattr(line, name) for name in names}


def _week_facts(found: WeekReport) -> dict[str, object]:
    whole = found.whole
    names = ("planned", "held", "partly", "not_held", "unreported", "coming")
    people = ("expected_all", "expected", "served", "absent")
    return {
        "monday": found.monday,
        **{name: getattr(whole, name) for name in (*names, *people)},
        "causes": {cause.reason.value: cause.missed for cause in found.causes},
        "catch_up": [m.village for m in found.catch_up],
    }
