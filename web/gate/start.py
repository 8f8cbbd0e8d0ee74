"""One-time links: the first coordinator sets the product up, others choose their password.

Looking at the page uses nothing up: programs that look at links in messages would.
"""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data.account_links import OpenLink, find_link, use_link, use_setup_link
from planner.domain.account import SHORTEST_PASSWORD, plain_name
from planner.errors import BadData, NotFound
from web.gate.acting import note
from web.gate.asked import new_password, said
from web.gate.sessions import begin_session
from web.shelf import shelf

blueprint = Blueprint("start", __name__)


@blueprint.get("/start/<token>")
def page(token: str) -> Response:
    """Return the page that asks for a password, and for a name at the first set-up."""
    here = shelf()
    return _page(find_link(here.store, token, now=here.now()), {})


@blueprint.post("/start/<token>")
def begin(token: str) -> Response:
    """Set the password, sign in, and go to the overview; the link is used up."""
    here = shelf()
    found = find_link(here.store, token, now=here.now())
    try:
        _set_up(token, found)
    except BadData as error:
        answer = _page(found, said(error), name=request.form.get("name", ""))
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer
    return redirect(url_for("overview.page"), HTTPStatus.SEE_OTHER)


@blueprint.errorhandler(NotFound)
def over(_error: NotFound) -> tuple[str, HTTPStatus]:
    """Say that a link is used up, too old or mistyped, and who has another one."""
    return render_template("start_over.html"), HTTPStatus.NOT_FOUND


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """Return the response with what keeps its address to itself."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _set_up(token: str, found: OpenLink) -> None:
    """Make the account or give it its password, and sign its holder in.

    Raises
    ------
    BadData
        If name or password are not right; the link stays usable.
    """
    here = shelf()
    if found.account is None:
        name = plain_name(request.form.get("name", ""))
        hashed = new_password(name)
        account = use_setup_link(here.store, token, name, hashed, at=here.now())
        note("set_up", account.name, after=account.standing, who=account.name)
    else:
        hashed = new_password(found.account.name)
        account = use_link(here.store, token, hashed, at=here.now())
        note("password_set", account.name, who=account.name)
    begin_session(account)


def _page(found: OpenLink, faults: dict[str, str], *, name: str = "") -> Response:
    body = render_template(
        "start.html",
        account=found.account,
        faults=faults,
        name=name,
        shortest=SHORTEST_PASSWORD,
    )
    return make_response(body)
