"""What a label can reach: places to go on to in time, and a shift that pays.

Stops of one location are a group: they are tried, or passed over, together. Compiled, for
``pricing.price``; arrays are as there.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import njit
from optimizer.problem import UNREACHABLE

RestArrays = tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.uint64],
]
"""The fields of ``asking.Rest``, as a plain tuple."""


@njit(cache=True, nogil=True)
def grouped(
    location: NDArray[np.int32], asked: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return where groups begin in ``asked`` (groups + 1), their locations, each stop's group."""
    group_at = np.empty(asked.shape[0] + 1, np.int32)
    group_of = np.zeros(location.shape[0], np.int32)
    groups = 0
    for a in range(asked.shape[0]):
        if a == 0 or location[asked[a]] != location[asked[a - 1]]:
            group_at[groups] = a
            groups += 1
        group_of[asked[a]] = groups - 1
    group_at[groups] = asked.shape[0]
    return group_at[: groups + 1], location[asked[group_at[:groups]]], group_of


@njit(cache=True, nogil=True)
def legs_between(
    travel_s: NDArray[np.int32],
    places: NDArray[np.int32],
    starts: NDArray[np.int32],
    nearest: int,
) -> NDArray[np.int32]:
    """Return the legs to each group from each, and in the last rows from the starts.

    From a group the ``nearest`` so many others are in reach.
    """
    groups = places.shape[0]
    leg_to = np.empty((groups + starts.shape[0], groups), np.int32)
    for g in range(groups):
        for h in range(groups):
            leg_to[h, g] = travel_s[places[h], places[g]]
        for s in range(starts.shape[0]):
            leg_to[groups + s, g] = travel_s[starts[s], places[g]]
    if groups > nearest:
        _leave_out_far(leg_to[:groups], nearest)
    return leg_to


@njit(cache=True, nogil=True)
def _leave_out_far(legs: NDArray[np.int32], nearest: int) -> None:
    """Let from each row's place only so many others be reached, and those as near."""
    for row in legs:
        furthest = np.partition(row, nearest)[nearest]
        for g in range(row.shape[0]):
            if row[g] > furthest:
                row[g] = UNREACHABLE


@njit(cache=True, nogil=True)
def ways_home(
    travel_s: NDArray[np.int32],
    places: NDArray[np.int32],
    ends: NDArray[np.int32],
    triangle: bool,
) -> NDArray[np.int64]:
    """Return the seconds from each group to the nearest end; 0 where stops may shorten them."""
    home_s = np.zeros(places.shape[0], np.int64)
    if triangle:
        for g in range(places.shape[0]):
            home_s[g] = UNREACHABLE
            for e in range(ends.shape[0]):
                home_s[g] = min(home_s[g], travel_s[places[g], ends[e]])
    return home_s


@njit(cache=True, nogil=True)
def limits(  # noqa: PLR0917 - compiled functions take no keywords
    asked: NDArray[np.int32],
    group_at: NDArray[np.int32],
    home_s: NDArray[np.int64],
    service_s: NDArray[np.int32],
    window_at: NDArray[np.int32],
    window_hi: NDArray[np.int64],
    end_s: int,
    max_work_s: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the last arrival at each group, and the most work on arrival, with which a stop fits.

    After it the shift goes ``home_s``, and ends by ``end_s`` with no more than ``max_work_s``.
    """
    last_arrival = np.full(home_s.shape[0], -1, np.int64)
    most_worked = np.full(home_s.shape[0], -1, np.int64)
    for g in range(home_s.shape[0]):
        for a in range(group_at[g], group_at[g + 1]):
            busy_s = service_s[asked[a]] + home_s[g]
            fits = min(window_hi[window_at[asked[a] + 1] - 1], end_s - busy_s)
            last_arrival[g] = max(last_arrival[g], fits)
            most_worked[g] = max(most_worked[g], max_work_s - busy_s)
    return last_arrival, most_worked


@njit(cache=True, nogil=True)
def within_reach(  # noqa: PLR0917 - compiled functions take no keywords
    legs: NDArray[np.int32],
    leaves: int,
    worked: int,
    last_arrival: NDArray[np.int64],
    most_worked: NDArray[np.int64],
    found: NDArray[np.int32],
) -> int:
    """Put into ``found`` the groups reached while some stop there fits; return how many."""
    count = 0
    for g in range(legs.shape[0]):
        found[count] = g
        count += leaves + legs[g] <= last_arrival[g] and worked + legs[g] <= most_worked[g]
    return count


@njit(cache=True, nogil=True)
def covering(enter: NDArray[np.uint64] | None, starts: int) -> NDArray[np.bool_]:
    """Return for each start and another if all weathers that may open the other's day open its."""
    covers = np.ones((starts, starts), np.bool_)
    if enter is not None:
        for one in range(starts):
            for other in range(starts):
                for b in enter[other]:
                    within = b == 0
                    for a in enter[one]:
                        within = within or (b & ~a) == 0
                    covers[one, other] = covers[one, other] and within
    return covers


@njit(cache=True, nogil=True)
def can_pay(  # noqa: PLR0917 - compiled functions take no keywords
    rest: RestArrays,
    j: int,
    begins: int,
    worked: int,
    total: float,
    seen: NDArray[np.uint64],
    end_s: int,
    max_work_s: int,
    least: float,
) -> tuple[bool, int]:
    """Return whether a label at stop *j* can be completed to a shift that earns ``least``.

    ``rest`` lists what may follow each stop, from ``rest[0][j]`` on and best first: how long it
    takes from the start of the service at the stop to the end of the shift, how much of that is
    work after the stop, what it earns and which watched rows it uses. Second, the work done.
    """
    at, takes_s, works_s, worth, uses = rest
    steps = 0
    for x in range(at[j], at[j + 1]):
        if total + worth[x] < least:
            break
        steps += 1
        if (
            begins + takes_s[x] <= end_s
            and worked + works_s[x] <= max_work_s
            and (seen[0] & uses[x, 0]) == 0
            and (seen[1] & uses[x, 1]) == 0
        ):
            return True, steps
    return False, steps
