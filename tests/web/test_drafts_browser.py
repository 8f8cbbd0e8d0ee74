"""Drafts in a browser: without scripts, by keyboard alone, by dragging; nothing for axe to tell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.data.drafts import get_draft
from planner.data.store import Store
from planner.domain.draft import Add, Drop, Move, Pin
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.drafting import WEEK, app_of

pytestmark = [pytest.mark.outside, pytest.mark.slow]
PATIENCE_MS = 60_000
CARD = "a.card"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def root(drafting_folder: Path) -> Iterator[str]:
    with serving(app_of(drafting_folder)) as address:
        yield address


def opened(page: Page, root: str) -> None:
    """Open a draft by its button, and wait for its board."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{root}/drafts?lang=en")
    page.get_by_role("button", name="Open a draft").click()
    page.wait_for_selector(CARD)


def steps(folder: Path) -> tuple[object, ...]:
    """Return the steps of draft 1 that count."""
    return get_draft(Store.open(folder), 1).draft.counting


def test_everything_works_without_scripts(
    browser: Browser, root: str, drafting_folder: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, root)
    page.locator(CARD).first.click()
    page.wait_for_selector("h2#best")
    page.locator("select#day").select_option(index=3)
    page.get_by_role("button", name="See the verdict").click()
    expect(page.locator("#choice h2")).to_contain_text("Your choice:")
    page.locator("#choice button").click()
    page.wait_for_selector(f"{CARD}.changed")
    assert isinstance(steps(drafting_folder)[-1], Move)
    page.get_by_role("button", name="Undo: move").click()
    assert steps(drafting_folder) == ()
    page.locator(CARD).first.click()
    page.get_by_role("button", name="Pin", exact=True).click()
    page.wait_for_selector(".card-pin")
    assert isinstance(steps(drafting_folder)[-1], Pin)
    page.locator(CARD).last.click()
    page.get_by_role("button", name="Take it out").click()
    page.wait_for_selector("#verdict .loss")
    assert isinstance(steps(drafting_folder)[-1], Drop)
    page.locator(".waiting a").first.click()
    page.get_by_role("button", name="Choose this").first.click()
    page.wait_for_selector(CARD)
    assert isinstance(steps(drafting_folder)[-1], Add)
    context.close()


def test_the_keyboard_alone_suffices(browser: Browser, root: str, drafting_folder: Path) -> None:
    page = browser.new_page()
    opened(page, root)
    tab_to(page, "document.activeElement.matches('a.card')")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2#other")
    tab_to(page, "document.activeElement.id === 'day'")
    page.keyboard.press("ArrowDown")
    tab_to(page, "document.activeElement.textContent === 'See the verdict'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#choice button")
    tab_to(page, "document.activeElement.matches('#choice button')")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CARD}.changed")
    assert isinstance(steps(drafting_folder)[-1], Move)
    assert page.evaluate("document.activeElement.matches('a.card.changed')")
    tab_to(page, "document.activeElement.textContent.startsWith('Undo')", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Redo: move")
    assert steps(drafting_folder) == ()
    page.close()


def tab_to(page: Page, there: str, *, back: bool = False) -> None:
    """Press the tabulator until the focus is where it should be."""
    for _ in range(150):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(there):
            return
    raise AssertionError(there)


def test_a_card_is_dragged_judged_and_moved(
    browser: Browser, root: str, drafting_folder: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    opened(page, root)
    card = page.locator(CARD).first
    here = card.evaluate("card => card.closest('td').dataset.day")
    cell = page.locator(f"td[data-team]:not([data-day='{here}'])").first
    card.drag_to(cell)
    lines = page.locator("dialog.drop .lines li")
    expect(page.locator("dialog.drop .button")).to_be_enabled()
    assert "served" in (lines.first.text_content() or "")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.drop")).not_to_be_visible()
    assert steps(drafting_folder) == ()
    assert page.evaluate("document.activeElement.matches('a.card')")
    card.drag_to(cell)
    page.locator("dialog.drop .button").click()
    page.wait_for_selector(f"{CARD}.changed")
    (step,) = steps(drafting_folder)
    assert isinstance(step, Move)
    assert step.day.isoformat() == cell.get_attribute("data-day")
    page.locator(CARD).last.click()
    page.get_by_role("button", name="Take it out").click()
    page.locator(".waiting a").first.drag_to(page.locator("td[data-team]").nth(1))
    page.locator("dialog.drop .button").click()
    page.wait_for_url("**/week/**")
    page.wait_for_selector(f"{CARD}:target")
    assert isinstance(steps(drafting_folder)[-1], Add)
    assert said == []
    page.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [PHONE, OFFICE])
def test_axe_finds_nothing(
    browser: Browser, root: str, size: tuple[int, int], language: str
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = context.new_page()
    opened(page, root)
    page.locator(CARD).first.click()
    page.wait_for_url("**/move/**")
    move = page.url
    page.get_by_role("button", name="Take it out").click()
    page.wait_for_selector("#verdict .loss")
    waiting = page.locator(".waiting a").first.get_attribute("href") or ""
    last = page.locator(CARD).last.get_attribute("href") or ""
    session, village = last.split("/move/")[1], waiting.split("/add/")[1]
    choice = f"{last}?to=m1&day=2022-09-06"
    addresses = ["/drafts", WEEK, waiting, choice, f"/why/session/{session}"]
    addresses += [f"/why/village/{village}?draft=1", move.removeprefix(root)]
    for address in addresses:
        joint = "&" if "?" in address else "?"
        page.goto(f"{root}{address}{joint}lang={language}")
        expect(page.locator("[data-waits]")).to_have_count(0, timeout=PATIENCE_MS)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
        if size == PHONE:
            heights = page.locator("main a:visible, main button:visible, main select:visible")
            small = heights.evaluate_all(
                "all => all.filter(e => e.getBoundingClientRect().height < 44)"
                ".map(e => e.outerHTML)"
            )
            assert small == [], address
    context.close()
