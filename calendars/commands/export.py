"""The command ``export``: districts and plans, and published calendars, which only these know."""

from pathlib import Path

import click

from calendars.feed import feed_bytes
from calendars.ledger import from_text
from planner.commands.edge import Answer, command
from planner.commands.show import plan_option, write_export, written
from planner.commands.spoken import option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.outputs import write_whole
from planner.data.store import Store
from planner.errors import NotFound

DISTRICT = "district"


@command(
    "export",
    (
        "Ghi huyện ra tệp XLSX hoặc thư mục CSV, kế hoạch ra tệp JSON, lịch đã công bố ra tệp ICS.",
        "Write the district as an XLSX file or a folder of CSV files, a plan as JSON, a published "
        "calendar as ICS.",
    ),
)
@option(
    "--what",
    type=click.Choice(("xlsx", "csv", "json", "ics")),
    required=True,
    words=(
        "xlsx, csv: huyện; json: kế hoạch; ics: lịch đã công bố.",
        "xlsx, csv: the district; json: a plan; ics: a published calendar.",
    ),
)
@plan_option
@option(
    "--feed",
    default=DISTRICT,
    show_default=True,
    metavar="FEED",
    words=("Lịch nào, cho ics: như team-t1.", "Which calendar, for ics: such as team-t1."),
)
@option(
    "--revision",
    type=click.IntRange(min=1),
    words=(
        "Lần công bố nào, cho ics (mặc định: mới nhất).",
        "Which revision, for ics (default: the newest).",
    ),
)
@click.argument("out", type=click.Path(path_type=Path))
def export(
    config: Config,
    *,
    what: str,
    plan_id: int | None,
    feed: str,
    revision: int | None,
    out: Path,
) -> Answer:
    """Write the current district, a plan or a published calendar to a file or folder."""
    store = existing_store(config)
    if what == "ics":
        write_whole(published_feed(store, feed, revision), out)
    else:
        write_export(store, what, plan_id, out)
    return written(what, out, config)


def published_feed(store: Store, key: str, revision: int | None) -> bytes:
    """Return a feed's bytes as a revision showed them.

    Raises
    ------
    NotFound
        If there is no such revision, or no such feed in it.
    """
    ledger = from_text(store.get_revision(revision).ledger)
    feed = ledger.feed(key)
    if feed is None:
        raise NotFound(f"no feed {key!r}").saying("no_such_feed", value=key)
    return feed_bytes(feed, ledger)
