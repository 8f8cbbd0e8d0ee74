"""The pages of accounts and of the audit: adding, changing, closing; who did what."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendars.links import list_links
from planner.data.account_links import find_link
from planner.data.accounts import list_accounts, named_account, set_standing
from planner.data.audit import Entry, add_entry, list_entries
from planner.data.store import Store
from planner.domain.account import Role, Standing
from tests.calendars.scenes import PUBLISHED, TUESDAY, plan_of
from tests.web.html import Page, read
from tests.web.two_communes import client_of, guarded, published
from web.gate.deeds import DEEDS

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published(tmp_path)


@pytest.fixture
def store(folder: Path) -> Store:
    return Store.open(folder)


@pytest.fixture
def app(folder: Path) -> Flask:
    return guarded(folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return the coordinator's browser, in English."""
    client = client_of(app, "coordinator")
    client.get("/?lang=en")
    return client


def post(client: FlaskClient, address: str, **typed: object) -> tuple[int, Page]:
    """Return the status of the answer to a form, and its page."""
    answer = client.post(address, data=typed, headers=OWN)
    return answer.status_code, Page("" if answer.status_code == 303 else answer.text)


def link_on(page: Page) -> str:
    (url,) = [v for t, n, v in page.attributes if (t, n) == ("input", "value") and "/start/" in v]
    return url


def test_all_accounts_are_listed_with_what_they_are(client: FlaskClient) -> None:
    assert read(client, "/accounts").rows[1:] == [
        ["coordinator", "coordinator", "–", "invited, no password yet"],
        ["officer of c1", "commune officer", "Một", "invited, no password yet"],
        ["officer of c2", "commune officer", "Xã Hai", "invited, no password yet"],
        ["viewer", "viewer", "–", "invited, no password yet"],
    ]


def test_who_is_added_gets_a_link_that_is_shown_once(client: FlaskClient, store: Store) -> None:
    typed = {"name": "Vàng A Tủa", "role": "officer", "commune": "c2"}
    answer = client.post("/accounts", data=typed, headers=OWN)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    url = link_on(Page(answer.text))
    assert url.startswith("http://localhost/start/")
    token = url.rpartition("/")[2]
    account = find_link(store, token, now=PUBLISHED).account
    assert account is not None
    assert (account.name, account.role, account.commune) == ("Vàng A Tủa", Role.OFFICER, "c2")
    for address in ("/accounts", f"/accounts/{account.id}", "/audit"):
        assert token not in client.get(address).text
    assert token not in str(list_entries(store))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": "", "role": "viewer"}, "The sign-in name must not be empty."),
        ({"name": "VIEWER ", "role": "viewer"}, "The sign-in name VIEWER is taken."),
        ({"name": "Tủa", "role": ""}, "Choose a role."),
        ({"name": "Tủa", "role": "king"}, "Choose a role."),
        ({"name": "Tủa", "role": "officer"}, "A commune officer needs a commune."),
        ({"name": "Tủa", "role": "officer", "commune": "c9"}, "No commune with code c9."),
    ],
)
def test_what_is_wrong_is_said_twice_and_what_was_typed_is_kept(
    client: FlaskClient, store: Store, typed: dict[str, str], fault: str
) -> None:
    status, page = post(client, "/accounts", **typed)
    assert (status, page.text.count(fault)) == (422, 2)
    assert ("input", "value", typed["name"]) in page.attributes
    assert len(list_accounts(store)) == 4
    assert list_entries(store) == ()


def test_a_commune_counts_for_an_officer_only(client: FlaskClient, store: Store) -> None:
    status, _ = post(client, "/accounts", name="Tủa", role="viewer", commune="c1")
    assert (status, named_account(store, "Tủa").commune) == (200, "")


def test_a_role_is_changed_and_an_account_closed_and_opened_again(
    client: FlaskClient, store: Store
) -> None:
    def now() -> tuple[Standing, int, str]:
        found = named_account(store, "viewer")
        return found.standing, found.version, f"/accounts/{found.id}"

    _, version, address = now()
    officer = {"role": "officer", "commune": "c2"}
    assert post(client, f"{address}/role", version=version, **officer)[0] == 303
    assert now()[0] == Standing(role=Role.OFFICER, commune="c2")
    assert post(client, f"{address}/close", version=now()[1])[0] == 303
    assert now()[0] == Standing(role=Role.OFFICER, commune="c2", closed=True)
    page = read(client, address)
    assert "Commune officer, Xã Hai, closed" in page.text
    assert "Open it again" in page.text
    assert "Make a link" not in page.text
    assert post(client, f"{address}/link")[0] == 422
    assert post(client, f"{address}/role", version=now()[1], role="viewer")[0] == 303
    assert now()[0] == Standing(role=Role.VIEWER)


def test_who_is_late_sees_both_values_and_changes_nothing(
    client: FlaskClient, store: Store
) -> None:
    account = named_account(store, "viewer")
    officer = Standing(role=Role.OFFICER, commune="c1")
    set_standing(store, account.id, officer, expected=account.version, at=PUBLISHED)
    address = f"/accounts/{account.id}/role"
    status, page = post(client, address, version=account.version, role="coordinator")
    assert status == 409
    assert "You wanted: coordinator. It is now: commune officer, Một." in page.text
    assert named_account(store, "viewer").standing == officer
    assert post(client, address, role="coordinator")[0] == 409
    assert list_entries(store) == ()


def test_the_last_coordinator_stays(client: FlaskClient, store: Store) -> None:
    account = named_account(store, "coordinator")
    address = f"/accounts/{account.id}"
    for what, more in (("role", {"role": "viewer"}), ("close", {})):
        status, page = post(client, f"{address}/{what}", version=account.version, **more)
        assert status == 422
        assert "Coordinator is the last coordinator" in page.text
    assert named_account(store, "coordinator") == account


