"""The commands that serve pages: ``serve`` and ``demo``."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from calendars.commands.publish import published_facts, published_lines
from calendars.links import create_link
from calendars.publish import publish, rewrite_feeds
from calendars.subscribers import Audience, subscribers
from planner.commands.accounts import SETUP, start_address
from planner.commands.district import import_district
from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines
from planner.commands.plan import (
    make_plan,
    progress_line,
    progress_option,
    seconds_option,
    seed_option,
)
from planner.commands.spoken import Pair, option
from planner.config import Config
from planner.data.account_links import has_accounts, make_setup_link
from planner.data.example import example_folder
from planner.data.store import Store
from planner.data.weather import get_sky
from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.team import TeamKind
from planner.errors import PlannerError
from planner.messages import phrase
from planner.planning.plan import PlanRequest
from web.gate.acting import DEMO_VISITOR
from web.serving import Server, here_option, host_option, open_server, port_option

# Fixed, so that the demo's feeds are the same bytes whenever and wherever it runs.
DEMO_FIRST = date(2022, 9, 5)
DEMO_WEEKS = 4
DEMO_PUBLISHED = datetime(2022, 9, 1, 1, tzinfo=UTC)

SERVING: Pair = (
    "Mở {url} trong trình duyệt; dừng bằng Ctrl+C.",
    "Open {url} in a browser; stop with Ctrl+C.",
)
LINKS: Pair = (
    "Liên kết lịch (các lịch khác: trang Đăng ký):",
    "Calendar links (the others: page Subscribe):",
)


@command(
    "serve",
    (
        "Mở các trang web và lịch.",
        "Serve the pages and feeds.",
    ),
)
@host_option
@port_option
def serve(config: Config, *, host: str, port: int) -> Answer:
    """Serve until interrupted; feeds that a crash left behind are brought forward first."""
    _bring_feeds_forward(config)
    server = open_server(config, host, port)
    return _serving(server, config.language, {}, (), _setup_lines(config, server))


def _setup_lines(config: Config, server: Server) -> tuple[str, ...]:
    """Return the one-time link to the first account, nothing if there are accounts already."""
    try:
        store = Store.open(config.folder)
        if has_accounts(store):
            return ()
        token = make_setup_link(store, at=datetime.now(UTC))
    except PlannerError as error:
        click.echo(error.text(config.language), err=True)
        return ()
    address = start_address(config, token, server.url)
    return tuple(phrase(SETUP, config.language, address=address).splitlines())


def _bring_feeds_forward(config: Config) -> None:
    """Finish what a crash left; feeds go out as they are while the store cannot be read."""
    try:
        if Store.exists(config.folder):
            rewrite_feeds(Store.open(config.folder), config.folder)
    except PlannerError as error:
        click.echo(error.text(config.language), err=True)


@command(
    "demo",
    (
        "Chạy thử: nhập huyện ví dụ, lập kế hoạch bốn tuần, công bố, mở trang web.",
        "Try it: import the example district, plan four weeks, publish, serve the pages.",
    ),
)
@option("--no-serve", is_flag=True, words=("Không mở trang web.", "Do not serve the pages."))
@seconds_option
@seed_option
@progress_option
@here_option
@port_option
def demo(
    config: Config,
    *,
    no_serve: bool,
    seconds: float,
    seed: int,
    progress: bool,
    host: str,
    port: int,
) -> Answer:
    """Walk the whole way once, from the workbook to the feeds."""
    # Behind a public address everybody may seem to be at this very machine: nobody is signed in.
    visitor = None if config.public_url else DEMO_VISITOR
    server = None if no_serve else open_server(config, host, port, visitor=visitor)
    store = Store.open(config.folder)
    imported = import_district(store, example_folder(), config.language)
    horizon = Horizon.weeks(DEMO_FIRST, DEMO_WEEKS)
    sky = get_sky(store, seed=seed)
    request = PlanRequest(horizon=horizon, seconds=seconds, seed=seed, sky=sky)
    made = make_plan(store, request, progress_line(config.language, always=progress))
    published = publish(store, made.plan, folder=config.folder, at=DEMO_PUBLISHED, host=config.host)
    links = _link_everybody(config.folder, store.get_district(), DEMO_PUBLISHED)
    url = server.url if server else f"http://{host}:{port}"
    addresses = {key: f"{url}/f/{token}.ics" for key, token in links.items()}
    facts = {**asdict(made), **published_facts(published), "links": addresses}
    lines = (
        *imported.lines,
        *figure_lines(made, config.language),
        *published_lines(published, made.plan, config),
        *_link_lines(store.get_district(), addresses, config.language),
    )
    last = _setup_lines(config, server) if server and not visitor else ()
    return _serving(server, config.language, facts, lines, last)


def _link_everybody(folder: Path, district: District, at: datetime) -> dict[str, str]:
    """Return the token of a new link for each feed, by the feed's key."""
    return {s.key: create_link(folder, s.key, at) for s in subscribers(district)}


def _link_lines(district: District, addresses: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Return the links that a first look wants: the whole district's and the mobile teams'."""
    mobile = {t.id for t in district.teams if t.kind is TeamKind.MOBILE}
    wanted = [
        s
        for s in subscribers(district)
        if s.audience is Audience.DISTRICT or (s.audience is Audience.TEAM and s.id in mobile)
    ]
    return (phrase(LINKS, language), *(f"  {s.name}: {addresses[s.key]}" for s in wanted))


def _serving(
    server: Server | None,
    language: str,
    facts: Mapping[str, object],
    lines: Iterable[str],
    last: Iterable[str] = (),
) -> Answer:
    """Return an answer after which the server, if there is one, runs until interrupted."""
    if server is None:
        return Answer(facts=facts, lines=lines)
    said = phrase(SERVING, language, url=server.url)
    return Answer(facts={**facts, "url": server.url}, lines=(*lines, said, *last), then=server.run)
