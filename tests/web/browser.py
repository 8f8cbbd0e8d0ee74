"""A server on this machine and a browser to look at it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import waitress
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress import wasyncore

from tests.outside import outside_program

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


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve ``app`` as the product does, by waitress, and yield its address."""
    sockets: dict[int, object] = {}
    server = waitress.create_server(app, host="127.0.0.1", port=0, map=sockets)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # In the server's own thread, else a socket would close under its hands.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join()


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
