"""Pages that wait: what is worked out comes by itself, moves nothing else, and axe is content."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from calendars.publish import publish
from planner.jobs.desk import board_of
from tests.web import worlds
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.drafting import app_of
from web.app import create_app
from web.drafts.boards import EXTENSION, Boards
from web.risks import EXTENSION as RISKS

pytestmark = [pytest.mark.outside, pytest.mark.slow]
PATIENCE_MS = 60_000
CARD = "a.card"
WAITS = "[data-waits]"
MARKED = "document.body.dataset.mine === '1'"
"""Whether it is the very page that was marked, never loaded anew."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def app(drafting_folder: Path) -> Flask:
    return app_of(drafting_folder)


@pytest.fixture
def free() -> Iterator[Event]:
    """Return what lets go of whatever is held for it."""
    event = Event()
    yield event
    event.set()  # also where the test has failed: no worker may wait for ever


def hold_answers(app: Flask, free: Event) -> None:
    """Hold all that is found out of boards until it is let go."""
    boards: Boards = app.extensions[EXTENSION]
    for one in (boards.found, boards.reasons):
        one.of("held", free.wait)


def person(
    browser: Browser, size: tuple[int, int] = OFFICE, *, scripts: bool = True
) -> BrowserContext:
    """Return a browser of somebody's own, into which axe can be let."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
        bypass_csp=True,
    )


def draft_opened(page: Page, root: str, language: str = "en") -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{root}/drafts?lang={language}")
    page.locator("form[action='/drafts'] button").first.click()
    page.locator(CARD).first.wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_board_that_is_opened_comes_by_itself(
    browser: Browser, app: Flask, free: Event, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    monkeypatch.setattr("web.drafts.boards.board_of", lambda *args: free.wait() and board_of(*args))
    with serving(app) as root, person(browser, scripts=scripts) as she:
        page = she.new_page()
        page.goto(f"{root}/drafts?lang=en")
        page.get_by_role("button", name="Open a draft").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("is being opened")
        free.set()
        page.locator(CARD).first.wait_for(timeout=PATIENCE_MS)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draft_that_is_kept_leads_to_publishing(
    browser: Browser, app: Flask, free: Event, scripts: bool
) -> None:
    with serving(app) as root, person(browser, scripts=scripts) as she:
        page = she.new_page()
        draft_opened(page, root)
        hold_answers(app, free)
        page.get_by_role("button", name="Keep as a plan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("is being kept")
        free.set()
        expect(page).to_have_url(f"{root}/publish?plan=2", timeout=PATIENCE_MS)


def test_the_best_places_come_in_and_what_was_chosen_stays(
    browser: Browser, app: Flask, free: Event
) -> None:
    with serving(app) as root, person(browser) as she:
        page = she.new_page()
        draft_opened(page, root)
        hold_answers(app, free)
        page.locator(CARD).first.click()
        expect(page.locator(WAITS)).to_be_visible()
        page.evaluate("document.body.dataset.mine = '1'")
        page.locator("select#day").select_option(index=3)
        page.get_by_role("link", name="Look again").focus()
        free.set()
        expect(page.locator(WAITS)).to_have_count(0, timeout=PATIENCE_MS)
        expect(page.locator("#places tbody tr").first).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("It has been worked out.")
        assert page.evaluate(MARKED)
        assert page.locator("select#day").evaluate("e => e.selectedIndex") == 3
        assert page.evaluate("document.activeElement.id") == "places"
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(2500)
        assert asked == []
        page.locator("#places button").first.click()
        page.locator(f"{CARD}.changed").first.wait_for()


def test_a_server_in_trouble_is_asked_again(browser: Browser, app: Flask, free: Event) -> None:
    with serving(app) as root, person(browser) as she:
        page = she.new_page()
        draft_opened(page, root)
        hold_answers(app, free)
        page.locator(CARD).first.click()
        expect(page.locator(WAITS)).to_be_visible()
        page.evaluate("document.body.dataset.mine = '1'")
        troubles = [503, 429, None]

        def troubled(route: Route) -> None:
            if not troubles:
                route.continue_()
            elif (status := troubles.pop()) is None:
                route.abort()
            else:
                route.fulfill(status=status, body="later")

        page.route("**/move/**", troubled)
        free.set()
        expect(page.locator("#places tbody tr").first).to_be_visible(timeout=PATIENCE_MS)
        assert page.evaluate(MARKED)
        assert troubles == []


def waiting_pages(page: Page, root: str) -> list[str]:
    """Return the addresses of a draft's pages that wait for something, from its open board."""
    session = (page.locator(CARD).first.get_attribute("href") or "").split("/move/")[1]
    page.locator(CARD).last.click()
    page.locator("#out ~ form button").click()
    page.locator("#verdict .loss").wait_for()
    village = (page.locator(".waiting a").first.get_attribute("href") or "").split("/add/")[1]
    draft = f"{root}/drafts/1"
    return [
        f"{draft}/move/{session}",
        f"{draft}/add/{village}",
        f"{root}/why/session/{session}?draft=1",
        f"{root}/why/village/{village}?draft=1",
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [PHONE, OFFICE])
def test_axe_finds_nothing_while_they_wait_nor_afterwards(
    browser: Browser, app: Flask, free: Event, size: tuple[int, int], language: str
) -> None:
    def look(page: Page) -> None:
        assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url

    with serving(app) as root, person(browser, size) as she:
        board = she.new_page()
        draft_opened(board, root, language)
        addresses = waiting_pages(board, root)
        hold_answers(app, free)
        board.locator("form[action$='/keep'] button").click()
        pages = [board]
        for address in addresses:
            pages.append(she.new_page())
            pages[-1].goto(address)
        for page in pages:
            expect(page.locator(WAITS)).to_be_visible()
            look(page)
        free.set()
        for page in pages:
            expect(page.locator(WAITS)).to_have_count(0, timeout=PATIENCE_MS)
            look(page)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_while_a_plan_is_opened(
    browser: Browser, app: Flask, free: Event, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("web.drafts.boards.board_of", lambda *args: free.wait() and board_of(*args))
    with serving(app) as root, person(browser, PHONE) as she:
        page = she.new_page()
        page.goto(f"{root}/drafts?lang={language}")
        page.locator("form[action='/drafts'] button").first.click()
        expect(page.locator(WAITS)).to_be_visible()
        assert violations(page) == []
        page.goto(f"{root}/why/village/v1")
        expect(page.locator(WAITS)).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_risks_that_are_worked_out_come_by_themselves(
    browser: Browser, tmp_path: Path, free: Event, scripts: bool
) -> None:
    store = worlds.muddy(tmp_path, worlds.rainy_plan())
    publish(store, 1, folder=tmp_path, at=worlds.MADE_AT, host="lenban.example")
    app = create_app(tmp_path, now=lambda: worlds.MADE_AT)
    app.extensions[RISKS].of("held", free.wait)
    with serving(app) as root, person(browser, scripts=scripts) as she:
        page = she.new_page()
        page.goto(f"{root}/risk?lang=en")
        expect(page.locator(WAITS)).to_be_visible()
        if scripts:
            assert violations(page) == []
        free.set()
        expect(page.locator("main")).to_contain_text("Huổi Một", timeout=PATIENCE_MS)
