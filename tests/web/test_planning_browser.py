"""A plan is asked for, watched, reloaded and stopped in a browser, with and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.domain.job import JobState
from planner.jobs import works
from tests.planner.jobs import hand
from tests.planner.jobs.hand import Held
from tests.planner.planning.test_replan import MON
from tests.web.browser import OFFICE, browsing, serving
from tests.web.planning_world import application, jobs_of, planned
from tests.web.test_browser import complaints

pytestmark = [pytest.mark.outside, pytest.mark.slow]

PATIENCE_MS = 60_000
ARGUMENTS = {
    "first": "2022-09-05",
    "weeks": 1,
    "seconds": 2,
    "roads": "dry",
    "unlucky": 0,
    "seed": 1,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


def opened(browser: Browser, *, javascript: bool) -> tuple[Page, list[str]]:
    """Return a page of an office PC, and the list of what its console complains of."""
    width, height = OFFICE
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page, complaints(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_plan_from_the_form_to_the_preview(
    browser: Browser, tmp_path: Path, javascript: bool
) -> None:
    store = planned(tmp_path)
    with application(tmp_path, own=True) as app, serving(app) as root:
        page, said = opened(browser, javascript=javascript)
        ask_for(page, root, weeks=1, seconds=2)
        ended = page.locator("main").get_by_role("link", name="See what publishing")
        expect(ended).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("Done", exact=True).first).to_be_visible()
        assert page.locator("svg.chart path.value").count() == 1
        ended.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Publish plan 2 as revision 1?")
        assert store.newest_plan_id() == 2
        page.context.close()
    assert said == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_long_plan_is_stopped_and_keeps_its_best(
    browser: Browser, tmp_path: Path, javascript: bool
) -> None:
    store = planned(tmp_path)
    with application(tmp_path, own=True) as app, serving(app) as root:
        page, said = opened(browser, javascript=javascript)
        ask_for(page, root, weeks=2, seconds=1800)
        expect(page.locator("svg.chart")).to_be_visible(timeout=PATIENCE_MS)
        address = page.url
        page.reload()
        expect(page.locator("svg.chart")).to_be_visible()
        page.get_by_role("button", name="Stop and keep the best plan so far").click()
        assert page.url == address
        ended = page.locator("main").get_by_role("link", name="See what publishing")
        expect(ended).to_be_visible(timeout=PATIENCE_MS)
        assert jobs_of(app).get(1).state is JobState.STOPPED
        ended.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Publish plan 2 as revision 1?")
        assert store.get_plan(2).plan.proof.stopped_by == "cancelled"
        page.context.close()
    assert said == []


def ask_for(page: Page, root: str, *, weeks: int, seconds: int) -> None:
    """Fill in the form of a plan and send it."""
    page.goto(f"{root}/plan?lang=en")
    page.get_by_label("First day").fill(MON.isoformat())
    page.get_by_label("Number of weeks").fill(str(weeks))
    page.get_by_label("Time to think, in seconds").first.fill(str(seconds))
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a plan")


def test_while_it_runs_only_its_part_is_swapped_and_focus_stays(
    browser: Browser, tmp_path: Path
) -> None:
    planned(tmp_path)
    with application(tmp_path) as app, serving(app) as root:
        work = Held(returns=1)
        number = jobs_of(app).submit(works.PLAN, work, ARGUMENTS)
        assert work.began.wait(hand.PATIENCE_S)
        page, said = opened(browser, javascript=True)
        page.goto(f"{root}/plan/jobs/{number}?lang=en")
        page.evaluate("document.querySelector('h1').dataset.mine = '1'")
        before = page.locator(".job-now").element_handle()
        page.get_by_role("button", name="Stop and keep").focus()
        page.wait_for_function("one => !one.isConnected", arg=before)
        assert page.evaluate("document.activeElement.id") == "stop"
        work.go.set()
        expect(page.get_by_role("status")).to_have_text("Done")
        assert page.evaluate("document.querySelector('h1').dataset.mine") == "1"
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(2500)
        assert asked == []
        page.context.close()
    assert said == []
