"""The call list of a revision on the command line: ``calls``."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click

from calendars.calls import Call, Reach
from calendars.calls import calls as calls_of
from calendars.commands.publish import news_facts
from calendars.commands.words import KINDS, change_line, moment_text, span_text
from calendars.fetches import read_fetches
from calendars.links import list_links
from calendars.publish import news_of
from planner.commands.edge import Answer, command
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import utc_text
from planner.config import Config
from planner.data.tellings import add_telling, list_told
from planner.errors import NotFound
from planner.messages import phrase

NOBODY: Pair = (
    "Lần công bố số {revision}: không ai phải gọi điện.",
    "Revision {revision}: nobody has to be called.",
)
HEAD: Pair = (
    "Lần công bố số {revision}: gọi {count} người và đơn vị, theo thứ tự này",
    "Revision {revision}: call {count} people and offices, in this order",
)
LINE: Pair = (
    "{tick} {name} ({feed}) · trước {by} · còn {notice} · {reach}",
    "{tick} {name} ({feed}) · by {by} · {notice} notice · {reach}",
)
REACHES: dict[Reach, Pair] = {
    Reach.NO_LINK: ("chưa có liên kết", "has no link"),
    Reach.NOT_FETCHED: ("điện thoại chưa tải", "the phone has not fetched it"),
    Reach.FETCHED: ("điện thoại đã tải", "the phone has fetched it"),
}


@command(
    "calls",
    (
        "Gọi ai, theo thứ tự nào, sau một lần công bố; đánh dấu đã báo.",
        "Whom to call after a publication, in what order; tick off who was told.",
    ),
)
@option(
    "--revision",
    type=click.IntRange(min=1),
    words=("Số lần công bố (mặc định: mới nhất).", "The revision (default: the newest)."),
)
@option(
    "--told",
    metavar="FEED",
    words=("Đánh dấu: đã báo cho lịch này.", "Tick off: whoever reads this feed was told."),
)
@option(
    "--not-told",
    metavar="FEED",
    words=("Bỏ dấu: chưa báo.", "Take the tick back: not told."),
)
def calls(
    config: Config, *, revision: int | None, told: str | None, not_told: str | None
) -> Answer:
    """Show the call list of a revision, after ticking off."""
    store = existing_store(config)
    number = store.get_revision(revision).number
    news = news_of(store, number)
    for feed, is_told in ((told, True), (not_told, False)):
        if feed is not None:
            if feed not in {one.subscriber.key for one in news}:
                raise NotFound(f"no news for {feed!r}").saying("no_such_feed", value=feed)
            add_telling(store, number, feed, told=is_told, at=datetime.now(UTC))
    links, fetches = list_links(config.folder), read_fetches(config.folder)
    found = calls_of(news, links, fetches, list_told(store, number))
    facts = {"revision": number, "calls": [_facts(call) for call in found]}
    return Answer(facts=facts, lines=_lines(found, number, config.language))


def _facts(call: Call) -> dict[str, object]:
    return {
        **news_facts(call.news),
        "reach": call.reach,
        "fetched": utc_text(call.last.at) if call.last else None,
        "told": utc_text(call.told) if call.told else None,
    }


def _lines(found: tuple[Call, ...], number: int, language: str) -> Iterator[str]:
    if not found:
        yield phrase(NOBODY, language, revision=number)
        return
    yield phrase(HEAD, language, revision=number, count=len(found))
    for call in found:
        yield phrase(
            LINE,
            language,
            tick="[x]" if call.told else "[ ]",
            name=call.news.subscriber.name,
            feed=call.news.subscriber.key,
            by=moment_text(call.news.tell_by, call.news.timezone, language),
            notice=span_text(call.news.notice, language),
            reach=phrase(REACHES[call.reach], language),
        )
        for change in call.news.changes:
            what = change_line(change, call.news.timezone, language)
            yield f"      {phrase(KINDS[change.kind], language)}: {what}"
