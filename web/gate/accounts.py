"""Accounts: who may sign in, as what; a coordinator adds, changes, invites and closes them.

Nobody sets another's password: whoever is invited, or has forgotten theirs, gets a one-time link.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from planner.data.account_links import make_link
from planner.data.accounts import add_account, get_account, list_accounts, set_standing
from planner.domain.account import INVITATION_LASTS, Account, Role, Standing
from planner.errors import BadData, Conflict
from web.gate.acting import note
from web.gate.asked import communes, said
from web.shelf import shelf

blueprint = Blueprint("accounts", __name__)

ROLES = {
    Role.COORDINATOR: lazy_gettext("coordinator"),
    Role.OFFICER: lazy_gettext("commune officer"),
    Role.VIEWER: lazy_gettext("viewer"),
}
MAY = {
    Role.COORDINATOR: lazy_gettext("plans, publishes, and looks after accounts"),
    Role.OFFICER: lazy_gettext("sees everything, enters what is their commune's"),
    Role.VIEWER: lazy_gettext("sees everything, changes nothing"),
}


@blueprint.get("/accounts")
def page() -> Response:
    """Return all accounts, and the form that adds one."""
    return _page({}, {})


@blueprint.post("/accounts")
def add() -> Response:
    """Add an account; the answer is the only page that ever shows its link."""
    here = shelf()
    try:
        standing = _standing()
        account = add_account(here.store, request.form.get("name", ""), standing, at=here.now())
    except BadData as error:
        answer = _page(said(error), request.form)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer
    note("account_added", account.name, after=account.standing)
    return _hand_over(account)


@blueprint.get("/accounts/<int:account_id>")
def one(account_id: int) -> Response:
    """Return one account with what can be done to it."""
    return _one(get_account(shelf().store, account_id), {})


@blueprint.post("/accounts/<int:account_id>/role")
def change(account_id: int) -> Response:
    """Give an account another role; one that was closed is open again."""
    return _set(account_id, closed=False)


@blueprint.post("/accounts/<int:account_id>/close")
def close(account_id: int) -> Response:
    """Close an account: whoever is signed in with it is signed out at once."""
    return _set(account_id, closed=True)


@blueprint.post("/accounts/<int:account_id>/link")
def link(account_id: int) -> Response:
    """Make a link to a new password; the answer is the only page that ever shows it."""
    account = get_account(shelf().store, account_id)
    try:
        return _hand_over(account)
    except BadData as error:
        answer = _one(account, said(error))
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


def _set(account_id: int, *, closed: bool) -> Response:
    """Set what an account may do to what the form says, if it is as the form's reader saw it."""
    before = get_account(shelf().store, account_id)
    try:
        after = _changed(before, closed=closed)
    except BadData as error:
        answer = _one(before, said(error))
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer
    except Conflict as error:
        ours = error.ours if isinstance(error.ours, Standing) else None
        answer = _one(before, {}, wanted=ours)
        answer.status_code = HTTPStatus.CONFLICT
        return answer
    return redirect(url_for("accounts.one", account_id=after.id), HTTPStatus.SEE_OTHER)


def _changed(before: Account, *, closed: bool) -> Account:
    """Return the account with its new standing, and note it.

    Raises
    ------
    BadData
        If the form's standing is none, or nobody would be left to coordinate.
    Conflict
        If the account has changed since the form was shown.
    """
    here = shelf()
    wanted = replace(before.standing, closed=True) if closed else _standing()
    expected = request.form.get("version", type=int) or 0
    changed = set_standing(here.store, before.id, wanted, expected=expected, at=here.now())
    note(changed.what, before.name, changed.before, changed.account.standing)
    return changed.account


def _standing() -> Standing:
    """Return what the form says; a commune counts for an officer only.

    Raises
    ------
    BadData
        If there is no such role or commune.
    """
    named = request.form.get("role", "")
    if named not in set(Role):
        raise BadData("choose_role", field="role")
    commune = request.form.get("commune", "") if named == Role.OFFICER else ""
    if commune and commune not in {c.code for c in communes()}:
        raise BadData("no_such_commune", field="commune", value=commune)
    return Standing(role=Role(named), commune=commune)


def _told(standing: Standing) -> str:
    """Return a standing in words."""
    known = {c.code: c.name for c in communes()}
    parts = [str(ROLES[standing.role]), known.get(standing.commune, standing.commune)]
    parts += [gettext("closed")] if standing.closed else []
    return ", ".join(part for part in parts if part)


def _hand_over(account: Account) -> Response:
    """Return the page that shows a new link to an account's password, once."""
    here = shelf()
    token = make_link(here.store, account.id, at=here.now())
    note("account_linked", account.name)
    root = (current_app.config["PUBLIC_URL"] or request.host_url).rstrip("/")
    body = render_template(
        "account_link.html",
        account=account,
        url=root + url_for("start.page", token=token),
        days=INVITATION_LASTS.days,
    )
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(faults: dict[str, str], typed: Mapping[str, str]) -> Response:
    here = shelf()
    body = render_template(
        "accounts.html",
        accounts=list_accounts(here.store),
        communes=communes(),
        names={c.code: c.name for c in communes()},
        roles=ROLES,
        duties=MAY,
        faults=faults,
        typed=typed,
    )
    return make_response(body)


def _one(account: Account, faults: dict[str, str], *, wanted: Standing | None = None) -> Response:
    body = render_template(
        "account.html",
        account=account,
        communes=communes(),
        names={c.code: c.name for c in communes()},
        roles=ROLES,
        duties=MAY,
        faults=faults,
        wanted=wanted,
        told=_told,
    )
    return make_response(body)
