"""The overview: how far are we, and what needs me now."""

from flask import Blueprint, render_template

from web import figures
from web.needs import needs
from web.shelf import shelf
from web.sure import riskiest

blueprint = Blueprint("overview", __name__)
MOST_VILLAGES = 12
MOST_RISKY = 8


@blueprint.get("/")
def page() -> str:
    """Return the overview of the plan that is shown."""
    shown = shelf().shown()
    district, plan = shown.district, shown.plan
    return render_template(
        "overview.html",
        shown=shown,
        needs=needs(shown),
        overall=figures.Progress(due=plan.people_due, planned=plan.people_expected),
        services=figures.by_service(district, plan),
        communes=figures.by_commune(district, plan),
        reasons=figures.reasons_left(plan),
        left=figures.villages_left(district, plan)[:MOST_VILLAGES],
        weeks=figures.weeks(district, plan),
        nights=figures.nights_away(district, plan),
        risky=riskiest(plan, MOST_RISKY),
    )
