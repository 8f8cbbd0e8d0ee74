"""A service of forecasts on loopback that answers as it is told, and its answers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TODAY = date(2022, 8, 1)


@dataclass(slots=True)
class Reply:
    """What the service does when it is asked: status and body, after a wait, or it breaks off."""

    status: int = 200
    body: bytes = b""
    wait_s: float = 0.0
    cut: bool = False


@dataclass(slots=True)
class Server:
    """A running service: what it will reply, the last one for ever, and what it was asked."""

    address: str
    replies: list[Reply]
    asked: list[str] = field(default_factory=list)


def point(*mm: float | None, first: date = TODAY, **more: Any) -> dict[str, Any]:
    """Return the answer for one point: the amounts of days from ``first`` on."""
    days = [(first + timedelta(days=i)).isoformat() for i in range(len(mm))]
    return {
        "latitude": 21.8,
        "longitude": 102.7,
        "daily_units": {"time": "iso8601", "precipitation_sum": "mm"},
        "daily": {"time": days, "precipitation_sum": list(mm)} | more,
    }


def said(*points: dict[str, Any]) -> bytes:
    """Return the body of an answer: one point is an object, several are a list."""
    return json.dumps(points[0] if len(points) == 1 else points).encode()


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """Serve on a free port of loopback while the block runs."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            reply = server.replies[0]
            if len(server.replies) > 1:
                server.replies.pop(0)
            stop.wait(reply.wait_s)
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body) + 100 * reply.cut))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that gave up
    server = Server(f"http://127.0.0.1:{http.server_port}/v1/forecast", list(replies))
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        http.shutdown()
        http.server_close()
        thread.join()


GOOD = Reply(body=said(point(1.0, 2.5, None, 0.0)))
FAULTS: tuple[tuple[Reply, str], ...] = (
    (Reply(status=503, body=b'{"error": true, "reason": "overloaded"}'), "weather_status"),
    (Reply(body=GOOD.body, wait_s=1.0), "weather_slow"),
    (Reply(body=GOOD.body[:40], cut=True), "weather_unreachable"),
    (Reply(body=GOOD.body + b"Unexpected error while streaming data"), "weather_not_json"),
    (Reply(body=b""), "weather_not_json"),
    (Reply(body=b"<html>Sign in to the hotel's network</html>"), "weather_not_json"),
    (Reply(body=b"[1, 2]"), "weather_not_json"),
    (Reply(body=b'{"error": true, "reason": "no data"}'), "weather_refused"),
    (Reply(body=said(point(1.0), point(1.0))), "weather_points"),
    (Reply(body=b"{}"), "weather_no_days"),
    (Reply(body=said(point(1.0, precipitation_sum=[1.0, 2.0]))), "weather_lengths"),
    (Reply(body=said(point(1.0, time=["soon"]))), "weather_day"),
    (Reply(body=said(point(None, None))), "weather_empty"),
    (Reply(body=said(point())), "weather_empty"),
    (Reply(body=said(point(-3.0))), "weather_amount"),
    (Reply(body=said(point(9e9))), "weather_amount"),
    (Reply(body=b"[" * 6_000_000), "weather_too_long"),
)
"""Whatever a service can do wrong, and the code of the error that tells it."""
