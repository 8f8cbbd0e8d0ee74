"""Where jobs are at work: a process of its own, that leaves pages the processor.

It is begun once and lasts, for the optimizer needs two seconds to compile. It ends with the server
that began it, however that ends. What comes of a work goes back as plain values: errors carry what
does not survive the way between processes.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from traceback import format_exc
from typing import Any, Protocol

from optimizer.errors import InvalidProblem, OptimizerError
from optimizer.solve import Progress
from planner.data.jobs import POINT, Line, add_line
from planner.data.store import Store
from planner.domain.job import Ended, Point, Why
from planner.errors import BadFile, PlannerError
from planner.messages import say

EVERY_S = 0.5
"""How often progress is written down."""
POLITE = 10
"""How much more willingly than pages a job waits for the processor; where the system knows that."""

logger = logging.getLogger(__name__)


Work = Callable[..., int | dict[str, Any] | None]
"""What a job does: a function of a module, given a data folder, what was asked, and a ``Teller``
by the name ``on_progress``.

It opens the store, does its work, stores it, and returns the number of a plan or other facts."""


class Flag(Protocol):
    """The number of the job that shall end with its best so far, 0 for none."""

    value: int


class _Here(threading.local):
    """What a worker knows: which job shall end."""

    flag: Flag | None = None


_here = _Here()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a work: an end, and what the log shall know if it failed."""

    ended: Ended
    trace: str = ""


class Teller:
    """What a work is given to tell its progress, and to ask whether it shall end with its best.

    Points are kept every half a second, and the last of each phase; within one, value only rises
    and the bound only falls.
    """

    def __init__(
        self,
        keep: Callable[[Point], None],
        cancelled: Callable[[], bool],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.cancelled = cancelled
        self._keep, self._clock = keep, clock
        self._began = clock()
        self._solver_s = 0.0
        self._kept_at = -EVERY_S
        self._last: Point | None = None
        self._waits = False

    @property
    def told(self) -> bool:
        """Whether anything was told, so that there is something to keep."""
        return self._last is not None

    def __call__(self, progress: Progress) -> None:
        """Hear how far a solve has come."""
        before, seconds = self._last, self._clock() - self._began
        if before is None or progress.seconds < self._solver_s:
            self.flush()
            phase = 0 if before is None else before.phase + 1
            point = Point(phase=phase, seconds=seconds, value=progress.value, bound=progress.bound)
            self._kept_at = -EVERY_S
        else:
            point = Point(
                phase=before.phase,
                seconds=max(seconds, before.seconds),
                value=max(progress.value, before.value),
                bound=min(progress.bound, before.bound),
            )
        self._solver_s, self._last, self._waits = progress.seconds, point, True
        if seconds - self._kept_at >= EVERY_S:
            self._kept_at = seconds
            self.flush()

    def flush(self) -> None:
        """Keep the last point, if it was not yet."""
        if self._waits and self._last is not None:
            self._waits = False
            self._keep(self._last)


def begin_process(flag: Flag) -> None:
    """Make this process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when to end
    if hasattr(os, "nice"):
        os.nice(POLITE)
    begin(flag)
    threading.Thread(target=_end_with_server, daemon=True).start()


def begin(flag: Flag) -> None:
    """Make this thread a worker."""
    _here.flag = flag


def _end_with_server() -> None:
    """End at once when the server is gone: nobody would learn what came of the work."""
    server = parent_process()
    if server is not None:
        wait([server.sentinel])
        os._exit(1)


def work_off(folder: Path, number: int, work: Work, arguments: tuple[Any, ...]) -> Outcome:
    """Return what came of a job."""
    flag = _here.flag
    teller = Teller(_keeping(folder, number), lambda: flag is not None and flag.value == number)
    if teller.cancelled():
        return Outcome(ended=Ended())
    try:
        found = work(folder, *arguments, on_progress=teller)
        teller.flush()
    except (PlannerError, OptimizerError) as error:
        return Outcome(ended=Ended(why=why_of(error)), trace=format_exc())
    except Exception:  # noqa: BLE001 - an edge: the log gets it, people a plain sentence
        return Outcome(ended=Ended(why=Why()), trace=format_exc())
    if isinstance(found, int):
        return Outcome(ended=Ended(plan=found))
    facts = found or {}
    return Outcome(ended=Ended(plan=facts.get("plan"), facts=facts))


def why_of(error: PlannerError | OptimizerError) -> Why:
    """Return what an error says to people; nothing where only developers would understand it."""
    if isinstance(error, BadFile):
        faults = [fault for fault in error.exceptions if isinstance(fault, PlannerError)]
        said = {s: "\n".join(fault.text(s) for fault in faults) for s in ("vi", "en")}
    elif isinstance(error, PlannerError) and error.code:
        said = {s: error.text(s) for s in ("vi", "en")}
    elif isinstance(error, InvalidProblem):
        said = {s: say("nothing_keeps_pins", s) for s in ("vi", "en")}
    else:
        return Why()
    return Why(vietnamese=said["vi"], english=said["en"])


def _keeping(folder: Path, number: int) -> Callable[[Point], None]:
    """Return what writes points down; that one cannot be must not end the work."""
    store = Store.open(folder)

    def keep(point: Point) -> None:
        try:
            add_line(store, number, Line(what=POINT, at=datetime.now(UTC), said=point))
        except PlannerError:
            logger.exception("progress of job %d was not kept", number)

    return keep
