"""Signing in and out, throttled; nothing tells whether a name has an account."""

from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data.account_links import has_accounts
from planner.data.accounts import find_account, password_hash, set_password
from planner.data.passwords import hash_password, is_outdated, is_password
from planner.data.sessions import begin_attempt, end_attempt
from planner.domain.account import Account, name_key
from web.gate.next_page import local_path
from web.gate.refusals import Throttled
from web.gate.secret import keyed
from web.gate.sessions import begin_session, end_this_session
from web.shelf import shelf

blueprint = Blueprint("sign_in", __name__)
NETWORK_BITS = 64
"""How much of an IPv6 address is a household's or an office's; the rest it chooses itself."""


@blueprint.get("/sign-in")
def page() -> Response:
    """Return the page that asks for name and password."""
    return _page(request.args.get("next", ""))


@blueprint.post("/sign-in")
def enter() -> Response:
    """Sign in, and go on to where the reader wanted to go."""
    name, wanted = request.form.get("name", ""), local_path(request.form.get("next", ""))
    try:
        account = checked(name, request.form.get("password", ""))
    except Throttled as error:
        answer = _page(wanted, name=name, wait_s=ceil(error.wait.total_seconds()))
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(ceil(error.wait.total_seconds()))
        return answer
    if account is None:
        answer = _page(wanted, name=name, wrong=True)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer
    begin_session(account)
    return redirect(wanted or url_for("overview.page"), HTTPStatus.SEE_OTHER)


@blueprint.post("/sign-out")
def leave() -> Response:
    """Sign out: the session ends here and in the store."""
    end_this_session()
    return redirect(url_for("sign_in.page"), HTTPStatus.SEE_OTHER)


def checked(name: str, password: str) -> Account | None:
    """Return the account that a name and a password open, None if they open none.

    Whatever is wrong, one hash is made and compared, so that the answer takes the same time.

    Raises
    ------
    Throttled
        If there were too many wrong ones, by this name or from this address; nothing is compared.
    """
    here = shelf()
    keys = (keyed("name", name_key(name)), keyed("address", _network()))
    must_wait = begin_attempt(here.store, *keys, at=here.now())
    if must_wait:
        raise Throttled(must_wait)
    account = find_account(here.store, name)
    kept = password_hash(here.store, account.id if account else 0)
    fits = is_password(kept, password)
    right = account is not None and fits and not account.closed
    end_attempt(here.store, *keys, right=right, at=here.now())
    if account is None or kept is None or not right:
        return None
    if is_outdated(kept):
        renewed = hash_password(password)
        set_password(here.store, account.id, renewed, at=here.now(), ends=False)
    return account


def _network() -> str:
    """Return where the request comes from, as far as attempts are counted by it."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(int(address) >> (128 - NETWORK_BITS))
    return str(address)


def _page(wanted: str, *, name: str = "", wrong: bool = False, wait_s: int = 0) -> Response:
    body = render_template(
        "sign_in.html",
        next=local_path(wanted),
        name=name,
        wrong=wrong,
        wait_s=wait_s,
        anybody=has_accounts(shelf().store),
    )
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
