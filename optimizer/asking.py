"""One call of the kernel: the shifts of one kind, forwards or backwards.

A shift read backwards is a shift too: travel is transposed, windows count from the end. What may
follow a stop is thus what may precede it backwards (Righini & Salani 2006, section 3), and one
kernel finds both.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Kinds
from optimizer.pricing import Priced, price
from optimizer.rivals import worth_asking
from optimizer.shiftkinds import ShiftKind

EVERYWHERE = 1 << 30
"""More places than there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a kernel call is asked: fixed before it starts, so that calls may run side by side.

    A stop earns ``low`` in any weather and ``people`` in the share of weathers in which it is held,
    both (stops of the kind,); ``watch`` and ``remembers`` are as the kernel has them. If not
    ``exact``, good shifts are found quickly, from a stop to so many of the ``nearest`` places only,
    and nothing is proven. Where ``rest`` says what may follow each stop, shifts that earn less than
    ``least`` need not be found.
    """

    low: NDArray[np.float64]
    people: NDArray[np.float64]
    watch: NDArray[np.uint64]
    remembers: NDArray[np.uint64]
    exact: bool
    most_kept: int
    max_labels: int
    max_steps: int
    cancel: NDArray[np.uint8]
    rest: "Rest | None" = None
    least: float = -np.inf
    nearest: int = EVERYWHERE

    @property
    def high(self) -> NDArray[np.float64]:
        """What stops earn if all weathers let the team arrive."""
        return self.low + self.people


class Rest(NamedTuple):
    """What may follow each stop, in the arrays of ``reach.can_pay``."""

    at: NDArray[np.int64]
    takes_s: NDArray[np.int64]
    works_s: NDArray[np.int64]
    worth: NDArray[np.float64]
    uses: NDArray[np.uint64]


def rest_of(
    kind: ShiftKind, gain: NDArray[np.float64], once: NDArray[np.uint64], found: Priced
) -> Rest:
    """Return what the labels of a shift read backwards leave to follow each stop.

    ``gain`` is what the kind's stops earn, ``once`` the bits of rows that may be used only once: of
    others two labels do not say which uses they mean, and do not exclude each other.
    """
    stop = found.stop[found.listed]
    return Rest(
        at=found.listed_at,
        takes_s=found.start_s[found.listed] + kind.service_s[stop],
        works_s=found.worked_s[found.listed] - kind.service_s[stop],
        worth=found.earned[found.listed] - gain[stop],
        uses=found.seen[found.listed] & once,
    )


def forwards(kinds: Kinds, kind: ShiftKind, wake: NDArray[np.float64], asked: Asked) -> Priced:
    """Return the best shifts of ``kind``; ``wake`` is earned at each place to start from."""
    open_in = None if kinds.open_in is None else kinds.open_in[kind.profile]
    travel_s = kinds.travel_s[kind.profile]
    return _called(kinds, kind, travel_s, open_in, wake, asked, every_label=False)


def all_labels(
    kinds: Kinds, kind: ShiftKind, worth: NDArray[np.float64], asked: Asked, *, backwards: bool
) -> Priced:
    """Return all labels of shifts, read from their start or ``backwards`` from their end.

    ``worth`` is earned at each place to start, or to end, as in ``pricing``. They may end late at
    no price, and be held in all weathers: they earn no less than they may.
    """
    travel_s = kinds.travel_s[kind.profile]
    certain = replace(asked, low=asked.high, people=np.zeros_like(asked.low))
    if backwards:
        travel_s, kind = np.ascontiguousarray(travel_s.T), mirrored(kind)
    return _called(kinds, kind, travel_s, None, worth, certain, every_label=True)


def mirrored(kind: ShiftKind) -> ShiftKind:
    """Return a kind with its time running backwards, from the end of the shift."""
    windows = [
        (kind.end_s - kind.service_s[j] - kind.window_hi[w], kind.end_s - kind.service_s[j] - lo)
        for j in range(len(kind.stops))
        for w in range(kind.window_at[j + 1] - 1, kind.window_at[j] - 1, -1)
        for lo in (kind.window_lo[w],)
    ]
    return replace(
        kind,
        window_lo=np.array([lo for lo, _ in windows], np.int64),
        window_hi=np.array([hi for _, hi in windows], np.int64),
        late_s=kind.end_s,
    )


def _called(  # noqa: PLR0917 - what is asked, once forwards and once backwards
    kinds: Kinds,
    kind: ShiftKind,
    travel_s: NDArray[np.int32],
    open_in: NDArray[np.uint64] | None,
    wake: NDArray[np.float64],
    asked: Asked,
    *,
    every_label: bool,
) -> Priced:
    high = asked.high
    low = high if open_in is None else asked.low
    return Priced(
        *price(
            travel_s,
            open_in,
            None if open_in is None else kind.enter,
            None if open_in is None else kind.refuge,
            kind.traps,
            int(kinds.problem.strand_risk * kinds.scenarios),
            kinds.scenarios,
            kinds.weights,
            kinds.parts,
            kind.location,
            kind.service_s,
            low,
            asked.people,
            asked.watch,
            asked.remembers,
            np.argsort(kind.location, kind="stable").astype(np.int32)
            if every_label
            else worth_asking(
                kind.rival, kind.rivals_kept, kind.location, high, low, not kind.triangle
            ),
            kind.window_at,
            kind.window_lo,
            kind.window_hi,
            kind.sleep_location,
            wake,
            kind.sleep_location,
            kind.end_s,
            kind.max_work_s,
            kind.late_s,
            float(kinds.problem.travel_cost),
            kind.triangle,
            asked.exact,
            EVERYWHERE if asked.exact else asked.nearest,
            None if asked.rest is None else tuple(asked.rest),
            asked.least,
            kinds.row[kind.stops],
            kinds.limit[kinds.row[kind.stops]],
            asked.most_kept,
            every_label,
            asked.max_labels,
            asked.max_steps,
            asked.cancel,
        )
    )
