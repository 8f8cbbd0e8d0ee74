"""The load generator counts what came back, whole, and how long it took."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.feeds.poll import Polled, poll, request


@contextmanager
def answering(*answers: bytes) -> Iterator[int]:
    """Serve these answers in turn, each on a connection of its own, and yield the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            line, _ = listening.accept()
            with line:
                line.recv(4096)
                line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        thread.join(5)
        listening.close()


def test_answers_are_counted_by_status_and_cut_off_ones_apart() -> None:
    full = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"
    same = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    with answering(full, same, full, cut) as port:
        found = poll(port, [request("/f/x.ics", port)] * 4, 2)
    assert found.statuses == Counter({200: 2, 304: 1, 0: 1})
    assert len(found.took_s) == 4


def test_a_request_is_spelled_out() -> None:
    said = request("/f/x.ics", 80, ["A: b"]).decode()
    assert said == (
        "GET /f/x.ics HTTP/1.1\r\nHost: 127.0.0.1:80\r\nConnection: close\r\nA: b\r\n\r\n"
    )


def test_rates_and_quantiles() -> None:
    found = Polled(statuses=Counter({200: 4}), took_s=(0.004, 0.001, 0.002, 0.003), wall_s=0.5)
    assert found.per_s == 8
    assert [found.quantile_ms(q) for q in (0, 0.5, 0.99, 1)] == [1, 3, 4, 4]
