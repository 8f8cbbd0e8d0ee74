"""Which status each kind of error has, and the page that says it in plain words."""

from http import HTTPStatus

from flask import Flask, current_app, render_template
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException

from planner.errors import (
    BadData,
    BadFile,
    Conflict,
    Infeasible,
    NotFound,
    PlannerError,
    SourceDown,
    StorageError,
)
from web.gate.refusals import NotAllowed, StaleForm

STATUS: dict[type[Exception], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    BadData: HTTPStatus.UNPROCESSABLE_ENTITY,
    BadFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    SourceDown: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageError: HTTPStatus.INTERNAL_SERVER_ERROR,
    Infeasible: HTTPStatus.INTERNAL_SERVER_ERROR,
}

REFUSALS: dict[type[Exception], tuple[object, object]] = {
    NotAllowed: (
        lazy_gettext("Your account may not do this"),
        lazy_gettext(
            "You can read the plan here, but this is for somebody else to do. "
            "If it is your work, ask a coordinator to change your role."
        ),
    ),
    StaleForm: (
        lazy_gettext("This page was open for too long"),
        lazy_gettext(
            "Nothing was changed. Somebody has signed in or out with this browser meanwhile, "
            "or it keeps no cookies. Go back, load the page again, and try once more."
        ),
    ),
}
"""What is said of refusals that have more to say than their status."""

WORDS = {
    HTTPStatus.BAD_REQUEST: (
        lazy_gettext("Something is missing in this form"),
        lazy_gettext("Nothing was changed. Go back, load the page again, and try once more."),
    ),
    HTTPStatus.UNAUTHORIZED: (
        lazy_gettext("You are signed out"),
        lazy_gettext("Nothing was changed. Sign in again, then try once more."),
    ),
    HTTPStatus.FORBIDDEN: (
        lazy_gettext("This request was refused"),
        lazy_gettext(
            "It came from another site, or under another name than this machine's. "
            "Open the page from this machine and try again."
        ),
    ),
    HTTPStatus.NOT_FOUND: (
        lazy_gettext("Page not found"),
        lazy_gettext(
            "The address may be mistyped, or belong to an older plan. Start from the overview."
        ),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        lazy_gettext("This page cannot do that"),
        lazy_gettext("Go back and use the buttons on the page."),
    ),
    HTTPStatus.CONFLICT: (
        lazy_gettext("Somebody else changed it first"),
        lazy_gettext("Nothing was saved. Load the page again to see the newer values."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        lazy_gettext("That is too large"),
        lazy_gettext("Nothing was saved. Send a smaller file, or a shorter text."),
    ),
    HTTPStatus.BAD_REQUEST: (
        lazy_gettext("The form came incomplete"),
        lazy_gettext("Nothing was saved. Go back, load the page again and send it once more."),
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        lazy_gettext("Some of the data is not right"),
        lazy_gettext("Nothing was changed. Run “lenban check” to see each wrong cell."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        lazy_gettext("A source of data does not answer"),
        lazy_gettext("Nothing is lost. Try again in a few minutes."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        lazy_gettext("Something went wrong here"),
        lazy_gettext(
            "It is not your fault and nothing is lost. Calendars on phones keep working. "
            "Try again; if it stays, tell whoever looks after this machine."
        ),
    ),
}


def status_of(error: Exception) -> HTTPStatus:
    """Return the status of an error: its own class's, else its nearest parent's."""
    if isinstance(error, HTTPException):
        return HTTPStatus(error.code or 500)
    found = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def error_page(error: Exception) -> tuple[str, HTTPStatus]:
    """Return the plain-language page for an error and its status."""
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("answered %d", status, exc_info=error)
    known = WORDS.get(status, WORDS[HTTPStatus.INTERNAL_SERVER_ERROR])
    title, advice = REFUSALS.get(type(error), known)
    return render_template("error.html", title=title, advice=advice), status


def explain_errors(app: Flask) -> None:
    """Let ``app`` answer every error with a page in the reader's language."""
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(PlannerError, error_page)
    app.register_error_handler(Exception, error_page)
