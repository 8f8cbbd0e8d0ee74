"""The addresses of drafts, and how long a page waits for a board before it says so."""

from concurrent.futures import Future
from http import HTTPStatus

from flask import Blueprint, render_template, request

from planner.data.drafts import StoredDraft, get_draft
from planner.domain.draft import Status
from planner.errors import NotFound
from web.background import within
from web.drafts.boards import Judged, Opened, boards
from web.figures import monday_of
from web.shelf import shelf

blueprint = Blueprint("drafts", __name__)
PATIENCE_S = 0.2
blueprint.add_app_template_filter(monday_of, "monday")
FILTERS = ("team", "commune", "service")


class Outdated(NotFound):
    """The district no longer knows a piece of the plan of a draft, or of its steps."""

    def __init__(self, stored: StoredDraft) -> None:
        self.stored = stored
        super().__init__(f"draft {stored.number} is of another district")


@blueprint.app_errorhandler(Outdated)
def outdated(error: Outdated) -> tuple[str, HTTPStatus]:
    """Return the page that says so, and what can still be done."""
    stored = error.stored
    is_open = stored.draft.status is Status.OPEN
    page = render_template("draft_outdated.html", stored=stored, open=is_open)
    return page, HTTPStatus.OK if request.method == "GET" else HTTPStatus.CONFLICT


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
    return _judged(opening, stored)


def judged_now(stored: StoredDraft) -> Judged:
    """Return the same, however long it takes."""
    return _judged(boards().of_draft(stored), stored)


def _judged(opening: "Future[Opened]", stored: StoredDraft) -> Judged:
    try:
        return boards().judged(opening.result(), stored)
    except NotFound as gone:
        raise Outdated(stored) from gone
