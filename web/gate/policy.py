"""Who may do what: one line for each route, and no way round it.

A route without a line is refused, and fails a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.domain.account import Account, Role
from planner.errors import NotFound
from web.gate.acting import acting, identify
from web.gate.communes import commune_of
from web.gate.next_page import here_again
from web.gate.refusals import NotAllowed, SignInNeeded
from web.headers import SAFE_METHODS


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may use a route.

    ``open`` lets everybody in, whoever they are; ``faceless`` does not even ask who it is, nor
    for a form's token. ``own`` says in which commune the thing lies that the route's values name:
    a commune officer may use the route for their own.
    """

    roles: frozenset[Role] = frozenset()
    open: bool = False
    faceless: bool = False
    own: Callable[[Mapping[str, Any]], str] | None = None


FACELESS = Policy(open=True, faceless=True)
OPEN = Policy(open=True)
READ = Policy(roles=frozenset(Role))
COORDINATE = Policy(roles=frozenset({Role.COORDINATOR}))
WRITE_OWN = Policy(roles=frozenset({Role.COORDINATOR, Role.OFFICER}))
"""Whose commune it is only the view can tell: it asks ``refuse_other_commune``."""
OWN_COMMUNE = Policy(roles=frozenset({Role.COORDINATOR}), own=commune_of)

POLICIES: dict[str, Policy] = {
    "static": FACELESS,
    "robots": FACELESS,
    "feed.serve": FACELESS,
    "member.worker": FACELESS,
    "member.page": FACELESS,
    "sign_in.page": OPEN,
    "sign_in.enter": OPEN,
    "sign_in.leave": OPEN,
    "start.page": OPEN,
    "start.begin": OPEN,
    "me.page": READ,
    "me.change_password": READ,
    "overview.page": READ,
    "week.now": READ,
    "week.page": READ,
    "session.page": READ,
    "village.page": READ,
    "map.whole": READ,
    "map.of_day": READ,
    "skies.now": READ,
    "skies.page": READ,
    "sheets.choices": READ,
    "sheets.team": READ,
    "sheets.village": READ,
    "sheets.villages": READ,
    "publishing.preview": READ,
    "publishing.confirm": COORDINATE,
    "publishing.revisions": READ,
    "calling.newest": READ,
    "calling.page": READ,
    "calling.tick": COORDINATE,
    "subscribe.choices": READ,
    "subscribe.instructions": READ,
    "subscribe.create": OWN_COMMUNE,
    "links.page": COORDINATE,
    "links.revoke": COORDINATE,
    "links.rotate": COORDINATE,
    "roads.segment": READ,
    "roads.report": WRITE_OWN,
    "roads.impact": READ,
    "roads.closures": READ,
    "roads.add_closure": WRITE_OWN,
    "roads.lift": WRITE_OWN,
    "repairs.form": READ,
    "repairs.result": READ,
    "risks.now": READ,
    "risks.page": READ,
    "advising.page": READ,
    "advising.ask": COORDINATE,
    "advising.take": COORDINATE,
    "advising.import_forecast": COORDINATE,
    "advising.fetch": COORDINATE,
    "data.page": READ,
    "data.download": COORDINATE,
    "data.upload": COORDINATE,
    "data.uploaded": COORDINATE,
    "data.marked": COORDINATE,
    "data.accept": COORDINATE,
    "lists.villages": READ,
    "lists.demand": READ,
    "lists.teams": READ,
    "rows.edit": COORDINATE,
    "rows.save_row": COORDINATE,
    "rows.new": COORDINATE,
    "rows.add": COORDINATE,
    "rows.edit_demand": COORDINATE,
    "rows.save_demand": COORDINATE,
    "removal.page": COORDINATE,
    "removal.remove": COORDINATE,
    "drafts.listing": READ,
    "drafts.new": COORDINATE,
    "drafts.latest": READ,
    "drafts.week": READ,
    "drafts.move": READ,
    "drafts.add": READ,
    "drafts.verdict": READ,
    "drafts.add_step": COORDINATE,
    "drafts.undo": COORDINATE,
    "drafts.redo": COORDINATE,
    "drafts.discard": COORDINATE,
    "drafts.keep": COORDINATE,
    "drafts.keeping": READ,
    "why.session": READ,
    "why.village": READ,
    "planning.page": READ,
    "planning.ask": COORDINATE,
    "planning.ask_again": COORDINATE,
    "planning.complete": COORDINATE,
    "planning.job": READ,
    "planning.job_now": READ,
    "planning.stop": COORDINATE,
    "announcing.now": READ,
    "announcing.page": READ,
    "announcing.note": WRITE_OWN,
    "outcomes.page": READ,
    "outcomes.quick": WRITE_OWN,
    "outcomes.sheet": READ,
    "outcomes.upload": COORDINATE,
    "outcomes.of_session": READ,
    "outcomes.occasion": READ,
    "outcomes.report": WRITE_OWN,
    "outcomes.decide": COORDINATE,
    "register.page": READ,
    "register.file": READ,
    "register.accept": COORDINATE,
    "weekly.now": READ,
    "weekly.page": READ,
    "weekly.file": READ,
    "member.outcome": FACELESS,
    "accounts.page": COORDINATE,
    "accounts.one": COORDINATE,
    "accounts.add": COORDINATE,
    "accounts.change": COORDINATE,
    "accounts.close": COORDINATE,
    "accounts.link": COORDINATE,
    "audit.page": COORDINATE,
}


