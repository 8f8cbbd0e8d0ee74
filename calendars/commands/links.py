"""The commands of secret links: ``links list|create|rotate|revoke``."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import click

from calendars.commands.words import span_text
from calendars.fetches import Fetch, read_fetches, revisions_behind
from calendars.folder import feed_path, shown_revision
from calendars.links import (
    SHORTEST_ID,
    Link,
    LinkState,
    create_link,
    list_links,
    revoke_link,
    rotate_link,
)
from planner.commands.edge import Answer, command
from planner.commands.spoken import Pair, SpokenGroup
from planner.commands.stores import existing_store
from planner.commands.wording import utc_text
from planner.config import Config
from planner.errors import NotFound
from planner.messages import phrase

NONE: Pair = ("Chưa có liên kết nào.", "There are no links yet.")
LINE: Pair = ("{id}  {feed}  {state}  {seen}", "{id}  {feed}  {state}  {seen}")
STATES: dict[LinkState, Pair] = {
    LinkState.ACTIVE: ("đang dùng", "active"),
    LinkState.REVOKED: ("đã thu hồi", "revoked"),
    LinkState.GONE: ("đã hết hạn", "gone"),
}
NEVER: Pair = ("chưa tải lần nào", "never fetched")
SEEN: Pair = (
    "{client} tải {ago} trước, thấy lần công bố {revision}",
    "{client} fetched {ago} ago, saw revision {revision}",
)
BEHIND: Pair = (
    "{count} liên kết chưa thấy lần công bố {revision}",
    "{count} links have not seen revision {revision}",
)
CREATED: Pair = (
    "Liên kết mới cho {feed}, chỉ hiện một lần này:\n  {path}\n"
    "Đặt sau địa chỉ công khai của máy chủ, như https://…{path}",
    "New link to {feed}, shown this once only:\n  {path}\n"
    "It stands behind the server's public address, as in https://…{path}",
)
REVOKED: Pair = (
    "Đã thu hồi {id} ({feed}): trong 90 ngày lịch trên máy đó chỉ còn thông báo thu hồi",
    "Revoked {id} ({feed}): for 90 days that phone shows nothing but the notice of it",
)


@click.group(
    "links",
    cls=SpokenGroup,
    words=(
        "Liên kết lịch: xem ai đã tải lần công bố nào; tạo, đổi, thu hồi.",
        "Calendar links: see who fetched which revision; create, rotate, revoke.",
    ),
)
def links() -> None:
    """Hold the commands of links."""


@command("list", ("Mọi liên kết và lần tải gần nhất.", "All links and their last fetch."))
def list_(config: Config) -> Answer:
    """List the links; never their tokens, which nobody knows."""
    now, newest = datetime.now(UTC), shown_revision(config.folder)
    found, fetches = list_links(config.folder), read_fetches(config.folder)
    facts = {
        "revision": newest,
        "links": [_facts(link, fetches.get(link.id), now) for link in found],
        "behind": _behind(found, fetches, newest),
    }
    return Answer(facts=facts, lines=_lines(found, fetches, newest, now, config.language))


def _behind(links: tuple[Link, ...], fetches: Mapping[str, Fetch], newest: int) -> int:
    """Return how many links in use have not seen the newest revision."""
    active = (link for link in links if link.revoked is None)
    return sum(revisions_behind(fetches.get(link.id), newest) > 0 for link in active)


def _facts(link: Link, last: Fetch | None, now: datetime) -> dict[str, object]:
    return {
        "id": link.id,
        "feed": link.feed,
        "state": link.state(now),
        "created": utc_text(link.created),
        "fetched": utc_text(last.at) if last else None,
        "client": last.client if last else None,
        "revision": last.revision if last else None,
    }


def _lines(
    found: tuple[Link, ...],
    fetches: Mapping[str, Fetch],
    newest: int,
    now: datetime,
    language: str,
) -> Iterator[str]:
    if not found:
        yield phrase(NONE, language)
        return
    for link in found:
        yield phrase(
            LINE,
            language,
            id=link.id[:SHORTEST_ID],
            feed=link.feed,
            state=phrase(STATES[link.state(now)], language),
            seen=_seen(fetches.get(link.id), now, language),
        )
    yield phrase(BEHIND, language, count=_behind(found, fetches, newest), revision=newest)


def _seen(last: Fetch | None, now: datetime, language: str) -> str:
    if last is None:
        return phrase(NEVER, language)
    ago = span_text(now - last.at, language)
    return phrase(SEEN, language, client=last.client, ago=ago, revision=last.revision)


@command("create", ("Tạo liên kết tới một lịch.", "Create a link to a calendar."))
@click.argument("feed")
def create(config: Config, *, feed: str) -> Answer:
    """Create a link to a published feed, such as ``team-t1``."""
    existing_store(config)
    if not feed_path(config.folder, feed).is_file():
        raise NotFound(f"no feed {feed!r}").saying("no_such_feed", value=feed)
    return _created(config, feed, create_link(config.folder, feed, datetime.now(UTC)))


@command("rotate", ("Thay một liên kết bằng liên kết mới.", "Replace a link by a new one."))
@click.argument("link_id")
def rotate(config: Config, *, link_id: str) -> Answer:
    """Give a new link to the same feed and revoke the old one."""
    feed, token = rotate_link(config.folder, link_id, datetime.now(UTC))
    return _created(config, feed, token)


@command("revoke", ("Thu hồi một liên kết.", "Revoke a link."))
@click.argument("link_id")
def revoke(config: Config, *, link_id: str) -> Answer:
    """Revoke a link: the phone shows the notice of it, and then nothing."""
    link = revoke_link(config.folder, link_id, datetime.now(UTC))
    said = phrase(REVOKED, config.language, id=link.id[:SHORTEST_ID], feed=link.feed)
    return Answer(facts={"id": link.id, "feed": link.feed}, lines=(said,))


def _created(config: Config, feed: str, token: str) -> Answer:
    path = f"/f/{token}.ics"
    said = phrase(CREATED, config.language, feed=feed, path=path)
    return Answer(facts={"feed": feed, "path": path}, lines=said.splitlines())


for each in (list_, create, rotate, revoke):
    links.add_command(each)
