"""Work that takes longer than a page may, done beside the pages; a page asks how far it is.

What is remembered here lasts as long as the server: what must last is stored by the work itself.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from threading import Lock
from typing import Any

from flask import Flask, current_app

from planner.errors import BadFile, PlannerError

EXTENSION = "lenban.beside"
MOST_KEPT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why work came to nothing, in the words for each language: errors do not travel well."""

    texts: dict[str, tuple[str, ...]]

    def lines(self, language: str) -> tuple[str, ...]:
        """Return what to tell a reader, one line for each fault; none if it is our own bug."""
        return self.texts.get(language, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a piece of work is: still ``running``, ended in a ``value``, or in a ``failure``."""

    running: bool = False
    value: Any = None
    failure: Failure | None = None


class Background:
    """Pieces of work by their key; one that runs is not started twice.

    Parameters
    ----------
    brief
        Makes what runs work of a few seconds.
    long
        Makes what runs work of minutes: beside the server, for it would slow down the pages.
    """

    def __init__(self, brief: Callable[[], Executor], long: Callable[[], Executor]) -> None:
        self._make = {False: brief, True: long}
        self._executors: dict[bool, Executor] = {}
        self._work: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def start(
        self, key: Hashable, work: Callable[..., object], *args: Any, long: bool = True, **rest: Any
    ) -> None:
        """Start a piece of work unless it runs."""
        with self._lock:
            known = self._work.get(key)
            if known is not None and not known.done():
                return
            self._work[key] = self._submit(long, work, *args, **rest)
            self._work.move_to_end(key)
            while len(self._work) > MOST_KEPT:
                self._work.popitem(last=False)

    def state(self, key: Hashable) -> State | None:
        """Return how far a piece of work is, None if it was never started."""
        with self._lock:
            known = self._work.get(key)
        if known is None:
            return None
        if not known.done():
            return State(running=True)
        if (error := known.exception()) is not None:
            current_app.logger.error("work failed: %s", key, exc_info=error)
            return State(failure=Failure(texts={}))
        found = known.result()
        return State(failure=found) if isinstance(found, Failure) else State(value=found)

    def forget(self, key: Hashable) -> None:
        """Forget a piece of work that has ended."""
        with self._lock:
            if (known := self._work.get(key)) is not None and known.done():
                del self._work[key]

    def _submit(self, long: bool, work: Callable[..., object], *args: Any, **rest: Any) -> Any:
        for _ in range(2):
            executor = self._executors.get(long) or self._make[long]()
            self._executors[long] = executor
            try:
                return executor.submit(told, work, *args, **rest)
            except BrokenProcessPool:  # somebody ended the process: the next has a new one
                del self._executors[long]
        raise RuntimeError("no process can be started to work in")


def told(work: Callable[..., object], *args: Any, **rest: Any) -> object:
    """Return what work returns, or why it came to nothing."""
    try:
        return work(*args, **rest)
    except PlannerError as error:
        inner = error.exceptions if isinstance(error, BadFile) else (error,)
        return Failure(
            texts={
                language: tuple(_text(one, language) for one in inner) for language in ("vi", "en")
            }
        )


def _text(error: Exception, language: str) -> str:
    return error.text(language) if isinstance(error, PlannerError) else str(error)


def _beside() -> Executor:
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def offer_background(app: Flask) -> None:
    """Let pages of ``app`` start work."""
    app.extensions[EXTENSION] = Background(lambda: ThreadPoolExecutor(max_workers=1), _beside)


def background() -> Background:
    """Return the work of the app that answers this request."""
    found: Background = current_app.extensions[EXTENSION]
    return found
