"""What a closed road cuts off: the parts into which closures take the road network apart.

By vehicle: where the least demanding one cannot pass there is no road, though people may walk.
Owns SciPy's components of a graph.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.domain.district import District
from planner.domain.road import VehicleClass
from planner.domain.weather import RoadCondition, RoadReport
from planner.world.passing import State, driven


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """Communes (codes) and villages (ids) that closures part from where most communes are.

    ``parts`` are the communes of each part of the network, those with most communes first;
    ``part_of`` tells the part of every place. Only what could be reached before is cut off.
    """

    communes: tuple[str, ...]
    villages: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    part_of: Mapping[str, int]


def closed_on(reports: Iterable[RoadReport], day: date) -> frozenset[str]:
    """Return the segments that are reported closed on a day; of several the last report counts."""
    said: dict[str, RoadCondition] = {}
    for report in sorted(reports, key=lambda report: report.made_at):
        if report.first <= day <= report.last:
            said[report.segment] = report.condition
    return frozenset(s for s, condition in said.items() if condition is RoadCondition.CLOSED)


def cut_off(district: District, closed: Collection[str]) -> CutOff:
    """Return what is cut off while the ``closed`` segments (ids) are."""
    before, after = _part_of(district, ()), _part_of(district, closed)
    seats = {commune.code: commune.seat for commune in district.communes}
    most = Counter(after[seat] for seat in seats.values())
    main = most.most_common(1)[0][0] if most else 0
    whole = {before[place] for place, part in after.items() if part == main}

    def is_cut(place: str) -> bool:
        return after[place] != main and before[place] in whole

    return CutOff(
        communes=tuple(code for code, seat in seats.items() if is_cut(seat)),
        villages=tuple(village.id for village in district.villages if is_cut(village.id)),
        parts=tuple(
            tuple(code for code, seat in seats.items() if after[seat] == part)
            for part, _ in most.most_common()
        ),
        part_of=after,
    )


def _part_of(district: District, closed: Collection[str]) -> dict[str, int]:
    """Return the number of the part in which each place is."""
    number = {place: i for i, place in enumerate(district.place_by_id)}
    passes = np.isfinite(driven(district, VehicleClass.MOTORBIKE).there_s[State.OPEN])
    ends = [
        (number[segment.start], number[segment.end])
        for segment, open_ in zip(district.segments, passes, strict=True)
        if open_ and segment.id not in closed
    ]
    rows, columns = np.array(ends, np.intp).reshape(-1, 2).T
    graph = coo_array((np.ones(len(ends)), (rows, columns)), shape=(len(number), len(number)))
    _, labels = connected_components(graph, directed=False)
    return {place: int(labels[i]) for place, i in number.items()}
