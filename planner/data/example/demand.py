"""Works out who still waits for what: the funnel of each village, one stage after the other.

eligible (14 years and older) → card issued → e-ID registered → VNeID activated, and beside it
the portal account. The arithmetic and its sources stand in docs/example.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from planner.data.example.shares import apportion
from planner.domain.place import Signal, Village
from planner.domain.service import Demand

ELIGIBLE_SHARE = 0.68  # 14 years and older; assumption
PHIN_HO = "03198"
PHIN_HO_CARDS = 2_356  # Thanh tra 2022-08-25
PHIN_HO_REGISTERED = 1_108  # cards with other information integrated: Thanh tra 2022-08-25
REGISTERED_SHARE = PHIN_HO_REGISTERED / PHIN_HO_CARDS
PHONE_SHARE = {Signal.GOOD: 0.45, Signal.WEAK: 0.3, Signal.NONE: 0.15}  # assumption
REGISTERED_PHONE_SHARE = {Signal.GOOD: 0.65, Signal.WEAK: 0.5, Signal.NONE: 0.3}  # assumption
ACTIVATED_SHARE = 0.05  # VNeID was six weeks old; assumption
PORTAL_SHARE = 0.08  # of those with a phone; assumption
HOME_SHARE = 0.01  # of the eligible; assumption
TALK_REACHED_SHARE = 0.25  # households that have heard a talk; assumption


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far the people of one village have come."""

    eligible: int
    cards: int
    registered: int


def make_demands(villages: Sequence[Village], rng: Random) -> tuple[Demand, ...]:
    """Return the people still to serve, by village and service."""
    funnels = _funnels(villages, rng)
    return tuple(d for v in villages for d in _demands(v, funnels[v.id]))


def _funnels(villages: Sequence[Village], rng: Random) -> Mapping[str, Funnel]:
    funnels: dict[str, Funnel] = {}
    for commune in dict.fromkeys(v.commune for v in villages):
        own = [v for v in villages if v.commune == commune]
        eligible = [round(v.residents * ELIGIBLE_SHARE) for v in own]
        wanted = [n * _card_share(v, rng) for v, n in zip(own, eligible, strict=True)]
        cards = apportion(_cards(commune, wanted), wanted, eligible)
        drawn = [n * rng.uniform(0.8, 1.2) for n in cards]
        registered = apportion(_registered(commune, cards), drawn, cards)
        for village, *stages in zip(own, eligible, cards, registered, strict=True):
            funnels[village.id] = Funnel(eligible=stages[0], cards=stages[1], registered=stages[2])
    return funnels


def _cards(commune: str, wanted: Sequence[float]) -> int:
    return PHIN_HO_CARDS if commune == PHIN_HO else round(sum(wanted))


def _registered(commune: str, cards: Sequence[int]) -> int:
    return PHIN_HO_REGISTERED if commune == PHIN_HO else round(sum(cards) * REGISTERED_SHARE)


def _card_share(village: Village, rng: Random) -> float:
    """Return a share around Phìn Hồ's, lower where there is no signal or no power."""
    hard = 0.12 * (village.signal is Signal.NONE) + 0.08 * (not village.power)
    return rng.uniform(0.82, 0.94) - hard


def _demands(village: Village, funnel: Funnel) -> Iterator[Demand]:
    for service, (people, why) in _still_to_serve(village, funnel).items():
        yield Demand(
            village=village.id,
            service=service,
            people=people,
            weight=_weight(village),
            source=f"made up: {why}",
            synthetic=True,
        )


def _still_to_serve(village: Village, funnel: Funnel) -> Mapping[str, tuple[int, str]]:
    """Return people and the reason for their number, by service."""
    eligible, cards, registered = funnel.eligible, funnel.cards, funnel.registered
    phones = round(eligible * PHONE_SHARE[village.signal])
    own_phone = round(registered * REGISTERED_PHONE_SHARE[village.signal])
    at_home = min(round(eligible * HOME_SHARE), eligible - cards)
    return {
        "card": (
            eligible - cards - at_home,
            f"{eligible} eligible, {cards} have a card, {at_home} are visited at home",
        ),
        "eid": (cards - registered, f"{cards} have a card, {registered} an e-ID"),
        "vneid": (
            round(own_phone * (1 - ACTIVATED_SHARE)),
            f"{own_phone} have an e-ID and a phone, 5 % have activated",
        ),
        "portal": (
            round(phones * (1 - PORTAL_SHARE)),
            f"{phones} have a phone, 8 % an account",
        ),
        "talk": (
            round(village.households * (1 - TALK_REACHED_SHARE)),
            f"one of each of {village.households} households, a quarter reached",
        ),
        "home": (at_home, f"1 % of {eligible} eligible, without a card, too old or ill to come"),
    }


def _weight(village: Village) -> float:
    """Return 1.0 to 1.3: the poor and those without signal or power come first (assumption)."""
    poor = village.poor_households / village.households > 0.65
    cut_off = village.signal is not Signal.GOOD or not village.power
    return round(1.0 + 0.1 * poor + 0.2 * cut_off, 1)