def test_a_new_link_is_for_whoever_lost_theirs(client: FlaskClient, store: Store) -> None:
    account = named_account(store, "viewer")
    first, second = (link_on(post(client, f"/accounts/{account.id}/link")[1]) for _ in "ab")
    assert first != second
    found = find_link(store, second.rpartition("/")[2], now=PUBLISHED)
    assert found.account == account


def test_an_unknown_account_is_not_found(client: FlaskClient) -> None:
    assert client.get("/accounts/99").status_code == 404
    for what in ("role", "close", "link"):
        assert post(client, f"/accounts/99/{what}", version=1, role="viewer")[0] == 404


def test_the_switch_of_language_leads_back_to_a_page_that_can_be_read(
    client: FlaskClient, store: Store
) -> None:
    account = named_account(store, "viewer")
    headers = {**OWN, "Referer": f"http://localhost/accounts/{account.id}"}
    answer = client.post(f"/accounts/{account.id}/role", data={"role": ""}, headers=headers)
    (switch,) = [k for k in Page(answer.text).links if "lang=vi" in k]
    assert client.get(switch).status_code == 200
    assert switch == f"/accounts/{account.id}?lang=vi"


# the audit


def lines(client: FlaskClient, query: str = "") -> list[list[str]]:
    """Return who did what, with what changed, the newest first."""
    return [row[1:] for row in read(client, f"/audit{query}").rows[1:]]


def test_every_change_leaves_a_line(client: FlaskClient, store: Store) -> None:
    store.add_plan(
        plan_of({"v1": ("t1", TUESDAY, 15), "v3": ("t2", TUESDAY, 8)}),
        district_id=1,
        at=PUBLISHED,
    )
    assert post(client, "/publish", plan=2, revision=2)[0] == 303
    assert post(client, "/calls/2", feed="village-v1", told=1)[0] == 303
    assert post(client, "/calls/2", feed="village-v1", told=0)[0] == 303
    assert post(client, "/subscribe/commune-c1")[0] == 200
    (made,) = list_links(store.folder)
    assert post(client, f"/links/{made.id}/rotate")[0] == 200
    (new,) = (k for k in list_links(store.folder) if k.revoked is None)
    assert post(client, f"/links/{new.id}/revoke")[0] == 303
    account = named_account(store, "viewer")
    assert post(client, f"/accounts/{account.id}/link")[0] == 200
    officer = {"role": "officer", "commune": "c2"}
    post(client, f"/accounts/{account.id}/role", version=account.version, **officer)
    post(client, "/accounts", name="Tủa", role="viewer")
    assert lines(client) == [
        ["coordinator made a link to a password: Tủa", "–"],
        ["coordinator added an account: Tủa", "role: viewer"],
        [
            "coordinator changed an account's role: viewer",
            "role: viewer → commune officer commune: – → Xã Hai",
        ],
        ["coordinator made a link to a password: viewer", "–"],
        ["coordinator revoked a calendar link: Xã Một", f"link: {new.id[:8]} → –"],
        [
            "coordinator replaced a calendar link: Xã Một",
            f"link: {made.id[:8]} → {new.id[:8]}",
        ],
        ["coordinator made a calendar link: Xã Một", f"link: {made.id[:8]}"],
        ["coordinator took a tick back: Bản Huổi Một", "told: yes → no"],
        ["coordinator ticked off as told: Bản Huổi Một", "told: no → yes"],
        ["coordinator published revision: 2", "revision: 1 → 2 plan: 1 → 2"],
    ]
    only = lines(client, "?what=published&who=coordinator")
    assert only == [["coordinator published revision: 2", "revision: 1 → 2 plan: 1 → 2"]]
    assert lines(client, "?who=lenban") == []


def test_what_was_refused_leaves_no_line(client: FlaskClient, store: Store) -> None:
    post(client, "/publish", plan=1, revision=7)
    post(client, "/calls/1", feed="team-none", told=1)
    post(client, "/subscribe/team-none")
    post(client, "/links/0123456789/revoke")
    post(client, "/accounts", name="viewer", role="viewer")
    assert list_entries(store) == ()


def test_the_audit_has_pages(client: FlaskClient, store: Store) -> None:
    for number in range(120):
        add_entry(store, Entry(at=PUBLISHED, who="mai", what="told", subject=f"Tổ {number}"))
    found, address, pages = list[str](), "/audit?who=mai", 0
    while address:
        page = read(client, address)
        found += [row[1] for row in page.rows[1:]]
        address = next((k for k in page.links if "below=" in k), "")
        pages += 1
    assert found == [f"mai ticked off as told: Tổ {n}" for n in reversed(range(120))]
    assert pages == 3


def test_facts_of_any_form_are_readable(client: FlaskClient, store: Store) -> None:
    facts = {"role": "officer", "commune": "c1", "told": True, "x": [1, {"plan": 2}], "none": None}
    add_entry(store, Entry(at=PUBLISHED, who="mai", what="odd", subject="s", after=facts))
    (line,) = lines(client)
    assert line == ["mai odd: s", "role: commune officer commune: Một told: yes x: 1, plan: 2"]


def noted(source: str) -> set[str]:
    """Return the words that a module's calls of ``note`` say what was done with."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    what = (
        call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "note"
    )
    return {
        part.value
        for argument in what
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_deed_that_the_product_notes_has_words() -> None:
    root = Path(__file__).parents[2] / "web"
    found = set[str]().union(*(noted(p.read_text(encoding="utf-8")) for p in root.rglob("*.py")))
    assert found - set(DEEDS) == set()
    assert {"published", "told", "not_told", "set_up"} <= found
