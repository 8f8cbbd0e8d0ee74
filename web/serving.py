"""The web server: waitress, on this machine's own address unless there are accounts."""

import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

import click
import waitress

from planner.commands.spoken import Pair, option, spoken_language
from planner.config import Config
from planner.data.account_links import has_accounts
from planner.data.store import Store
from planner.domain.account import Account
from planner.messages import phrase
from web.app import create_app
from web.jobs import EXTENSION as JOBS

LOCALHOST = "127.0.0.1"
COLLECTING = (50_000, 20, 50)
THREADS = 8
"""More than cores: a slow page must not keep feeds waiting."""

NOT_LOOPBACK: Pair = (
    "{host} không phải địa chỉ của chính máy này; bản dùng thử chỉ phục vụ ở 127.0.0.1 hoặc ::1",
    "{host} is not this machine's own address; the demo is served on 127.0.0.1 or ::1 only",
)
NO_ADDRESS: Pair = (
    "{host} không phải địa chỉ IP",
    "{host} is no IP address",
)
NO_ACCOUNTS: Pair = (
    "{host} không phải địa chỉ của chính máy này, mà chưa có tài khoản nào\n"
    "Có lẽ: chạy lenban serve không có --host và mở liên kết thiết lập trước",
    "{host} is not this machine's own address, and there are no accounts yet\n"
    "Maybe run lenban serve without --host and open the set-up link first",
)
NO_NAME: Pair = (
    "{host} không phải địa chỉ của chính máy này, mà chưa biết người khác gọi máy này là gì\n"
    "Có lẽ: đặt LENBAN_PUBLIC_URL, như http://{host}:{port}; tốt hơn là https qua một proxy",
    "{host} is not this machine's own address, and it is not known what others call this machine\n"
    "Maybe set LENBAN_PUBLIC_URL, as to http://{host}:{port}; better, to https behind a proxy",
)
TAKEN: Pair = (
    "không mở được cổng {port} ở {host} ({cause})\nCó lẽ: chọn cổng khác bằng --port",
    "port {port} on {host} cannot be opened ({cause})\nMaybe choose another with --port",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that listens already; ``run`` answers until it is interrupted."""

    url: str
    run: Callable[[], None]


def open_server(config: Config, host: str, port: int, *, visitor: Account | None = None) -> Server:
    """Return a server of the data folder's pages; port 0 takes any free one.

    Parameters
    ----------
    visitor
        Who somebody at this very machine is without signing in (``web.app.create_app``).

    Raises
    ------
    click.BadParameter
        If the port cannot be opened, or others would reach pages that nobody has accounts for.
    """
    if not _is_loopback(host):
        _refuse_unready(config, host, port)
    listening = _listening(config, host, port)
    # That requests wait a moment for a thread is no news; at night all phones ask at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    collect_rarely()
    app = create_app(
        config.folder, public_url=config.public_url, feed_host=config.host, visitor=visitor
    )
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        clear_untrusted_proxy_headers=True,
        **_proxy(config, host),
    )
    name = f"[{host}]" if ":" in host else host

    def run() -> None:
        # whoever looks after services ends them so; a job may still keep the best that it has
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        try:
            server.run()
        finally:
            app.extensions[JOBS].close()

    return Server(url=f"http://{name}:{listening.getsockname()[1]}", run=run)


def _proxy(config: Config, host: str) -> dict[str, object]:
    """Return whose word is taken for where requests come from: a proxy's on this machine.

    Attempts to sign in are counted by it; without it, all that pass a proxy would be one.
    """
    if not config.public_url or not _is_loopback(host):
        return {}
    return {"trusted_proxy": host, "trusted_proxy_headers": {"x-forwarded-for"}}


def _refuse_unready(config: Config, host: str, port: int) -> None:
    """Refuse to be reached from elsewhere without accounts, or without a name of one's own.

    Raises
    ------
    click.BadParameter
        If either is missing.
    """
    ready = Store.exists(config.folder) and has_accounts(Store.open(config.folder))
    missing = NO_ACCOUNTS if not ready else NO_NAME if not config.public_url else None
    if missing:
        said = phrase(missing, config.language, host=host, port=port)
        raise click.BadParameter(said, param_hint="--host")


def _listening(config: Config, host: str, port: int) -> socket.socket:
    """Return an open socket; waitress, left to itself, would not close one that fails to open."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        said = phrase(TAKEN, config.language, host=host, port=port, cause=error.strerror)
        raise click.BadParameter(said, param_hint="--port") from error


def _only_loopback(_context: click.Context, _parameter: click.Parameter, host: str) -> str:
    """Return the address if nobody but this machine can reach it."""
    named = LOCALHOST if host == "localhost" else host
    if not _is_loopback(named):
        raise click.BadParameter(phrase(NOT_LOOPBACK, spoken_language(), host=host))
    return named


def _any_address(_context: click.Context, _parameter: click.Parameter, host: str) -> str:
    """Return the address if it is one."""
    named = LOCALHOST if host == "localhost" else host
    try:
        ip_address(named)
    except ValueError:
        raise click.BadParameter(phrase(NO_ADDRESS, spoken_language(), host=host)) from None
    return named


def collect_rarely() -> None:
    """Let the collector look for cycles less often than an interpreter starts out with.

    Boards and plans are some hundred megabytes that stay. With the defaults every tenth preview of
    a publication waited 0.2 s until all of them had been looked through; pages make few cycles.
    """
    gc.set_threshold(*COLLECTING)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


here_option = option(
    "--host",
    default=LOCALHOST,
    show_default=True,
    callback=_only_loopback,
    words=("Địa chỉ của chính máy này.", "An address of this machine only."),
)
host_option = option(
    "--host",
    default=LOCALHOST,
    show_default=True,
    callback=_any_address,
    words=(
        "Địa chỉ để phục vụ; máy khác chỉ vào được khi đã có tài khoản.",
        "The address to serve; other machines only once there are accounts.",
    ),
)
port_option = option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    words=("Cổng; 0 là cổng bất kỳ còn trống.", "The port; 0 takes any free one."),
)
