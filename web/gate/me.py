"""One's own account: what it may do, and its password."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data.accounts import get_account, set_password
from planner.domain.account import PASSWORD, SHORTEST_PASSWORD, Account
from planner.errors import BadData
from web.gate.acting import acting, note
from web.gate.asked import known_district, new_password, said
from web.gate.refusals import NotAllowed, Throttled
from web.gate.sessions import begin_session
from web.gate.sign_in import checked
from web.shelf import shelf

blueprint = Blueprint("me", __name__)


@blueprint.get("/me")
def page() -> Response:
    """Return the page of who is signed in."""
    return _page({}, done="done" in request.args)


@blueprint.post("/me/password")
def change_password() -> Response:
    """Change one's own password; one's sessions elsewhere end, this one begins anew."""
    who = _holder()
    try:
        _change(who)
    except BadData as error:
        answer = _page(said(error))
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer
    return redirect(url_for("me.page", done=1), HTTPStatus.SEE_OTHER)


def _change(who: Account) -> None:
    """Set the new password of the form if the present one in it is right.

    Raises
    ------
    BadData
        If one of them is not.
    """
    try:
        right = checked(who.name, request.form.get("present", "")) is not None
    except Throttled as error:
        raise BadData(
            "password_wait", field="present", wait=int(error.wait.total_seconds()) + 1
        ) from error
    if not right:
        raise BadData("wrong_password", field="present", label=PASSWORD)
    here = shelf()
    set_password(here.store, who.id, new_password(who.name), at=here.now())
    note("password_changed", who.name)
    begin_session(who)


def _holder() -> Account:
    """Return the account of who is signed in; the demo's visitor has none.

    Raises
    ------
    NotAllowed
        If it is that visitor.
    """
    who = acting()
    if who is None or who.id == 0:
        raise NotAllowed
    return get_account(shelf().store, who.id)


def _page(faults: dict[str, str], *, done: bool = False) -> Response:
    district, who = known_district(), acting()
    commune = district.commune_by_code.get(who.commune) if district and who else None
    body = render_template(
        "me.html",
        commune=commune.name if commune else "",
        faults=faults,
        done=done,
        shortest=SHORTEST_PASSWORD,
    )
    return make_response(body)
