"""Whatever somebody puts in is shown as it was written, and is never markup (XSS)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from playwright.sync_api import Browser, Dialog

from calendars.links import create_link
from tests.web import worlds
from tests.web.browser import browsing, serving
from tests.web.hostile import ID, MARK, SCRIPT, hostile, published
from tests.web.html import Page
from tests.web.pages import addresses
from web.app import create_app
from web.gate.policy import OPEN, POLICIES

OWN = {"Sec-Fetch-Site": "same-origin"}
QUIET = {"sign-in", "me", "missing"}
"""Pages that show nothing which somebody could have put in."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def app(folder: Path) -> Flask:
    return create_app(folder, now=lambda: worlds.NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def every_address(app: Flask, folder: Path) -> dict[str, str]:
    """Return all pages: also those that another part of the suite leaves out."""
    token = create_link(folder, "member-m1" + ID, worlds.MADE_AT)
    return {
        **addresses(app),
        "member": f"/m/{token}",
        "account": "/accounts/1",
        "calls-before": "/calls/1",
        "draft": "/publish?plan=1",
        "map-commune": "/map?commune=c1",
        "print-villages": "/print/villages",
    }


def markup(html: str) -> list[str]:
    """Return what of a page was opened by a text, or shows one that was escaped twice."""
    page = Page(html)
    tags = [f"<{tag} {name}>" for tag, name, _ in page.attributes if name.startswith("on")]
    tags += [f"<{tag}>" for tag, name, value in page.attributes if (tag, value) == ("img", "x")]
    scripts = html.count("<script") - html.count('<script src="/static/')
    twice = html.count("&amp;lt;script") + html.count("&amp;#39;&amp;#34;")
    return tags + ["<script>"] * scripts + ["&amp;lt;"] * twice


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_is_markup_on_any_page(
    app: Flask, client: FlaskClient, folder: Path, language: str
) -> None:
    for name, address in every_address(app, folder).items():
        sign = "&" if "?" in address else "?"
        answer = client.get(f"{address}{sign}lang={language}")
        assert answer.status_code == (404 if name == "missing" else 200), name
        assert markup(answer.text) == [], name
        assert (MARK in Page(answer.text).text) == (name not in QUIET), name


def test_what_the_reader_sends_is_no_markup_either(client: FlaskClient) -> None:
    text = hostile("typed")
    for address in ("/", "/week/2022-09-05", "/map", "/audit", "/sign-in", "/publish", "/sky"):
        names = ("lang", "team", "commune", "next", "who", "what", "plan", "below")
        query = dict.fromkeys(names, text)
        answer = client.get(address, query_string=query, follow_redirects=True)
        assert markup(answer.text) == [], address
    for address in ("/accounts", "/sign-in", "/accounts/1/role"):
        typed = dict.fromkeys(("name", "role", "commune", "next", "version", "password"), text)
        answer = client.post(address, data=typed, headers=OWN)
        assert answer.status_code in (409, 422), address
        assert markup(answer.text) == [], address
        if address != "/accounts/1/role":
            assert ("input", "value", text) in Page(answer.text).attributes


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.mark.outside
@pytest.mark.slow
def test_no_text_runs_in_a_browser(
    browser: Browser, app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last page is not escaped on purpose: the test would hear what it is there to hear."""
    monkeypatch.setitem(POLICIES, "trial", OPEN)
    app.add_url_rule("/trial", "trial", lambda: Markup(hostile("unescaped")))  # noqa: S704
    with serving(app) as root:
        page = browser.new_page()
        heard: list[str] = []

        def dismiss(dialog: Dialog) -> None:
            heard.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        for name, address in every_address(app, folder).items():
            page.goto(f"{root}{address}")
            assert page.locator("img").count() == 0, name
            expected = [line for line in heard if "404" in line] if name == "missing" else []
            assert heard == expected, name
            heard.clear()
        page.goto(f"{root}/trial")
        page.wait_for_timeout(200)
        assert any("Content Security Policy" in line for line in heard)
        assert SCRIPT not in heard
        page.close()
