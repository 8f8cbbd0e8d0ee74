"""Where and when people gather: villages, markets and commune seats, and who comes there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from planner.domain.district import District
from planner.domain.place import Place, Village
from planner.domain.plan import Horizon
from planner.domain.session import Sitting
from planner.planning.almanac import days_of, markets, open_days, scopes_of, turnout_factors
from planner.world.attendance import comers
from planner.world.travel import TravelTimes

# What multiplies turnout on a day: one factor for each village that comes.
Factors = tuple[float, ...]
# The turnout factors of days by village and place.
Known = dict[tuple[str, str], dict[date, float]]
SAME_TURNOUT = 0.8
"""Days whose turnouts are at least this far equal are planned alike, as one candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The hours of one day (local clock) within which a session lies from arrival to departure."""

    day: date
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One place in one sitting, on days of equal turnout.

    ``turnout`` is, by village, the share of its waiting people who would come. ``level`` counts
    the turnouts that one place and sitting has within the horizon, from 1, the highest.
    """

    place: Place
    sitting: Sitting
    language: str
    turnout: tuple[tuple[str, float], ...]
    openings: tuple[Opening, ...]
    level: int = 1


def sites(
    district: District,
    horizon: Horizon,
    travel: TravelTimes,
    waiting: Mapping[tuple[str, str], int],
    *,
    only: str = "",
) -> tuple[Site, ...]:
    """Return every place and sitting where people wait for a service, on its open days.

    Parameters
    ----------
    waiting
        People by (village, service).
    only
        The one place (id) that is asked about; all, if it is "".
    """
    by_village: dict[str, int] = {}
    for (village, _), people in waiting.items():
        by_village[village] = by_village.get(village, 0) + people
    known: Known = {}
    ground = (
        *_village_sites(district, horizon, travel, by_village, only),
        *_market_sites(district, horizon, travel, only),
        *_seat_sites(district, horizon, travel, only),
    )
    return tuple(
        level
        for site in ground
        for level in _levels(district, horizon, _with_people(district, site, by_village), known)
    )


def _village_sites(
    district: District,
    horizon: Horizon,
    travel: TravelTimes,
    by_village: Mapping[str, int],
    only: str,
) -> Iterator[Site]:
    rules = district.settings
    for village in district.villages:
        if not by_village.get(village.id) or only not in ("", village.id):
            continue
        place = village.as_place()
        days = open_days(district, horizon, place)
        shares = comers(district, travel, village.id)
        for sitting, turnout, opens, closes in (
            (
                Sitting.VILLAGE_EVENING,
                rules.village_turnout,
                rules.village_opens,
                rules.village_closes,
            ),
            (Sitting.VILLAGE_DAY, rules.village_day_turnout, rules.seat_opens, rules.village_opens),
        ):
            yield Site(
                place=place,
                sitting=sitting,
                language=village.languages[0],
                turnout=tuple((v, turnout * share) for v, share in shares),
                openings=tuple(Opening(day=d, opens=opens, closes=closes) for d in days),
            )


def _market_sites(
    district: District, horizon: Horizon, travel: TravelTimes, only: str
) -> Iterator[Site]:
    rules = district.settings
    hours: dict[str, dict[date, Opening]] = {}
    for market in markets(district):
        opens, closes = market.opens or rules.seat_opens, market.closes or rules.seat_closes
        openings = hours.setdefault(market.scope, {})
        for day in days_of(market, horizon):
            openings.setdefault(day, Opening(day=day, opens=opens, closes=closes))
    for place_id, openings in hours.items():
        if only not in ("", place_id):
            continue
        place = district.place(place_id)
        shares = comers(district, travel, place_id)
        yield Site(
            place=place,
            sitting=Sitting.MARKET,
            language="",
            turnout=tuple((v, rules.market_turnout * share) for v, share in shares),
            openings=tuple(
                openings[d] for d in open_days(district, horizon, place) if d in openings
            ),
        )


def _seat_sites(
    district: District, horizon: Horizon, travel: TravelTimes, only: str
) -> Iterator[Site]:
    rules = district.settings
    communes: dict[str, set[str]] = {}
    for commune in district.communes:
        communes.setdefault(commune.seat, set()).add(commune.code)
    for seat, codes in communes.items():
        if only not in ("", seat):
            continue
        place = district.place(seat)
        shares = comers(district, travel, seat)
        yield Site(
            place=place,
            sitting=Sitting.SEAT,
            language="",
            turnout=tuple(
                (v, rules.seat_turnout * share)
                for v, share in shares
                if district.village_by_id[v].commune in codes
            ),
            openings=tuple(
                Opening(day=d, opens=rules.seat_opens, closes=rules.seat_closes)
                for d in open_days(district, horizon, place)
            ),
        )


def _with_people(district: District, site: Site, by_village: Mapping[str, int]) -> Site:
    """Return the site with the villages that wait, and the language that most comers speak."""
    turnout = tuple((v, share) for v, share in site.turnout if by_village.get(v))
    speakers: dict[str, float] = {}
    for v, share in turnout:
        language = district.village_by_id[v].languages[0]
        speakers[language] = speakers.get(language, 0.0) + share * by_village[v]
    most = max(speakers, key=lambda x: speakers[x], default="")
    return replace(site, language=site.language or most, turnout=turnout)


def _levels(district: District, horizon: Horizon, site: Site, known: Known) -> Iterator[Site]:
    """Split a site's days by turnout, highest first; days on which nobody comes fall away.

    What is ``known`` already of the factors of a village and a place is not asked again.
    """
    for v, _ in site.turnout:
        if (v, site.place.id) not in known:
            scopes = _scopes(district.village_by_id[v], site.place)
            known[v, site.place.id] = turnout_factors(district, horizon, scopes)
    by_village = {v: known[v, site.place.id] for v, _ in site.turnout}
    days: dict[Factors, list[Opening]] = {}
    for opening in site.openings:
        factors = tuple(by_village[v].get(opening.day, 1.0) for v, _ in site.turnout)
        if any(factors):
            days.setdefault(factors, []).append(opening)
    for number, (factors, openings) in enumerate(_merged(days), start=1):
        turnout = tuple(
            (v, min(1.0, share * factor))
            for (v, share), factor in zip(site.turnout, factors, strict=True)
        )
        openings.sort(key=lambda opening: opening.day)
        yield replace(site, turnout=turnout, openings=tuple(openings), level=number)


def _merged(days: Mapping[Factors, list[Opening]]) -> list[tuple[Factors, list[Opening]]]:
    """Put days of nearly equal turnout together, at the lowest of them: no promise too much."""
    merged: list[tuple[Factors, list[Opening]]] = []
    for factors in sorted(days, reverse=True, key=sum):
        for i, (others, openings) in enumerate(merged):
            if _nearly_equal(factors, others):
                merged[i] = (tuple(map(min, factors, others)), openings + days[factors])
                break
        else:
            merged.append((factors, days[factors]))
    return merged


def _nearly_equal(some: Factors, others: Factors) -> bool:
    pairs = zip(some, others, strict=True)
    return all(min(pair) >= SAME_TURNOUT * max(pair) for pair in pairs)


def _scopes(village: Village, place: Place) -> tuple[str, ...]:
    return (*scopes_of(village.as_place()), place.id)
