"""A draft is kept: it becomes a plan, played on weathers and stored."""

from planner.domain.draft import Completed
from planner.domain.plan import Plan
from planner.jobs.desk import Desk
from planner.jobs.plans import keep_plan
from planner.planning.edits import to_edited_plan


def plan_of(desk: Desk) -> Plan:
    """Return the plan of a draft; as it was completed, proof and all, if nothing came after.

    Raises
    ------
    Infeasible
        If it breaks a constraint. Whether it keeps its pins is asked before.
    """
    steps = desk.stored.draft.counting
    last = steps[-1] if steps else None
    if isinstance(last, Completed):
        done = desk.completions[last.completion]
        if done.district_id == desk.district_id:
            return done.plan
    return to_edited_plan(desk.played().board)


def kept(desk: Desk) -> Desk:
    """Return the desk of a draft that has ended with a plan, once that is stored.

    Raises
    ------
    Conflict
        If somebody else has changed the draft. If that was while its plan was made, the plan is
        there all the same.
    NotFound
        If it has ended already.
    """
    desk.refuse_stale(desk.stored.draft.kept(0))
    made = keep_plan(desk.store, plan_of(desk), desk.request, district_id=desk.district_id)
    return desk.changed(lambda draft: draft.kept(made))
