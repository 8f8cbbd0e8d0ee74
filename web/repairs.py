"""Repair: the published plan planned again around closures, and what that changes for whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask_babel import lazy_gettext

from planner.data.findings import Kind, newest_finding
from planner.domain.plan import SHORT_NOTICE, Plan
from planner.errors import NotFound
from planner.jobs.repair import Repaired
from planner.planning.stability import Move, Shifted, Stability, stability
from web.shelf import Shown, shelf

blueprint = Blueprint("repairs", __name__)

KINDS = {
    Shifted.CANCELLED: lazy_gettext("Cancelled"),
    Shifted.OTHER_DAY: lazy_gettext("Another day"),
    Shifted.OTHER_TEAM: lazy_gettext("Another team"),
    Shifted.OTHER_ORDER: lazy_gettext("Another order"),
    Shifted.OTHER_TIME: lazy_gettext("Another hour"),
    Shifted.NEW: lazy_gettext("New"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A session that changes; ``soon`` if people have some time to hear of it, but little."""

    move: Move
    place: str
    soon: bool
    forced: bool

    @property
    def people(self) -> int:
        """How many people more are expected, negative if fewer."""
        before, after = self.move.before, self.move.after
        return (after.people if after else 0) - (before.people if before else 0)


@blueprint.get("/repair")
def form() -> str:
    """Return the form that has the published plan repaired, which is a job."""
    return render_template("repair_form.html", shown=shelf().shown())


@blueprint.get("/repair/<int:plan>")
def result(plan: int) -> str:
    """Return what a draft changes of the published plan, who must be told soonest first."""
    shown = shelf().shown()
    if shown.revision is None:
        raise NotFound("nothing is published").saying("no_revision")
    stored = shelf().plan(plan)
    found = newest_finding(shelf().store, Kind.REPAIR, Repaired, plan_id=plan)
    said = found.said if found else None
    changes = stability(shown.plan, stored.plan)
    now = said.now if said else shelf().now()
    places = _places(shown, shown.plan, stored.plan)
    changed = list(_lines(places, changes, said, now))
    return render_template(
        "repair.html",
        shown=shown,
        plan=stored,
        said=said,
        changed=changed,
        added=list(_new(places, changes)),
        kept=len(changes.of(Shifted.KEPT)),
        people=sum(line.people for line in changed)
        + sum(m.after.people for m in changes.of(Shifted.NEW) if m.after),
        to_tell=changes.people_affected,
        short=len(changes.short(now)),
        kinds=KINDS,
        stale=said is not None and said.revision != shown.revision.number,
    )


def _lines(
    places: Mapping[str, str], changes: Stability, said: Repaired | None, now: datetime
) -> Iterator[Line]:
    """Yield what was promised and changes, by the hour until which people must know."""
    forced = set(said.forced) if said else set()
    for move in changes.changed:
        yield Line(
            move=move,
            place=places.get(move.name, ""),
            soon=move.first - now < SHORT_NOTICE,
            forced=move.name in forced,
        )


def _new(places: Mapping[str, str], changes: Stability) -> Iterator[Line]:
    for move in changes.of(Shifted.NEW):
        yield Line(move=move, place=places.get(move.name, ""), soon=False, forced=False)


def _places(shown: Shown, *plans: Plan) -> dict[str, str]:
    """Return where each session (lasting name) of some plans is held, in words."""
    known = shown.district.place_by_id
    return {
        stop.session.lasting_name: known[stop.session.place].name
        for plan in plans
        for shift in plan.shifts
        for stop in shift.stops
        if stop.session.place in known
    }
