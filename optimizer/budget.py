"""How long a solve may go on: by work, by the clock, until it is good enough or called off.

Work is counted in steps of the kernels (places judged, labels extended), to which the solvers'
own effort is converted; it is the same on every machine. The clock and the caller's wish to cancel
are watched by a thread, which tells the kernels by a flag and the solvers by interrupting them.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TypeVar

import numpy as np

from optimizer.errors import CutOff

T = TypeVar("T")
STEPS_PER_SECOND = 12_000_000
"""What a second of a time limit is worth in work, where a plan has to be the same each time."""
WATCH_EVERY_S, INSIST_EVERY_S = 0.01, 0.002
"""How long from one look at clock and caller to the next; and from one interrupt to the next."""


class Turn:
    """What one thread may do until a share of the budget is used up.

    Where work is limited, it counts the thread's own steps, so that it ends where it would on any
    machine; otherwise it looks at the clock. What the thread ``owes`` it did in turns before this.
    """

    def __init__(self, budget: "Budget", until: float, owes: int = 0) -> None:
        self.until = until
        self._budget = budget
        self._left: int | None = None
        if budget.limit is not None:
            self._left = int((until - budget.share()) * budget.limit) - owes

    @property
    def owes(self) -> int:
        """How much more was done than there was left: a step is not cut short."""
        return max(0, -(self._left or 0))

    def spend(self, steps: int) -> None:
        """Count work that was done."""
        if self._left is not None:
            self._left -= steps

    def over(self) -> bool:
        """Return whether nothing is left, or the solve is cut off."""
        if self._left is None:
            return self._budget.over(self.until)
        return self._left <= 0 or bool(self._budget.flag[0])

    def steps(self) -> int:
        """Return the work left where work is limited."""
        return max(1, self._left or 0)

    def seconds(self) -> float | None:
        """Return how long is left, or ``None`` where work is limited."""
        return None if self._left is not None else self._budget.seconds_until(self.until)


class Budget:
    """A budget in use: ``with Budget(...) as budget``.

    With ``work`` the share that is spent depends on work alone, so that the same work gives the
    same plan; ``seconds`` then only cut off. Without it the clock decides.
    """

    def __init__(
        self,
        *,
        seconds: float | None,
        work: int | None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.limit_s = seconds
        self.limit = work
        self.spent = 0
        self.flag = np.zeros(1, np.uint8)
        self.cut_by = ""
        self._began = time.monotonic()
        self._cancelled = cancelled or (lambda: False)
        self._interrupts: list[Callable[[], object]] = []
        self._sweeps = False
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Budget":
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watcher.join()
        if self._sweeps:
            gc.enable()

    def length_s(self) -> float:
        """Return how long the whole solve may take, as far as work can tell."""
        if self.limit is not None:
            return self.limit / STEPS_PER_SECOND
        return self.limit_s or 0.0

    def seconds(self) -> float:
        """Return how long ago the solve began."""
        return time.monotonic() - self._began

    def count(self, share: float) -> None:
        """Count that share of the work as done; where work is not limited, by the clock."""
        limit = self.limit if self.limit is not None else self.seconds() * STEPS_PER_SECOND
        self.spent = int(limit * (share if self.limit is not None else 1.0))

    def share(self) -> float:
        """Return how much of the budget is used up, 0..1 or more."""
        if self.limit is not None:
            return self.spent / self.limit if self.limit else 1.0
        assert self.limit_s is not None  # noqa: S101 - told to the type checker, checked by solve
        return self.seconds() / self.limit_s if self.limit_s else 1.0

    def over(self, share: float = 1.0) -> bool:
        """Return whether that share of the budget is used up, or the solve is cut off."""
        return bool(self.flag[0]) or self.share() >= share

    def seconds_until(self, share: float) -> float:
        """Return how long it is until the clock has used up that share."""
        limit = 0.0 if self.limit_s is None else self.limit_s
        return max(0.0, share * limit - self.seconds())

    @property
    def called_off(self) -> bool:
        """Whether the caller does not want any more, whatever the clock says."""
        return self.cut_by == "cancelled"

    def go_on(self) -> None:
        """Do nothing.

        Raises
        ------
        CutOff
            If the caller has called the solve off.
        """
        if self.called_off:
            raise CutOff

    def while_on(self, some: Iterable[T]) -> Iterator[T]:
        """Yield these, one by one, until the solve is cut off."""
        for one in some:
            if self.flag[0]:
                return
            yield one

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Call ``interrupt`` if the solve is cut off while the block runs."""
        self._interrupts.append(interrupt)
        try:
            yield
        finally:
            self._interrupts.remove(interrupt)

    def _watch(self) -> None:
        while not self._done.wait(self._watches_s()):
            if not self.cut_by and self._cancelled():
                self.cut_by = "cancelled"
            if not self.cut_by and self.limit_s is not None and self.seconds() >= self.limit_s:
                self.cut_by = "deadline"
            if self.cut_by and not self.flag[0]:
                self.flag[0] = 1
                # a full search for garbage takes longer than all that is left to do
                self._sweeps = gc.isenabled()
                gc.disable()
            if self.cut_by:
                # again and again: a solver may begin just after it was told to stop
                for interrupt in list(self._interrupts):
                    interrupt()

    def _watches_s(self) -> float:
        """Return how long until the next look."""
        if self.cut_by:
            return INSIST_EVERY_S
        left_s = WATCH_EVERY_S if self.limit_s is None else self.limit_s - self.seconds()
        return max(0.0, min(WATCH_EVERY_S, left_s))
