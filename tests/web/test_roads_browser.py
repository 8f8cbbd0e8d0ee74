"""The map in Chromium: a click reports a road, keys move it; the same ledger without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from planner.data.store import Store
from planner.data.weather import list_weather
from planner.domain.weather import RoadReport
from tests.web import worlds
from tests.web.browser import browsing, serving
from tests.web.test_browser import complaints
from web.app import create_app

pytestmark = [pytest.mark.outside, pytest.mark.slow]
OFFICE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


def ledger(folder: Path) -> list[tuple[object, ...]]:
    """Return what the ledger says of roads."""
    said = [told.said for told in list_weather(Store.open(folder), RoadReport)]
    return [(r.segment, r.condition, r.first, r.last, r.source) for r in said]


def box(drawing: Locator) -> list[float]:
    """Return what part of the map is in view."""
    return [float(v) for v in (drawing.get_attribute("viewBox") or "").split()]


def report_by_click(page: Page, root: str) -> None:
    """Report the road to v2 on the map, half of the way up."""
    page.goto(f"{root}/map/{worlds.TUESDAY}?lang=en")
    road = page.locator('.roads a[href="/roads/guest-v2"] .hit')
    road.scroll_into_view_if_needed()
    spot = road.evaluate(
        """line => {
            const middle = line.getPointAtLength(line.getTotalLength() / 2);
            const on = line.getScreenCTM();
            return [middle.x * on.a + on.e, middle.y * on.d + on.f];
        }"""
    )
    page.mouse.click(*spot)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Nhà khách – Nậm Hai")
    dialog.get_by_label("Who says so").fill("Công an xã")
    dialog.get_by_role("button", name="Note it").click()


def report_by_list(page: Page, root: str) -> None:
    """Report the same road by its name."""
    page.goto(f"{root}/closures?lang=en")
    page.get_by_label("Road type a part").fill("Nhà khách – Nậm Hai")
    page.get_by_label("Who says so").fill("Công an xã")
    page.get_by_role("button", name="Note it").click()


def test_a_click_on_the_map_and_the_list_without_scripts_say_the_same(
    browser: Browser, tmp_path: Path
) -> None:
    told = {}
    for name, scripts, report in (
        ("click", True, report_by_click),
        ("list", False, report_by_list),
    ):
        folder = tmp_path / name
        folder.mkdir()
        worlds.published(folder)
        with serving(create_app(folder, now=lambda: worlds.NOW)) as root:
            context = browser.new_context(viewport=OFFICE, java_script_enabled=scripts)
            page = context.new_page()
            said = complaints(page)
            report(page, root)
            page.wait_for_url(f"{root}/roads/impact/1")
            expect(page.locator("h1")).to_have_text("What the closure does")
            assert said == []
            context.close()
        told[name] = ledger(folder)
    assert told["click"] == told["list"]
    assert len(told["click"]) == 1


def test_the_map_is_moved_by_keys_and_buttons_and_days_by_the_slider(
    browser: Browser, tmp_path: Path
) -> None:
    worlds.published(tmp_path)
    with serving(create_app(tmp_path, now=lambda: worlds.NOW)) as root:
        page = browser.new_page(viewport=OFFICE)
        said = complaints(page)
        page.goto(f"{root}/map/{worlds.MONDAY}?lang=en")
        drawing, sheet = page.locator("svg.drawing"), page.locator(".sheet")
        whole = drawing.get_attribute("viewBox")
        sheet.focus()
        page.keyboard.press("+")
        assert drawing.get_attribute("data-zoom") == "1.40"
        x = box(drawing)[0]
        page.keyboard.press("ArrowRight")
        assert box(drawing)[0] > x
        page.keyboard.press("-")
        page.keyboard.press("0")
        assert drawing.get_attribute("data-zoom") == "1.00"
        assert box(drawing) == pytest.approx([float(v) for v in (whole or "").split()], abs=1e-3)
        page.get_by_role("button", name="Closer").click()
        assert drawing.get_attribute("data-zoom") == "1.40"
        page.get_by_role("button", name="Whole map").click()
        slider = page.get_by_role("slider", name="Day")
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"{root}/map/{worlds.TUESDAY}**")
        page.close()
    assert said == []


def test_marks_keep_their_size_when_the_map_is_looked_at_closer(
    browser: Browser, tmp_path: Path
) -> None:
    worlds.published(tmp_path)
    with serving(create_app(tmp_path, now=lambda: worlds.NOW)) as root:
        page = browser.new_page(viewport=OFFICE)
        page.goto(f"{root}/map/{worlds.MONDAY}?lang=en")
        marks = page.locator(".villages circle.left, .seat, .badge")
        sizes = "all => all.map(mark => mark.getBoundingClientRect().width)"
        before = marks.evaluate_all(sizes)
        for _ in range(3):
            page.get_by_role("button", name="Closer").click()
        assert marks.evaluate_all(sizes) == pytest.approx(before, rel=0.25)
        page.close()
    assert len(before) >= 4


def test_without_scripts_a_road_on_the_map_leads_to_its_page(
    browser: Browser, tmp_path: Path
) -> None:
    worlds.published(tmp_path)
    with serving(create_app(tmp_path, now=lambda: worlds.NOW)) as root:
        context = browser.new_context(viewport=OFFICE, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{root}/map?lang=en")
        page.locator('.roads a[href="/roads/seat-v3"] .hit').click(force=True)
        page.wait_for_url(f"{root}/roads/seat-v3")
        context.close()
