"""Which pins no plan can keep, and which rule keeps them from it, as the checker says.

A pin is tried alone, then with the others of its day, in every order and from every bed, as if
nothing else were planned: what fails even so fails in every plan. What passes may still fail when
all days are taken together; then only the optimizer can tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

from optimizer.check import violations
from optimizer.problem import BASE, Constraint
from optimizer.problem import Pin as Numbered
from optimizer.solution import ShiftPlan, Solution, Stop
from planner.domain.district import District
from planner.errors import BadData
from planner.messages import Words
from planner.planning.edits import timed
from planner.planning.translate import Pinned, Translation, to_pin
from planner.rule_messages import RULES

NOT_ALONE = frozenset(
    {Constraint.LODGING, Constraint.MAX_NIGHTS, Constraint.PINNED, Constraint.STRAND_SAFETY}
)
"""What one day alone says nothing of, and what a stop more may mend: another way round."""
MOST_TOGETHER = 4
"""So many pins of one day are tried in every order; of more only the first so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A pin that no plan can keep; with the ``others`` of its day, if there are any.

    ``why`` are the rules that the best try still breaks; none if there is nothing to try.
    """

    pin: Pinned
    why: tuple[Constraint, ...] = ()
    others: tuple[Pinned, ...] = ()
    seat: bool = False


def clashes(
    names: Translation, sound: Mapping[Pinned, Numbered], hopeless: Sequence[Pinned]
) -> tuple[Clash, ...]:
    """Return the pins that no plan can keep.

    Parameters
    ----------
    sound
        Pins that the problem takes, in its numbers.
    hopeless
        Those that it does not.
    """
    alone = [clash for pin in sound if (clash := _alone(names, pin)) is not None]
    bad = {clash.pin for clash in alone}
    left = {pin: one for pin, one in sound.items() if pin not in bad}
    return (
        *(_hopeless(names, pin, sound) for pin in hopeless),
        *alone,
        *_together(names, left),
    )


def clash_fault(district: District, clash: Clash) -> BadData:
    """Return a clash as a fault that names the pin."""
    others = ", ".join(district.place(pin.place).name for pin in clash.others)
    if clash.seat:
        code = "pin_seat"
    elif not clash.why:
        code = "pin_unknown"
    else:
        code = "pin_with" if clash.others else "pin_alone"
    why = [RULES[constraint] for constraint in clash.why]
    return BadData(
        code,
        where=pin_where(district, clash.pin),
        others=others,
        order=clash.pin.order,
        why=Words("; ".join(w.vietnamese for w in why), "; ".join(w.english for w in why)),
    )


def pin_where(district: District, pin: Pinned) -> str:
    """Return what people call a pinned session: place, team, day."""
    day = f"{pin.day:%d/%m/%Y}" if pin.day else ""
    parts = (district.place(pin.place).name, district.team_by_id[pin.team].name, day)
    return ", ".join(part for part in parts if part) + f" [{pin.session}]"


def _hopeless(names: Translation, pin: Pinned, sound: Mapping[Pinned, Numbered]) -> Clash:
    found = _alone(names, pin)
    if found is not None:
        return found
    seats = [o for o in sound if (o.team, o.day, o.order) == (pin.team, pin.day, pin.order)]
    return Clash(pin=pin, others=tuple(seats), seat=bool(seats))


def _alone(names: Translation, pin: Pinned) -> Clash | None:
    number = to_pin(names, pin)
    if number is None:
        return Clash(pin=pin)
    tries = []
    for shift, asked in enumerate(names.problem.shifts):
        if asked.team == number.team and number.shift in (None, shift):
            broken = _least_broken(names, shift, [number])
            if not broken:
                return None
            tries.append(broken)
    return Clash(pin=pin, why=min(tries, key=len, default=()))


def _together(names: Translation, sound: Mapping[Pinned, Numbered]) -> Iterator[Clash]:
    """Yield the pins of each day that cannot all be kept."""
    days: defaultdict[int, list[Pinned]] = defaultdict(list)
    for pin, number in sound.items():
        if number.shift is not None:
            days[number.shift].append(pin)
    for shift, pins in days.items():
        some = pins[:MOST_TOGETHER]
        broken = _least_broken(names, shift, [sound[pin] for pin in some]) if some[1:] else ()
        if broken:
            for pin in some:
                others = tuple(other for other in some if other != pin)
                yield Clash(pin=pin, why=broken, others=others)


def _least_broken(
    names: Translation, shift: int, pins: Sequence[Numbered]
) -> tuple[Constraint, ...]:
    """Return what the best day that holds these and nothing else breaks."""
    least: tuple[Constraint, ...] | None = None
    for ordered, (before, after) in product(_orders(pins), _nights(names, shift)):
        empty = ShiftPlan(shift=shift, depart_s=0, stops=(), slept_at=before, sleeps_at=after)
        stops = [Stop(visit=pin.visit, start_s=pin.start_s or 0) for pin in ordered]
        day = _at_pinned_hours(timed(names, empty, stops), ordered)
        found = violations(names.problem, Solution(plans=(day,), value=0, bound=0))
        broken = {v.constraint for v in found} - NOT_ALONE
        if not broken:
            return ()
        if least is None or len(broken) < len(least):
            least = tuple(sorted(broken))
    return least or ()


def _orders(pins: Sequence[Numbered]) -> Iterator[tuple[Numbered, ...]]:
    """Yield the orders that pinned positions allow."""
    for ordered in permutations(pins):
        positions = [pin.position for pin in ordered if pin.position is not None]
        if positions == sorted(positions):
            yield ordered


def _nights(names: Translation, shift: int) -> Iterator[tuple[int, int]]:
    """Yield where the team could sleep before and after, at base first."""
    team = names.problem.teams[names.problem.shifts[shift].team]
    beds = (BASE, *(range(len(names.problem.lodgings)) if team.max_nights else ()))
    yield from product(beds, beds)


def _at_pinned_hours(day: ShiftPlan, pins: Sequence[Numbered]) -> ShiftPlan:
    """Return the day with every stop at its pinned hour, whether the team can be there or not."""
    stops = zip(day.stops, pins, strict=True)
    return replace(
        day,
        stops=tuple(
            stop if pin.start_s is None else replace(stop, start_s=pin.start_s)
            for stop, pin in stops
        ),
    )
