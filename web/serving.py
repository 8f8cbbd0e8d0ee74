"""The web server: waitress on this machine's own address only."""

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
from planner.messages import phrase
from web.app import create_app
from web.jobs import EXTENSION as JOBS

LOCALHOST = "127.0.0.1"
THREADS = 8
"""More than cores: a slow page must not keep feeds waiting."""

NOT_LOOPBACK: Pair = (
    "{host} không phải địa chỉ của chính máy này; cho đến khi có đăng nhập, trang chỉ phục vụ ở "
    "127.0.0.1 hoặc ::1",
    "{host} is not this machine's own address; until sign-in exists, pages are served on "
    "127.0.0.1 or ::1 only",
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


def open_server(config: Config, host: str, port: int) -> Server:
    """Return a server of the data folder's pages; port 0 takes any free one.

    Raises
    ------
    click.BadParameter
        If the port cannot be opened.
    """
    listening = _listening(config, host, port)
    # That requests wait a moment for a thread is no news; at night all phones ask at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = create_app(config.folder, public_url=config.public_url, feed_host=config.host)
    server = waitress.create_server(
        app, sockets=[listening], threads=THREADS, clear_untrusted_proxy_headers=True
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


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


host_option = option(
    "--host",
    default=LOCALHOST,
    show_default=True,
    callback=_only_loopback,
    words=("Địa chỉ của chính máy này.", "An address of this machine only."),
)
port_option = option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    words=("Cổng; 0 là cổng bất kỳ còn trống.", "The port; 0 takes any free one."),
)
