"""Which places no road joins to a base."""

from collections.abc import Iterable, Sequence

from planner.data.advice import nearest


def unreached(
    places: Iterable[str], roads: Sequence[tuple[str, str]], bases: Iterable[str]
) -> frozenset[str]:
    """Return the places from which no chain of roads leads to a base.

    A road that ends nowhere is a fault of its own, its end perhaps mistyped. So neither its other
    end nor the place that the mistyped one looks like is held unreached. Without any base nothing
    is unreached.
    """
    known = dict.fromkeys(places)
    neighbours: dict[str, list[str]] = {place: [] for place in known}
    doubtful = []
    for start, end in roads:
        if start in known and end in known:
            neighbours[start].append(end)
            neighbours[end].append(start)
        else:
            doubtful += [p if p in known else nearest(p, list(known)) for p in (start, end)]
    homes = [base for base in bases if base in known]
    joined = _joined([*homes, *filter(None, doubtful)], neighbours)
    return frozenset(known) - joined if homes else frozenset()


def _joined(origins: list[str], neighbours: dict[str, list[str]]) -> frozenset[str]:
    seen, waiting = set(origins), list(origins)
    while waiting:
        for place in neighbours[waiting.pop()]:
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return frozenset(seen)