def is_faceless(endpoint: str) -> bool:
    """Whether a route answers without asking who it is."""
    policy = POLICIES.get(endpoint)
    return policy is not None and policy.faceless


def may(endpoint: str, **values: Any) -> bool:
    """Whether who is signed in may use a route, with these values if any are given.

    Templates ask it before they show a button. Without values, a commune officer may use what
    there is for their own commune.
    """
    policy, who = POLICIES.get(endpoint), acting()
    if policy is None or policy.open:
        return policy is not None
    return who is not None and _allows(policy, who, values)


def refuse_other_commune(*communes: str) -> None:
    """Refuse a commune officer what is another commune's, where only the view knows whose it is.

    Raises
    ------
    NotAllowed
        If who is signed in is neither a coordinator nor an officer of one of these communes.
    """
    who = acting()
    if who is None or not any(_is_own(who, commune) for commune in communes):
        raise NotAllowed


def enforce() -> Response | None:
    """Refuse this request, or send it to the sign-in page, if its route's policy says so."""
    if request.endpoint is None:
        identify()
        return None
    policy = POLICIES.get(request.endpoint)
    if policy is None:
        current_app.logger.error("no policy for %s: refused", request.endpoint)
        abort(HTTPStatus.FORBIDDEN)
    if policy.faceless:
        return None
    who = identify()
    if policy.open:
        return None
    if who is None:
        return _to_sign_in()
    if not _allows(policy, who, request.view_args or {}, asked=True):
        raise NotAllowed
    return None


def _allows(
    policy: Policy, who: Account, values: Mapping[str, Any], *, asked: bool = False
) -> bool:
    """Whether a policy lets somebody use its route with these values."""
    if who.role in policy.roles:
        return True
    if policy.own is None or who.role is not Role.OFFICER:
        return False
    if not values and not asked:
        return True
    try:
        return _is_own(who, policy.own(values))
    except NotFound:
        return False


def _is_own(who: Account, commune: str) -> bool:
    officer = who.role is Role.OFFICER and commune != "" and commune == who.commune
    return officer or who.role is Role.COORDINATOR


def _to_sign_in() -> Response:
    """Send a reader to the sign-in page, and from there back to where they wanted to go.

    A script would take that page for its answer; it is told by the status.
    """
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        raise SignInNeeded
    wanted = here_again(safe=request.method in SAFE_METHODS)
    return redirect(url_for("sign_in.page", next=wanted or None), HTTPStatus.SEE_OTHER)


def offer_policy(app: Flask) -> None:
    """Let ``app`` keep to the policies."""
    app.before_request(enforce)
    app.add_template_global(may, "may")
