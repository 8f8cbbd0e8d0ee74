"""The first day in a browser: set up, invite, sign in; with JavaScript on and off; axe looks on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from planner.data.account_links import make_setup_link
from planner.data.accounts import list_accounts
from planner.data.store import Store
from planner.domain.account import Role
from tests.web import worlds
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from web.app import create_app

pytestmark = [pytest.mark.outside, pytest.mark.slow]

MAI, TUA = "ruộng lúa bậc thang", "nương ngô trên núi"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


def new_page(browser: Browser, size: tuple[int, int], *, scripts: bool = True) -> Page:
    """Return a page of a browser of its own, without anybody's cookies."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=viewport, java_script_enabled=scripts).new_page()


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Save and sign in").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_day(browser: Browser, folder: Path, scripts: bool) -> None:
    store = Store.open(folder)
    with serving(create_app(folder, now=lambda: worlds.NOW, visitor=None)) as root:
        office = new_page(browser, OFFICE, scripts=scripts)
        office.goto(f"{root}/week?lang=en")
        expect(office).to_have_url(f"{root}/sign-in?next=/week?lang%3Den")
        office.goto(f"{root}/start/{make_setup_link(store, at=worlds.NOW)}?lang=en")
        office.get_by_label("Sign-in name").fill("Lò Thị Mai")
        choose_password(office, MAI)
        expect(office).to_have_url(f"{root}/")
        office.get_by_role("link", name="Lò Thị Mai").click()
        office.get_by_role("link", name="Accounts").first.click()
        office.get_by_label("Sign-in name").fill("Vàng A Tủa")
        office.get_by_label("Commune officer").check()
        office.get_by_label("Commune", exact=True).select_option("xã Một")
        office.get_by_role("button", name="Add and make").click()
        link = office.get_by_label("Address").input_value()

        phone = new_page(browser, PHONE, scripts=scripts)
        phone.goto(f"{link}?lang=en")
        choose_password(phone, TUA)
        phone.goto(f"{root}/publish?plan=1")
        assert phone.get_by_role("button", name="Publish").count() == 0
        answer = phone.goto(f"{root}/accounts")
        assert answer is not None
        assert answer.status == 403
        phone.goto(f"{root}/subscribe/commune-c1")
        phone.get_by_role("button", name="Create link").click()
        assert "/m/" in phone.get_by_label("Address of the personal page").input_value()
        phone.goto(f"{root}/me")
        phone.get_by_role("button", name="Sign out").click()
        expect(phone).to_have_url(f"{root}/sign-in")
        phone.goto(f"{root}/village/v1")
        phone.get_by_label("Sign-in name").fill("vàng a tủa")
        phone.get_by_label("Password").fill(TUA)
        phone.get_by_role("button", name="Sign in").click()
        expect(phone).to_have_url(f"{root}/village/v1")

        office.goto(f"{root}/accounts/2")
        office.get_by_role("button", name="Close the account").click()
        phone.reload()
        expect(phone).to_have_url(f"{root}/sign-in?next=/village/v1")
        office.get_by_role("link", name="What Vàng A Tủa has changed").click()
        expect(office.locator("main")).to_contain_text("made a calendar link")
        for page in (office, phone):
            page.context.close()
    assert [a.role for a in list_accounts(store)] == [Role.COORDINATOR, Role.OFFICER]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [PHONE, OFFICE])
def test_axe_finds_nothing_on_the_way_in(
    browser: Browser, folder: Path, size: tuple[int, int], language: str
) -> None:
    store, page = Store.open(folder), new_page(browser, size)
    clock = [worlds.NOW]

    def look(where: str) -> None:
        assert violations(page) == [], where
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], where

    def now() -> datetime:
        return clock[0]

    with serving(create_app(folder, now=now, visitor=None)) as root:
        page.goto(f"{root}/sign-in?lang={language}")
        look("before the first account")
        address = f"{root}/start/{make_setup_link(store, at=now())}"
        page.goto(address)
        look("set-up")
        page.locator("main button").click()
        look("set-up, wrong")
        page.locator("#name").fill("Một tên rất dài " * 3)
        page.locator("#password").fill(MAI)
        page.locator("#again").fill(MAI)
        page.locator("main button").click()
        page.goto(address)
        look("used up")
        page.goto(f"{root}/me")
        look("me")
        page.goto(f"{root}/accounts")
        page.locator("main .button").click()
        look("accounts, wrong")
        page.locator("#name").fill("Vàng A Tủa")
        page.locator("input[value=viewer]").check()
        page.locator("main .button").click()
        look("link")
        page.goto(f"{root}/accounts/2")
        look("account")
        page.goto(f"{root}/audit")
        look("audit")
        clock[0] += timedelta(days=1)
        page.goto(f"{root}/publish")
        page.locator("#name").fill("x")
        page.locator("main button").click()
        look("sign-in, wrong")
        page.context.close()
