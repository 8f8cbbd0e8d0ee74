"""A report from where there is no network: kept on the phone, seen to wait, sent once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calendars.links import create_link
from planner.data.outcomes import list_outcomes
from planner.data.store import Store
from planner.domain.outcome import Channel, Outcome
from tests.web import worlds
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.test_phone_browser import kept as kept_by_the_worker
from web.app import create_app

pytestmark = [pytest.mark.outside, pytest.mark.slow]

EVENING = worlds.at(worlds.MONDAY, 21)
SESSION = f"{worlds.MONDAY}/v1:evening:t1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


def reports(folder: Path) -> list[Outcome]:
    return [r.outcome for r in list_outcomes(Store.open(folder))]


def phone(browser: Browser, *, javascript: bool = True) -> Page:
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=javascript
    )
    return context.new_page()


def tell(page: Page, cards: int) -> None:
    """Fill in the form and press its button."""
    page.get_by_label("Held", exact=True).check()
    page.locator("#served_card").fill(str(cards))
    page.locator("#absent_card").fill("2")
    page.get_by_role("button", name="Send the report").click()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it does within a few seconds."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come to hold")


def waiting(page: Page) -> list[str]:
    return page.locator("#waiting:visible li").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_with_a_network_a_report_goes_out_at_once(
    browser: Browser, folder: Path, javascript: bool
) -> None:
    page = phone(browser, javascript=javascript)
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        page.goto(f"{root}/outcomes/{SESSION}?lang=en")
        tell(page, 30)
        page.get_by_text("The report is kept.").wait_for()
        assert waiting(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.context.close()
    assert [(o.served, o.absent) for o in reports(folder)] == [(30, 2)]


def test_what_is_wrong_is_said_next_to_the_field_and_does_not_wait(
    browser: Browser, folder: Path
) -> None:
    page = phone(browser)
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        page.goto(f"{root}/outcomes/{SESSION}?lang=en")
        tell(page, 2001)
        page.locator("#served_card-fault").wait_for()
        assert page.locator("#served_card").input_value() == "2001"
        assert waiting(page) == []
        page.locator("#served_card").fill("20")
        page.get_by_role("button", name="Send the report").click()
        page.get_by_text("The report is kept.").wait_for()
    page.context.close()
    assert [o.served for o in reports(folder)] == [20]


def test_without_a_network_it_waits_is_seen_and_goes_out_later(
    browser: Browser, folder: Path
) -> None:
    page = phone(browser)
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        page.goto(f"{root}/outcomes/{SESSION}?lang=en")
        page.context.set_offline(True)
        tell(page, 25)
        page.locator("#waiting li").wait_for()
        tell(page, 26)  # put right before it went out: one report, the later one
        until(
            page,
            lambda: '["served_card","26"]' in str(page.evaluate("localStorage['lenban-outcomes']")),
        )
        (line,) = waiting(page)
        assert line.startswith("Huổi Một, 5 Sep – told at")
        assert reports(folder) == []
        page.context.set_offline(False)
        page.locator("#waiting").wait_for(state="hidden")
    page.context.close()
    (one,) = reports(folder)
    assert one.served == 26
    assert abs(one.told_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_member_without_signal_opens_the_form_from_the_phone_and_it_goes_out_on_the_next_visit(
    browser: Browser, folder: Path
) -> None:
    link = f"/m/{create_link(folder, 'member-m1', worlds.MADE_AT)}"
    page = phone(browser)
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        page.clock.set_fixed_time(EVENING)
        page.goto(f"{root}{link}?lang=en")
        # the page asks for the forms of its sessions to be kept, before anybody opens one
        form = page.locator("a[data-keep]").first.evaluate("a => a.href")
        assert form == f"{root}{link}/outcome/{SESSION}"
        assert kept_by_the_worker(page, form)
        page.context.set_offline(True)
        page.goto(form)
        page.locator("#held-held").check()
        page.locator("#served_card").fill("31")
        page.get_by_role("button", name="Gửi báo cáo").click()
        page.locator("#waiting li").wait_for()
        page.goto(f"{root}{link}?lang=en")  # from the phone's copy: it still waits
        assert len(waiting(page)) == 1
        page.close()
        again = page.context.new_page()
        page.context.set_offline(False)
        again.goto(f"{root}{link}?lang=en")
        until(again, lambda: waiting(again) == [] and reports(folder) != [])
    again.context.close()
    assert [(o.served, o.channel, o.told_at) for o in reports(folder)] == [
        (31, Channel.PHONE, EVENING)
    ]


def test_a_report_that_was_refused_later_is_told_and_can_be_deleted(
    browser: Browser, folder: Path
) -> None:
    page = phone(browser)
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        page.goto(f"{root}/outcomes/{SESSION}?lang=en")
        page.context.set_offline(True)
        tell(page, 5000)
        page.locator("#waiting li").wait_for()
        page.context.set_offline(False)
        page.get_by_text("Not taken: open the form").wait_for()
        page.get_by_role("button", name="Delete").click()
        page.locator("#waiting").wait_for(state="hidden")
    page.context.close()
    assert reports(folder) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_in_forms_with_faults_conflicts_and_waiting_reports(
    browser: Browser, folder: Path, language: str
) -> None:
    link = f"/m/{create_link(folder, 'member-m1', worlds.MADE_AT)}/outcome/{SESSION}"
    found = {}
    with serving(create_app(folder, now=lambda: EVENING)) as root:
        for width, height in (PHONE, OFFICE):
            context = browser.new_context(
                viewport={"width": width, "height": height}, bypass_csp=True
            )
            page = context.new_page()
            for served in (9, 30):
                page.goto(f"{root}/outcomes/{SESSION}?lang=en")
                tell(page, served)
                page.get_by_text("The report is kept.").wait_for()
            for address in (f"/outcomes/{SESSION}", "/outcomes", "/register", link):
                page.goto(f"{root}{address}?lang={language}")
                found[address, width] = violations(page)
            for address in (f"/outcomes/{SESSION}", link):
                page.goto(f"{root}{address}?lang={language}")
                page.locator("#note").fill("0912345678")
                page.locator("form[data-outcome] button").click()
                page.locator(".fault").first.wait_for()
                found[f"faults {address}", width] = violations(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.goto(f"{root}/outcomes/{SESSION}?lang={language}")
            context.set_offline(True)
            page.locator("form[data-outcome] button").click()
            page.locator("#waiting li").wait_for()
            found["waiting", width] = violations(page)
            context.close()
    assert {k: v for k, v in found.items() if v} == {}
