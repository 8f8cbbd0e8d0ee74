"""Which sessions no team could come to any more, whatever it did: a problem must not have them."""

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import UNREACHABLE
from planner.planning.translate.names import Drafted


def out_of_reach(drafted: Drafted) -> frozenset[str]:
    """Return the ids of the sessions to which no bed leads, there and back, on any day's roads."""
    asked = drafted.statement
    beds = {lodging.location for lodging in asked.lodgings}
    near = np.zeros(len(drafted.locations), np.bool_)
    for profile in {shift.profile for shift in asked.shifts}:
        bases = {asked.teams[s.team].base for s in asked.shifts if s.profile == profile}
        roads = asked.travel_s[profile] != UNREACHABLE
        near |= _led_to(roads, beds | bases) & _led_to(roads.T, beds | bases)
    return frozenset(
        session.id
        for session, visit in zip(drafted.sessions, asked.visits, strict=True)
        if not near[visit.location]
    )


def _led_to(roads: NDArray[np.bool_], starts: set[int]) -> NDArray[np.bool_]:
    """Return the places to which roads lead from any of ``starts``, in any number of legs."""
    found = np.zeros(len(roads), np.bool_)
    found[sorted(starts)] = True
    while not np.array_equal(found, wider := found | roads[found].any(axis=0)):
        found = wider
    return found
