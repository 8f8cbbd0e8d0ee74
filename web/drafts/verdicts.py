"""The verdict of a draft, and of a step before it is done."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from planner.domain.draft import Step
from planner.domain.plan import Plan
from planner.planning.edits import Broken, Retimed, judged
from planner.planning.stability import Move, Stability, stability
from web.drafts.boards import Judged, judge
from web.drafts.said import Fault, fault_of, place_of
from web.shelf import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A session whose hour shifts, in local times."""

    place: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """What a step would do, before it is done.

    ``people`` are gained, or lost if negative; ``broken`` are rules that it breaks, ``mended`` so
    many that it does not any more; ``still`` so many stay broken. It is worded when it is read.
    """

    step: Step
    people: int
    broken: tuple[Broken, ...]
    mended: int
    still: int
    retimed: tuple[Retimed, ...]
    after: Judged

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What it breaks, in the reader's words."""
        return faults_of(self.after, self.broken)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Sessions whose hour shifts, by the name of their place."""
        opened = self.after.opened
        return tuple(
            Shift(
                place=place_of(opened, one.session),
                before=one.before.astimezone(opened.zone),
                after=one.after.astimezone(opened.zone),
            )
            for one in self.retimed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How far a draft is from the plan that people have; ``published`` if they do have it."""

    before: Plan
    changes: Stability
    published: bool
    now: datetime

    def place(self, move: Move, after: Plan) -> str:
        """Return the place (id) of a session of one of the two plans."""
        known = move.before or move.after
        plan = self.before if move.before else after
        return next(
            stop.session.place
            for day in plan.shifts
            for stop in day.stops
            if known and stop.session.id == known.session
        )

    @property
    def people(self) -> int:
        """How many people must hear that their session changes."""
        return self.changes.people_affected

    @property
    def short(self) -> int:
        """How many sessions change with under 48 hours' notice."""
        return len(self.changes.short(self.now))


def think(now: Judged, step: Step) -> Thought:
    """Return what a step would do to a draft.

    Raises
    ------
    NotFound
        If it is about something that is not there.
    """
    with_step = replace(now.stored, draft=now.stored.draft.with_step(step))
    after = judge(now.opened, with_step)
    moved = judged(now.now.board, after.now.board)
    old, new = Counter(now.verdict.broken), Counter(after.verdict.broken)
    return Thought(
        step=step,
        people=moved.people,
        broken=tuple((new - old).elements()),
        mended=(old - new).total(),
        still=(old & new).total(),
        retimed=moved.retimed,
        after=after,
    )


def faults_of(at: Judged, broken: tuple[Broken, ...]) -> tuple[Fault, ...]:
    """Return broken rules in the field's words, each once."""
    said = (fault_of(at.opened, at.now.board, one) for one in broken)
    return tuple(dict.fromkeys(said))


def told(shown: Shown, draft: Judged, now: datetime) -> Told:
    """Return how far a draft is from what people have: the published plan of its days, or none."""
    base: Plan = draft.opened.stored.plan
    mine, theirs = base.horizon, shown.plan.horizon
    apart = theirs.last < mine.first or mine.last < theirs.first
    published = shown.revision is not None and not apart
    before = shown.plan if published else base
    return Told(before=before, changes=stability(before, draft.plan), published=published, now=now)
