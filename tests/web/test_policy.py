"""Every route × every role × nobody: each gets what its policy says, and none is without one."""

from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from planner.domain.account import Role
from tests.web.client import Client
from tests.web.html import Page, read
from tests.web.routes import Way, ways
from tests.web.two_communes import NOBODY, WHO, client_of, guarded, published
from web.gate.policy import COORDINATE, OWN_COMMUNE, POLICIES, READ, refuse_other_commune

OWN = {"Sec-Fetch-Site": "same-origin"}
OPEN_TO_ALL = {
    ("static", "GET"),
    ("robots", "GET"),
    ("member.worker", "GET"),
    ("member.page", "GET"),
    ("member.outcome", "GET"),
    ("member.outcome", "POST"),
    ("sign_in.page", "GET"),
    ("sign_in.enter", "POST"),
    ("sign_in.leave", "POST"),
    ("start.page", "GET"),
    ("start.begin", "POST"),
    *(("feed.serve", method) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")),
}
"""What answers to whoever asks; written out here, so that a slip in the table is seen."""
FOR_EVERY_ACCOUNT = {"me.change_password"}
"""What everybody may change: what is their own."""
BY_PLACE = {
    "announcing.note",
    "outcomes.quick",
    "outcomes.report",
    "roads.report",
    "roads.add_closure",
    "roads.lift",
}
"""What commune officers may change where it is their commune's: see ``test_own_commune``."""
BROKEN = {"member.page", "advising.fetch"}
"""What may answer that something else is down."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("policy"))


@pytest.fixture
def app(folder: Path) -> Flask:
    return guarded(folder)


def answer(client: FlaskClient, way: Way) -> str:
    """Return how a route received somebody: let in, sent to sign in, or refused."""
    assert isinstance(client, Client)
    headers = OWN if way.safe else {**OWN, "X-CSRF-Token": client.token()}
    with client.open(way.address, method=way.method, headers=headers) as got:
        if got.status_code == 303 and got.headers["Location"].startswith("/sign-in?next="):
            return "sign in"
        if got.status_code == 303 and got.headers["Location"] == "/sign-in":
            return "let in" if way.endpoint == "sign_in.leave" else "sign in"
        text = got.get_data(as_text=True) if got.mimetype == "text/html" else ""
        if got.status_code == 403:
            assert "Tài khoản này không được làm việc này" in text, way
            return "refused"
        assert got.status_code < 500 or way.endpoint in BROKEN, (way, got.status_code)
        assert got.status_code not in (400, 401) or "đã mở quá lâu" not in text, way
        return "let in"


def expected(way: Way, who: str) -> str:
    """Return what the policy of a route of the first commune's things says to somebody."""
    rule = POLICIES[way.endpoint]
    if rule.open:
        return "let in"
    if who == NOBODY:
        return "sign in"
    mine = rule.own is not None and who == "officer of c1"
    return "let in" if mine or WHO[who].role in rule.roles else "refused"


def test_every_route_has_a_policy_and_every_policy_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(POLICIES)


@pytest.mark.parametrize("who", [*WHO, NOBODY])
def test_every_route_receives_everybody_as_its_policy_says(folder: Path, who: str) -> None:
    app = guarded(folder)
    every = ways(app)
    found = {way: answer(client_of(app, who), way) for way in every}
    assert found == {way: expected(way, who) for way in every}


def test_the_policies_are_what_the_roles_are_for(app: Flask) -> None:
    """Said again without the table: who may read, who may change, and what is open to all."""
    for way in ways(app):
        rule, named = POLICIES[way.endpoint], (way.endpoint, way.method)
        assert rule.open == (named in OPEN_TO_ALL), way
        if rule.open:
            continue
        assert Role.COORDINATOR in rule.roles, way
        if not way.safe and way.endpoint not in FOR_EVERY_ACCOUNT:
            wanted = {Role.COORDINATOR, *([Role.OFFICER] if way.endpoint in BY_PLACE else [])}
            assert rule.roles == wanted, way
        if way.endpoint.partition(".")[0] in ("accounts", "audit", "links"):
            assert rule is COORDINATE, way


def test_what_is_open_to_phones_sets_no_cookie_and_asks_for_none(app: Flask) -> None:
    for way in ways(app):
        if POLICIES[way.endpoint].faceless:
            with app.test_client().open(way.address, method=way.method, headers=OWN) as got:
                assert "Set-Cookie" not in got.headers, way


def test_a_route_without_a_policy_is_refused_to_everybody(folder: Path) -> None:
    app = guarded(folder)
    app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    for who in (*WHO, NOBODY):
        got = client_of(app, who).get("/forgotten")
        assert (got.status_code, "secret" in got.text) == (403, False)


def test_where_one_wanted_to_go_is_kept(app: Flask) -> None:
    client = app.test_client()
    for asked, then in (
        ("/", "/sign-in"),
        ("/week/2022-09-05?team=t1", "/sign-in?next=/week/2022-09-05?team%3Dt1"),
        ("/village/v%201", "/sign-in?next=/village/v%25201"),
    ):
        got = client.get(asked)
        assert (got.status_code, got.headers["Location"]) == (303, then)


def test_a_form_of_somebody_signed_out_leads_back_to_its_page(app: Flask) -> None:
    headers = {**OWN, "Referer": "http://localhost/publish?plan=1"}
    got = app.test_client().post("/publish", headers=headers)
    assert (got.status_code, got.headers["Location"]) == (303, "/sign-in?next=/publish")
    elsewhere = {**OWN, "Referer": "http://elsewhere.example/publish"}
    assert app.test_client().post("/publish", headers=elsewhere).headers["Location"] == "/sign-in"


def test_a_script_is_told_by_the_status(app: Flask) -> None:
    for method in ("GET", "POST"):
        headers = {**OWN, "Sec-Fetch-Dest": "empty"}
        got = app.test_client().open("/publish", method=method, headers=headers)
        assert got.status_code == 401


# what is of one commune (IDOR)


@pytest.mark.parametrize(
    ("feed", "mine"),
    [
        ("commune-c1", True),
        ("village-v1", True),
        ("village-v2", True),
        ("commune-c2", False),
        ("village-v3", False),
        ("district", False),
        ("team-t1", False),
        ("member-m1", False),
        ("commune-c9", False),
        ("village-", False),
        ("commune-", False),
    ],
)
def test_an_officer_makes_links_to_their_communes_calendars_only(
    app: Flask, feed: str, mine: bool
) -> None:
    client = client_of(app, "officer of c1")
    got = client.post(f"/subscribe/{feed}", headers=OWN)
    assert got.status_code == (200 if mine else 403)
    if mine:
        assert "Create link" in read(client, f"/subscribe/{feed}?lang=en").text


def test_no_button_is_shown_that_would_be_refused(app: Flask) -> None:
    for who in WHO:
        client = client_of(app, who)
        for address in ("/", "/publish?plan=1", "/subscribe/commune-c1", "/subscribe/commune-c2"):
            page = Page(client.get(address).text)
            for tag, name, value in page.attributes:
                if (tag, name) == ("form", "action") and value != "/sign-out":
                    assert client.post(value, headers=OWN).status_code != 403, (who, value)
        links = Page(client.get("/me").text).links + Page(client.get("/subscribe").text).links
        for link in links:
            if not link.startswith("#"):
                with client.get(link) as got:
                    assert got.status_code != 403, (who, link)


@pytest.fixture
def trial(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return the application with pages of one commune's things, as outcomes have."""
    app = guarded(folder)
    subject = Blueprint("trial", __name__)

    @subject.post("/trial/session/<path:session_id>")
    @subject.post("/trial/village/<village_id>")
    @subject.post("/trial/commune/<commune>")
    def of_address(**_values: str) -> str:
        return "done"

    @subject.post("/trial/asked/<commune>")
    def in_view(commune: str) -> str:
        refuse_other_commune(commune)
        return "done"

    app.register_blueprint(subject)
    monkeypatch.setitem(POLICIES, "trial.of_address", OWN_COMMUNE)
    monkeypatch.setitem(POLICIES, "trial.in_view", READ)
    return app


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("session/v1/day/1", {"coordinator", "officer of c1"}),
        ("session/v3/day/1", {"coordinator", "officer of c2"}),
        ("session/no-such", {"coordinator"}),
        ("village/v2", {"coordinator", "officer of c1"}),
        ("village/v4", {"coordinator", "officer of c2"}),
        ("village/v9", {"coordinator"}),
        ("commune/c1", {"coordinator", "officer of c1"}),
        ("commune/c2", {"coordinator", "officer of c2"}),
        ("commune/c9", {"coordinator"}),
        ("asked/c1", {"coordinator", "officer of c1"}),
        ("asked/c2", {"coordinator", "officer of c2"}),
    ],
)
def test_an_officer_reaches_their_own_communes_things(
    trial: Flask, address: str, allowed: set[str]
) -> None:
    statuses = {w: client_of(trial, w).post(f"/trial/{address}", headers=OWN) for w in WHO}
    assert {w for w, got in statuses.items() if got.status_code == 200} == allowed
    assert {got.status_code for got in statuses.values()} == {200, 403}
