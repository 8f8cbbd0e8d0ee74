"""A web server on this machine, as the product has it, that tests start and stop."""

from threading import Event, Thread

import waitress
from flask import Flask
from waitress import wasyncore

PATIENCE_S = 0.05
"""How soon it is seen that the server is to end."""


class Server:
    """Serves an app from a thread of its own, at ``port`` or, if that is 0, at a free one."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        self._sockets: dict[int, object] = {}
        self._ends = Event()
        self._server = waitress.create_server(app, host="127.0.0.1", port=port, map=self._sockets)
        self.port: int = self._server.effective_port
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it: first what answers, then the sockets, which a late answer would miss."""
        self._server.task_dispatcher.shutdown()
        self._ends.set()
        self._thread.join()

    def _serve(self) -> None:
        while not self._ends.is_set():
            wasyncore.loop(timeout=PATIENCE_S, map=self._sockets, count=1)
        wasyncore.close_all(self._sockets)
