"""Works for jobs that tests can hold up and let go, in a thread of the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from optimizer.solve import Progress
from planner.errors import BadData
from planner.jobs.runner import Runner, same_process
from planner.jobs.worker import Teller

PATIENCE_S = 120.0


@dataclass
class Held:
    """A work that tells it has begun, waits to be let go or stopped, and returns what it is told.

    ``log`` are the names of those that have begun, in order.
    """

    name: str = "one"
    returns: Any = None
    log: list[str] = field(default_factory=list)
    began: Event = field(default_factory=Event)
    go: Event = field(default_factory=Event)

    def __call__(self, _folder: Path, *_arguments: Any, on_progress: Teller) -> Any:
        """Do it."""
        self.log.append(self.name)
        on_progress(Progress(seconds=0.1, value=5, bound=10))
        self.began.set()
        while not (self.go.wait(0.005) or on_progress.cancelled()):
            pass
        return self.returns


def fails(folder: Path, *, on_progress: Teller) -> int:  # noqa: ARG001 - a work's signature
    """Fail as the product fails where a value is wrong."""
    raise BadData("unlucky_without_rain", value=30)


def breaks(folder: Path, *, on_progress: Teller) -> int:  # noqa: ARG001 - a work's signature
    """Fail as only a fault of the product does."""
    raise ZeroDivisionError("a secret of developers")


@contextmanager
def running(folder: Path) -> Iterator[Runner]:
    """Yield a runner that works in a thread; ended at the end."""
    runner = Runner(folder, same_process)
    try:
        yield runner
    finally:
        runner.close()


def settled(runner: Runner, number: int) -> None:
    """Wait until a job is over."""
    future = runner._mine.get(number)
    if future is not None and not future.cancelled():
        future.result(PATIENCE_S)
