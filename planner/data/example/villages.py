"""Lets people live in the villages, so that every sourced total comes out exactly.

Signal and power fail first where the way to the commune's seat is long; everything that is drawn
is said to be synthetic in the row's source.
"""

from collections.abc import Mapping, Sequence
from random import Random

from planner.data.example.facts import read_facts
from planner.data.example.shares import apportion
from planner.data.example.sites import PlacedSite, Site
from planner.domain.place import Signal, Village

RESIDENTS = 58_661  # permanent residents: Thanh tra 2022-08-25
POOR_HOUSEHOLDS = 6_780  # poor or near-poor: Thanh tra 2022-08-25
HOUSEHOLDS = 10_848  # of which 6,780 are 62.5 %: Thanh tra 2022-08-25
WEAK_SIGNAL = 13  # Thanh tra 2022-08-25
NO_SIGNAL = 3  # Thanh tra 2022-08-25
NO_POWER = 20  # assumption; the article says that some have none
VIETNAMESE_TOO = ("nhy-01", "cca-01", "spp-07", "spp-09", "spp-10")  # assumption: at the seats


def make_villages(placed: Sequence[PlacedSite], rng: Random) -> tuple[Village, ...]:
    """Return the villages in the order of their sites."""
    far_first = sorted(placed, key=lambda p: (-p.km_from_seat, p.site.id))
    signals = _signals(far_first, rng)
    dark = _without_power(far_first, signals, rng)
    residents = _residents(placed, rng)
    households = _households(placed, residents)
    poor = _poor_households(households, rng)
    return tuple(
        Village(
            id=place.site.id,
            name=place.site.name,
            commune=place.site.commune,
            latitude_deg=place.point.latitude_deg,
            longitude_deg=place.point.longitude_deg,
            elevation_m=place.elevation_m,
            signal=signals[place.site.id],
            power=place.site.id not in dark,
            languages=_languages(place.site),
            residents=residents[i],
            households=households[i],
            poor_households=poor[i],
            source=_source(place.site),
            synthetic=place.site.position != "sourced",
        )
        for i, place in enumerate(placed)
    )


def _signals(far_first: Sequence[PlacedSite], rng: Random) -> dict[str, Signal]:
    """Return the signal by village id: none in the three farthest, weak in a draw of the next.

    Only made-up villages are drawn: nothing bad is invented about a real one.
    """
    known = {p.site.id: Signal(p.site.signal) for p in far_first if p.site.signal}
    made_up = [p.site.id for p in far_first if not p.site.known]
    none, next_ones = made_up[:NO_SIGNAL], made_up[NO_SIGNAL : NO_SIGNAL + 25]
    weak = rng.sample(next_ones, WEAK_SIGNAL - sum(s is Signal.WEAK for s in known.values()))
    return (
        dict.fromkeys((p.site.id for p in far_first), Signal.GOOD)
        | dict.fromkeys(none, Signal.NONE)
        | dict.fromkeys(weak, Signal.WEAK)
        | known
    )


def _without_power(
    far_first: Sequence[PlacedSite], signals: Mapping[str, Signal], rng: Random
) -> frozenset[str]:
    none = [p.site.id for p in far_first if signals[p.site.id] is Signal.NONE]
    made_up = [p.site.id for p in far_first if not p.site.known and p.site.id not in none]
    return frozenset(none + rng.sample(made_up[:30], NO_POWER - len(none)))


def _residents(placed: Sequence[PlacedSite], rng: Random) -> list[int]:
    """Return people by village: communes in proportion to 2022, villages within by a draw."""
    communes = read_facts("communes")
    totals = apportion(RESIDENTS, [float(row["population_2022"]) for row in communes])
    residents: list[int] = []
    for row, total in zip(communes, totals, strict=True):
        own = [p for p in placed if p.site.commune == row["code"]]
        residents += apportion(total, [rng.uniform(0.6, 1.5) for _ in own])
    return residents


def _households(placed: Sequence[PlacedSite], residents: Sequence[int]) -> list[int]:
    """Return households by village, after each commune's mean size in the census of 2019."""
    size = {
        row["code"]: int(row["population_2019"]) / int(row["households_2019"])
        for row in read_facts("communes")
    }
    wanted = [n / size[p.site.commune] for p, n in zip(placed, residents, strict=True)]
    return apportion(HOUSEHOLDS, wanted)


def _poor_households(households: Sequence[int], rng: Random) -> list[int]:
    wanted = [n * rng.uniform(0.45, 0.8) for n in households]
    return apportion(POOR_HOUSEHOLDS, wanted, households)


def _languages(site: Site) -> tuple[str, ...]:
    return (site.language, "kinh") if site.id in VIETNAMESE_TOO else (site.language,)


def _source(site: Site) -> str:
    if not site.known:
        return "made up: name, position, people, language, signal, power"
    position = "" if site.position == "sourced" else "position, "
    language = "" if "people:" in site.known else "language, "
    signal = "" if site.signal else "signal, "
    return f"{site.known}; synthetic: {position}people, {language}{signal}power"
