"""Drafts: what a hand did to a plan, step by step, so that every step can be taken back.

A draft is a value: a change of it is another draft. It names sessions and knows no board; what its
steps come to is played by ``planner.planning.drafts``.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.domain.rules import within
from planner.errors import BadData, NotFound, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hold a session (by id) with another team, on another day or at another place in the order.

    ``order`` counts the stops of that day from 1; where it fits best, if it is None.
    """

    session: str
    team: str
    day: date
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Do not hold a session."""

    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Hold a session that is due and not planned."""

    session: str
    team: str
    day: date
    order: int | None = None


class Strength(StrEnum):
    """What of a session is pinned."""

    TEAM = "team"
    DAY = "day"
    ORDER = "order"
    TIME = "time"


NEEDS: dict[Strength, tuple[Strength, ...]] = {
    Strength.TEAM: (),
    Strength.DAY: (Strength.TEAM,),
    Strength.ORDER: (Strength.TEAM, Strength.DAY),
    Strength.TIME: (Strength.TEAM, Strength.DAY),
}
"""A day is a day of a team; order and hour are those of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Keep a session (by its lasting name) as the board has it when the pin is set.

    A later pin of the same session takes the place of an earlier one.
    """

    session: str
    strengths: tuple[Strength, ...]

    def __post_init__(self) -> None:
        lacking = [
            BadData("pin_lacks", field="strengths", value=strength.value, other=needed.value)
            for strength in self.strengths
            for needed in NEEDS[strength]
            if needed not in self.strengths
        ]
        empty = [] if self.strengths else [BadData("empty", field="strengths")]
        refuse("pin", [*empty, *lacking])


def strengths_of(*wanted: Strength) -> tuple[Strength, ...]:
    """Return what is pinned if this is wanted, in order of strength; everything for nothing."""
    whole = {*wanted, *(needed for strength in wanted for needed in NEEDS[strength])}
    return tuple(s for s in Strength if s in whole or not wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpin:
    """Let a pinned session (by its lasting name) go."""

    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The rest was planned around the pins: ``completion`` is the number of that plan."""

    completion: int


Edit = Move | Drop | Add
Step = Edit | Pin | Unpin | Completed


class Status(StrEnum):
    """Whether a draft can still change."""

    OPEN = "open"
    KEPT = "kept"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan (by number) that is being changed; the first ``count`` of its steps count.

    Steps beyond are undone and can be done again. ``kept_as`` is the number of the plan that the
    draft became.
    """

    base: int
    steps: tuple[Step, ...] = ()
    count: int = 0
    status: Status = Status.OPEN
    kept_as: int | None = None

    def __post_init__(self) -> None:
        refuse("draft", within("count", self.count, 0, len(self.steps)))

    @property
    def counting(self) -> tuple[Step, ...]:
        """The steps that count."""
        return self.steps[: self.count]

    def with_step(self, step: Step) -> "Draft":
        """Return the draft with one more step; what was undone before is gone."""
        return replace(self, steps=(*self.counting, step), count=self.count + 1)

    def undone(self, times: int = 1) -> "Draft":
        """Return the draft with fewer steps counting.

        Raises
        ------
        NotFound
            If there are not so many.
        """
        if times > self.count:
            raise NotFound(f"{self.count} steps count").saying("nothing_to_undo", count=self.count)
        return replace(self, count=self.count - times)

    def redone(self, times: int = 1) -> "Draft":
        """Return the draft with more of its steps counting.

        Raises
        ------
        NotFound
            If fewer were undone.
        """
        left = len(self.steps) - self.count
        if times > left:
            raise NotFound(f"{left} steps were undone").saying("nothing_to_redo", count=left)
        return replace(self, count=self.count + times)

    def kept(self, plan: int) -> "Draft":
        """Return the draft as it ends once a plan was made of it."""
        return replace(self, status=Status.KEPT, kept_as=plan)

    def discarded(self) -> "Draft":
        """Return the draft as it ends if nothing comes of it."""
        return replace(self, status=Status.DISCARDED)


def step_text(step: Step) -> str:
    """Return a step as one would type it: ``move SESSION TEAM DAY``."""
    match step:
        case Move(session=session, team=team, day=day) | Add(session=session, team=team, day=day):
            order = f" --order {step.order}" if step.order is not None else ""
            return f"{type(step).__name__.lower()} {session} {team} {day}{order}"
        case Drop(session=session):
            return f"drop {session}"
        case Pin(session=session, strengths=strengths):
            return " ".join([f"pin {session}", *(f"--{s.value}" for s in strengths)])
        case Unpin(session=session):
            return f"unpin {session}"
        case Completed():
            return "complete"
