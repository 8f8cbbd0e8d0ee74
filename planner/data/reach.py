"""Which places no road joins to a base."""

from collections.abc import Iterable, Sequence


def unreached(
    places: Iterable[str], roads: Sequence[tuple[str, str]], bases: Iterable[str]
) -> frozenset[str]:
    """Return the places from which no chain of roads leads to a base.

    A place is not held unreached if a road from it (or from a place it is joined to) ends nowhere:
    that end may be mistyped, and is a fault of its own. Without any base nothing is unreached.
    """
    known = dict.fromkeys(places)
    neighbours: dict[str, list[str]] = {place: [] for place in known}
    doubtful = []
    for start, end in roads:
        if start in known and end in known:
            neighbours[start].append(end)
            neighbours[end].append(start)
        else:
            doubtful += [place for place in (start, end) if place in known]
    homes = [base for base in bases if base in known]
    joined = _joined([*homes, *doubtful], neighbours)
    return frozenset(known) - joined if homes else frozenset()


def _joined(origins: list[str], neighbours: dict[str, list[str]]) -> frozenset[str]:
    seen, waiting = set(origins), list(origins)
    while waiting:
        for place in neighbours[waiting.pop()]:
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return frozenset(seen)
