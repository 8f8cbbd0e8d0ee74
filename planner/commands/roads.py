"""What people say of the roads: reports of segments, warnings for communes: ``roads``."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import click

from planner.commands.edge import Answer, command
from planner.commands.known import today_in, today_option
from planner.commands.spoken import DAY, Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.commands.wording import plain_day
from planner.config import Config
from planner.data.weather import Told, add_weather, list_weather
from planner.domain.district import District
from planner.domain.weather import RoadCondition, RoadReport, WeatherWarning
from planner.errors import NotFound
from planner.jobs.closures import note_reports
from planner.messages import phrase

REPORTED: Pair = (
    "Đã ghi: {road} {condition} từ {first} đến hết {last}",
    "Noted: {road} {condition} from {first} to {last}",
)
WARNED: Pair = (
    "Đã ghi cảnh báo cho {communes}, từ {first} đến hết {last}: không tổ nào đi đường",
    "Noted a warning for {communes} from {first} to {last}: no team travels",
)
CONDITIONS: dict[RoadCondition, Pair] = {
    RoadCondition.OPEN: ("thông", "open"),
    RoadCondition.SLOW: ("đi chậm", "slow"),
    RoadCondition.CLOSED: ("tắc", "closed"),
}
NOTHING: Pair = ("Không có báo cáo nào còn hiệu lực.", "No report holds.")
LINE: Pair = (
    "  {road}: {condition} từ {first} đến hết {last} ({source})",
    "  {road}: {condition} from {first} to {last} ({source})",
)
WARNING_LINE: Pair = (
    "  Cảnh báo {communes}: từ {first} đến hết {last} ({source})",
    "  Warning for {communes}: from {first} to {last} ({source})",
)

source_option = option(
    "--source",
    required=True,
    words=("Ai cho biết.", "Who says so."),
)


@click.group(
    "roads",
    cls=SpokenGroup,
    words=(
        "Tình trạng đường: báo tắc, thông, cảnh báo.",
        "The state of roads: reports of closures and openings, warnings.",
    ),
)
def roads() -> None:
    """Hold the commands of road reports."""


@command(
    "report",
    (
        "Ghi tình trạng một đoạn đường; có hiệu lực hơn dự báo đến khi hết hạn.",
        "Note the state of a segment; it overrides the rain until it expires.",
    ),
)
@click.argument("segment")
@click.argument("condition", type=click.Choice([c.value for c in RoadCondition]))
@option("--from", "first", type=DAY, required=True, words=("Từ ngày.", "First day."))
@option("--to", "last", type=DAY, required=True, words=("Đến hết ngày.", "Last day."))
@source_option
def report(
    config: Config,
    *,
    segment: str,
    condition: str,
    first: datetime,
    last: datetime,
    source: str,
) -> Answer:
    """Add a report to the ledger."""
    store, state = existing_store(config), RoadCondition(condition)
    days = (first.date(), last.date())
    kept = note_reports(store, [segment], state, days, source, at=datetime.now(UTC))
    told = phrase(
        REPORTED,
        config.language,
        road=", ".join(dict.fromkeys(one.name or one.id for one in kept.values())),
        condition=phrase(CONDITIONS[state], config.language),
        first=plain_day(first.date()),
        last=plain_day(last.date()),
    )
    facts = {"ids": list(kept), "segments": [s.id for s in kept.values()], "condition": condition}
    return Answer(facts=facts, lines=(told,))


@command(
    "warn",
    (
        "Ghi cảnh báo mưa lũ cho các xã: không đi đường trong những ngày ấy.",
        "Note a warning for communes: nobody travels there on those days.",
    ),
)
@click.argument("communes", nargs=-1, required=True)
@option("--from", "first", type=DAY, required=True, words=("Từ ngày.", "First day."))
@option("--to", "last", type=DAY, required=True, words=("Đến hết ngày.", "Last day."))
@source_option
def warn(
    config: Config,
    *,
    communes: tuple[str, ...],
    first: datetime,
    last: datetime,
    source: str,
) -> Answer:
    """Add a warning to the ledger."""
    store = existing_store(config)
    known = store.get_district().commune_by_code
    for code in communes:
        if code not in known:
            raise NotFound(f"no commune {code!r}").saying("no_such_commune", value=code)
    said = WeatherWarning(
        communes=communes,
        first=first.date(),
        last=last.date(),
        made_at=datetime.now(UTC),
        source=source,
    )
    number_ = add_weather(store, said, at=said.made_at)
    told = phrase(
        WARNED,
        config.language,
        communes=", ".join(known[code].name for code in communes),
        first=plain_day(said.first),
        last=plain_day(said.last),
    )
    return Answer(facts={"id": number_, "communes": list(communes)}, lines=(told,))


@command("show", ("Xem các báo cáo và cảnh báo còn hiệu lực.", "Show what holds."))
@today_option
def show_roads(config: Config, *, today: datetime | None) -> Answer:
    """Tell which reports and warnings hold today or later."""
    store = existing_store(config)
    district = store.get_district()
    day = today_in(district, today)
    reports = [t for t in list_weather(store, RoadReport) if t.said.last >= day]
    warnings = [t for t in list_weather(store, WeatherWarning) if t.said.last >= day]
    facts = {
        "reports": [
            {
                "id": t.id,
                "segment": t.said.segment,
                "condition": t.said.condition,
                "first": t.said.first,
                "last": t.said.last,
                "source": t.said.source,
            }
            for t in reports
        ],
        "warnings": [
            {
                "id": t.id,
                "communes": list(t.said.communes),
                "first": t.said.first,
                "last": t.said.last,
                "source": t.said.source,
            }
            for t in warnings
        ],
    }
    lines = [
        *_report_lines(reports, district, config.language),
        *_warning_lines(warnings, district, config.language),
    ]
    return Answer(facts=facts, lines=lines or [phrase(NOTHING, config.language)])


for each in (report, warn, show_roads):
    roads.add_command(each)


def _report_lines(
    reports: Iterable[Told[RoadReport]], district: District, language: str
) -> Iterator[str]:
    names = {s.id: s.name or s.id for s in district.segments}
    for told in reports:
        yield phrase(
            LINE,
            language,
            road=names.get(told.said.segment, told.said.segment),
            condition=phrase(CONDITIONS[told.said.condition], language),
            first=plain_day(told.said.first),
            last=plain_day(told.said.last),
            source=told.said.source,
        )


def _warning_lines(
    warnings: Iterable[Told[WeatherWarning]], district: District, language: str
) -> Iterator[str]:
    known = district.commune_by_code
    for told in warnings:
        yield phrase(
            WARNING_LINE,
            language,
            communes=", ".join(known[c].name if c in known else c for c in told.said.communes),
            first=plain_day(told.said.first),
            last=plain_day(told.said.last),
            source=told.said.source,
        )
