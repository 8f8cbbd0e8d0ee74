"""The audit: who changed what, when, and what it was before."""

from flask import Blueprint, render_template, request

from planner.data.audit import audited, list_entries
from web.gate.asked import communes, local
from web.gate.deeds import deed, differences
from web.shelf import shelf

blueprint = Blueprint("audit", __name__)
ON_A_PAGE = 50


@blueprint.get("/audit")
def page() -> str:
    """Return the newest changes, those of one person or kind if asked for."""
    store = shelf().store
    who, what = request.args.get("who", ""), request.args.get("what", "")
    below = request.args.get("below", type=int)
    found = list_entries(store, who=who, what=what, below=below, most=ON_A_PAGE + 1)
    shown, names = found[:ON_A_PAGE], {c.code: c.name for c in communes()}
    people, kinds = audited(store)
    return render_template(
        "audit.html",
        lines=[(e, local(e.at), deed(e.what), list(differences(e, names))) for e in shown],
        older=shown[-1].id if len(found) > ON_A_PAGE else None,
        people=people,
        kinds=[(kind, deed(kind)) for kind in kinds],
        who=who,
        what=what,
        later=below is not None,
    )
