"""Two coordinators in two browsers, and a whole Monday without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from planner.data.workbook import workbook_bytes
from tests.web.browser import OFFICE, browsing, serving
from tests.web.data.offices import current, office, small_district
from tests.web.data.test_upload import changed

pytestmark = [pytest.mark.outside, pytest.mark.slow]

VILLAGE = "/data/villages/row/v1?lang=en"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


def person(browser: Browser) -> BrowserContext:
    """Return a coordinator's own browser, without JavaScript."""
    width, height = OFFICE
    return browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": height}
    )


def see_saved(page: Page) -> None:
    """Wait until the page says that something was saved."""
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_two_edit_one_village_and_nothing_is_lost(browser: Browser, tmp_path: Path) -> None:
    with serving(office(tmp_path)) as root, person(browser) as lan, person(browser) as minh:
        first, second = lan.new_page(), minh.new_page()
        for page in (first, second):
            page.goto(f"{root}{VILLAGE}")
        first.get_by_label("Residents").fill("222")
        first.get_by_label("Households", exact=True).fill("44")
        first.get_by_role("button", name="Save").click()
        see_saved(first)
        second.get_by_label("Residents").fill("111")
        second.get_by_label("Other name").fill("Huoi Mot 1")
        second.get_by_role("button", name="Save").click()
        expect(second.locator("main")).to_contain_text("Somebody else has changed this meanwhile")
        said = second.locator("main").inner_text()
        assert [text in said for text in ("222", "111", "44", "Huoi Mot 1")] == [True] * 4
        assert current(tmp_path)[1].villages[0].residents == 222
        # what only one of them touched is chosen already; for the rest the browser insists
        second.get_by_role("button", name="Save what I chose").click()
        expect(second.locator("main")).to_contain_text("Somebody else has changed this meanwhile")
        residents = second.get_by_role("group", name="Residents")
        residents.get_by_label("Theirs:").check()
        second.get_by_role("button", name="Save what I chose").click()
        see_saved(second)
    village = current(tmp_path)[1].villages[0]
    assert (village.residents, village.households, village.other_name) == (222, 44, "Huoi Mot 1")


def test_two_edit_two_villages_and_both_are_saved(browser: Browser, tmp_path: Path) -> None:
    with serving(office(tmp_path)) as root, person(browser) as lan, person(browser) as minh:
        pages = [lan.new_page(), minh.new_page()]
        for number, page in enumerate(pages, start=1):
            page.goto(f"{root}/data/villages/row/v{number}?lang=en")
        for number, page in enumerate(pages, start=1):
            page.get_by_label("Residents").fill(str(number * 111))
            page.get_by_role("button", name="Save").click()
            see_saved(page)
    assert [v.residents for v in current(tmp_path)[1].villages] == [111, 222, 100]


def test_a_monday_from_a_faulty_workbook_to_an_accepted_one(
    browser: Browser, tmp_path: Path
) -> None:
    good = changed(workbook_bytes(small_district()), {"Bản!C2": "Huoi Mot 1"})
    bad = changed(good, {"Bản!F2": 221})
    folder = tmp_path / "data"
    for name, content in (("good.xlsx", good), ("bad.xlsx", bad)):
        (tmp_path / name).write_bytes(content)
    with serving(office(folder)) as root, person(browser) as lan:
        page = lan.new_page()
        page.goto(f"{root}/data?lang=en")
        page.get_by_label("Workbook (.xlsx").set_input_files(tmp_path / "bad.xlsx")
        page.get_by_role("button", name="Look it over").click()
        assert "F2" in page.get_by_role("row", name="221").inner_text()
        with page.expect_download() as marked:
            page.get_by_role("link", name="marked").click()
        assert marked.value.suggested_filename == "bad-loi.xlsx"
        page.get_by_role("link", name="Data of the district").click()
        page.get_by_label("Workbook (.xlsx").set_input_files(tmp_path / "good.xlsx")
        page.get_by_role("button", name="Look it over").click()
        row = page.get_by_role("row", name="Huoi Mot 1").inner_text()
        assert row.split("\t") == ["Huổi Một", "Other name", "Huoi Mot", "Huoi Mot 1"]
        assert current(folder)[0] == 1
        page.get_by_role("button", name="Accept this workbook").click()
        expect(page.get_by_role("status").filter(has_text="is accepted")).to_be_visible()
    assert current(folder)[1].villages[0].other_name == "Huoi Mot 1"
