"""A server on this machine and a browser to look at it with."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.outside import outside_program
from tests.web.server import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, OFFICE = (360, 740), (1280, 720)
ZOOMED = (640, 360)
"""An office screen at 200 %: as many CSS pixels as half of it."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve ``app`` on a free port of this machine and yield its address."""
    server = Server(app)
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium and yield it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=outside_program("chromium"), args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()
