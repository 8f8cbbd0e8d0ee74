"""The addresses of drafts, and how long a page waits for a board before it says so."""

from flask import Blueprint

from planner.data.drafts import StoredDraft, get_draft
from web.background import within
from web.drafts.boards import Judged, boards
from web.figures import monday_of
from web.shelf import shelf

blueprint = Blueprint("drafts", __name__)
PATIENCE_S = 0.2
blueprint.add_app_template_filter(monday_of, "monday")
FILTERS = ("team", "commune", "service")


def stored_draft(number: int) -> StoredDraft:
    """Return a draft by its number, as it is now.

    Raises
    ------
    NotFound
        If there is none.
    """
    return get_draft(shelf().store, number)


def judged_soon(stored: StoredDraft) -> Judged | None:
    """Return a draft, judged; None while its board is still being opened.

    Raises
    ------
    NotFound
        If the district no longer knows a piece of its plan.
    """
    opening = boards().of_draft(stored)
    if not within(opening, PATIENCE_S):
        return None
    return boards().judged(opening.result(), stored)


def judged_now(stored: StoredDraft) -> Judged:
    """Return the same, however long it takes."""
    return boards().judged(boards().of_draft(stored).result(), stored)
