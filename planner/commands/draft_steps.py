"""The steps of a draft on the command line: sessions dropped, moved, added, pinned, let go."""

import click

from planner.commands.desk import Desk, desk, draft_options
from planner.commands.edge import Answer, command
from planner.commands.edit import day_given
from planner.commands.spoken import option
from planner.config import Config
from planner.domain.draft import Add, Drop, Move, Pin, Strength, Unpin, strengths_of
from planner.planning.drafts import find_held

order_option = option(
    "--order",
    type=click.IntRange(min=1),
    metavar="N",
    words=("Buổi thứ N trong ngày (mặc định: chỗ hợp nhất).", "Number N of the day's sessions."),
)


@command("drop", ("Bỏ một buổi.", "Do not hold a session."))
@click.argument("session")
@draft_options
def drop(config: Config, *, session: str, number: int | None, expect: int | None) -> Answer:
    """Add a step that drops a session."""
    found = desk(config, number, expect)
    return found.with_step(Drop(session=_held(found, session)))


@command("move", ("Chuyển buổi cho tổ và ngày này.", "Move a session to this team and day."))
@click.argument("session")
@click.argument("team")
@click.argument("day")
@order_option
@draft_options
def move(
    config: Config,
    *,
    session: str,
    team: str,
    day: str,
    order: int | None,
    number: int | None,
    expect: int | None,
) -> Answer:
    """Add a step that moves a session."""
    when, found = day_given(day), desk(config, number, expect)
    held = _held(found, session)
    return found.with_step(Move(session=held, team=team, day=when, order=order))


@command("add", ("Thêm buổi chưa xếp vào tổ và ngày này.", "Hold a session that was left out."))
@click.argument("session")
@click.argument("team")
@click.argument("day")
@order_option
@draft_options
def add(
    config: Config,
    *,
    session: str,
    team: str,
    day: str,
    order: int | None,
    number: int | None,
    expect: int | None,
) -> Answer:
    """Add a step that adds a session."""
    when, found = day_given(day), desk(config, number, expect)
    return found.with_step(Add(session=session, team=team, day=when, order=order))


@command(
    "pin",
    (
        "Ghim một buổi như đang xếp: tổ, ngày, thứ tự, giờ; không nói gì thì ghim tất cả.",
        "Pin a session as it stands: team, day, order, time; all of them if none is named.",
    ),
)
@click.argument("session")
@option("--team", is_flag=True, words=("Giữ tổ.", "Keep its team."))
@option("--day", is_flag=True, words=("Giữ ngày (và tổ).", "Keep its day (and team)."))
@option(
    "--order",
    is_flag=True,
    words=("Giữ thứ tự trong ngày (và ngày, tổ).", "Keep its place in the day (day and team too)."),
)
@option("--time", is_flag=True, words=("Giữ giờ (và ngày, tổ).", "Keep its hour (day and team)."))
@draft_options
def pin(
    config: Config, *, session: str, number: int | None, expect: int | None, **flags: bool
) -> Answer:
    """Add a step that pins a session as the board has it."""
    found = desk(config, number, expect)
    wanted = strengths_of(*(s for s in Strength if flags[s.value]))
    name = find_held(found.played().board, session).name
    return found.with_step(Pin(session=name, strengths=wanted))


@command("unpin", ("Bỏ ghim một buổi.", "Let a pinned session go."))
@click.argument("session")
@draft_options
def unpin(config: Config, *, session: str, number: int | None, expect: int | None) -> Answer:
    """Add a step that lets a pin go."""
    found = desk(config, number, expect)
    pins = found.played().pins
    name = next((name for name, pin in pins.items() if pin.session == session), session)
    return found.with_step(Unpin(session=name))


def _held(found: Desk, session: str) -> str:
    """Return the id of a session that is held, by its id or lasting name."""
    return find_held(found.played().board, session).session


STEPS = (drop, move, add, pin, unpin)
