"""Work that no page waits for: done once in the background, kept by its key."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Lock
from typing import Any


class Background:
    """One worker, and what came of the newest works; the oldest that have ended are forgotten."""

    def __init__(self, name: str, most: int) -> None:
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, name)
        self._works: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._most = most

    def of(self, key: Hashable, work: Callable[[], Any]) -> Future[Any]:
        """Return the future of a work, which is begun if it was not, or has failed."""
        with self._lock:
            found = self._works.get(key)
            if found is None or (found.done() and found.exception() is not None):
                found = self._worker.submit(work)
                self._works[key] = found
            self._works.move_to_end(key)
            self._forget()
            return found

    def known(self, key: Hashable) -> "Future[Any] | None":
        """Return the future of a work that was begun, None if it never was or is forgotten."""
        with self._lock:
            return self._works.get(key)

    def _forget(self) -> None:
        for key in [key for key, work in self._works.items() if work.done()]:
            if len(self._works) <= self._most:
                return
            del self._works[key]


def within(work: "Future[Any]", patience_s: float) -> bool:
    """Return whether a work has ended, in whatever way, within some seconds."""
    try:
        work.exception(timeout=patience_s)
    except NotYet:
        return False
    return True
