"""Polls a server on loopback, a few requests at a time, and times each answer.

Every request comes on a connection of its own, as from phones that ask once an hour. One thread and
plain sockets, so that the load takes little of the machine that it measures.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"
CHUNK = 1 << 18
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came back: how many answers of each status, their times in seconds, in order of end."""

    statuses: Counter[int]
    took_s: tuple[float, ...]
    wall_s: float

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.took_s) / self.wall_s

    def quantile_ms(self, share: float) -> float:
        """Return the time within which this share of the answers came, in milliseconds."""
        ordered = sorted(self.took_s)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True, kw_only=True)
class _Asked:
    """One request on its way, with what has come back."""

    socket: socket.socket
    sent_s: float
    received: bytearray = field(default_factory=bytearray)


def request(path: str, port: int, headers: Iterable[str] = ()) -> bytes:
    """Return a GET as it goes over the line."""
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def poll(port: int, requests: Iterable[bytes], at_once: int) -> Polled:
    """Return what the requests got, ``at_once`` of them on their way at any time."""
    left: Iterator[bytes] = iter(requests)
    statuses: Counter[int] = Counter()
    took: list[float] = []
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    for _ in range(at_once):
        _ask_next(port, left, selector)
    while selector.get_map():
        ready = selector.select(PATIENCE_S)
        if not ready:
            raise TimeoutError("the server does not answer")
        for key, _ in ready:
            asked = key.data
            part = asked.socket.recv(CHUNK)
            asked.received += part
            if not part:
                took.append(time.perf_counter() - asked.sent_s)
                statuses[_status(asked.received)] += 1
                selector.unregister(asked.socket)
                asked.socket.close()
                _ask_next(port, left, selector)
    wall = time.perf_counter() - began
    return Polled(statuses=statuses, took_s=tuple(took), wall_s=wall)


def _ask_next(port: int, left: Iterator[bytes], selector: selectors.BaseSelector) -> None:
    following = next(left, None)
    if following is None:
        return
    began = time.perf_counter()
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(following)
    selector.register(line, selectors.EVENT_READ, _Asked(socket=line, sent_s=began))


def _status(received: bytearray) -> int:
    """Return the status of an answer, 0 if it is not whole."""
    head, _, body = received.partition(HEAD_END)
    marked = head.lower().partition(b"content-length:")[2]
    length = int(marked.split(b"\r\n")[0]) if marked else 0
    return int(head[9:12]) if len(body) == length else 0
