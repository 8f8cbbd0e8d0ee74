"""A coordinator's whole week on the example district in Chromium, with scripts and without.

Monday upload, plan, move, publish; Wednesday forecast, advice, publish; Thursday closure, repair,
publish; Friday outcomes and report. Each step is what the pages offer, and is seen in the store.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, expect

from planner.data.drafts import list_drafts
from planner.data.example import example_folder
from planner.data.outcomes import list_outcomes
from planner.data.weather import list_weather
from planner.data.workbook import read_workbook, workbook_bytes
from planner.domain.draft import Drop, Move
from planner.domain.outcome import Channel, Promised
from planner.domain.weather import Forecast, RoadReport
from planner.jobs.runner import own_process
from planner.planning.tally import promised_of
from tests.filling import fill, heads
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.coordinating import (
    DAWN,
    MONDAY,
    PATIENCE_MS,
    Office,
    busiest_road,
    click_on,
    like_sessions,
)
from tests.web.data.test_upload import changed
from tests.web.planning_world import jobs_of
from tests.web.test_browser import complaints
from web import advising
from web.app import create_app

pytestmark = [pytest.mark.outside, pytest.mark.slow]

CARD = "a.card"
SERVED, ABSENT = 7, 2


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def office(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Office]:
    """Return the office of a district of which nothing is stored yet."""
    clock, scripts = [DAWN], bool(request.param)
    folder = tmp_path / "data"
    app = create_app(folder, now=lambda: clock[0], room=own_process)
    app.config[advising.SECONDS] = 2.0
    width, height = OFFICE
    context = browser.new_context(
        viewport={"width": width, "height": height * 2}, java_script_enabled=scripts
    )
    others = {
        (language, size[0]): browser.new_page(
            viewport={"width": size[0], "height": size[1]}, bypass_csp=True
        )
        for language in ("vi", "en")
        for size in (PHONE, OFFICE)
        if scripts
    }
    page = context.new_page()
    page.set_default_timeout(60_000)
    with serving(app) as root:
        made = Office(
            page=page, root=root, folder=folder, scripts=scripts, clock=clock, others=others
        )
        heard = complaints(page)
        yield made
        for one in (page, *others.values()):
            one.context.close()
        jobs_of(app).close()
    assert heard == []


def test_the_week(office: Office, tmp_path: Path) -> None:
    calendars = [monday(office, tmp_path), wednesday(office, tmp_path), thursday(office)]
    assert len(set(calendars)) == 3
    friday(office, tmp_path)


def monday(office: Office, scratch: Path) -> bytes:
    """Upload the workbook, plan two weeks, move one session, publish."""
    district = read_workbook(example_folder())
    right = workbook_bytes(district)
    page = office.open("/data")
    for content in (changed(right, {"Bản!F2": 221}), right):
        workbook = scratch / "huyen.xlsx"
        workbook.write_bytes(content)
        page.get_by_label("Workbook (.xlsx").set_input_files(workbook)
        office.press("Look it over")
        office.look()
        if content is not right:
            expect(page.get_by_role("row", name="221")).to_contain_text("F2")
            office.open("/data")
    office.press("Accept this workbook")
    assert office.store.get_district() == district

    page = office.open("/plan")
    page.get_by_label("First day").fill(MONDAY.isoformat())
    page.get_by_label("Number of weeks").fill("2")
    page.get_by_label("Time to think, in seconds").first.fill("6")
    office.press("Make the plan")
    ended = page.locator("main").get_by_role("link", name="See what publishing").first
    expect(ended).to_be_visible(timeout=PATIENCE_MS)
    office.look()
    ended.click()
    assert office.store.get_plan(1).plan.people_expected > 5_000

    page = office.open("/drafts")
    office.press("Open a draft")
    page.wait_for_selector(CARD)
    taken, moved = like_sessions(office.store.get_plan(1).plan)
    card(office, taken).click()
    office.press("Take it out")
    move(office, moved)
    page.wait_for_selector(f"{CARD}.changed")
    office.look()
    (draft,) = list_drafts(office.store)
    drop, step = draft.draft.counting
    assert isinstance(step, Move)
    assert (drop, step.session) == (Drop(session=taken), moved)
    office.press("Keep as a plan")
    calendar = office.publish(1)
    place = step.session.partition("/")[0]
    held = {
        (shift.team, shift.day, stop.session.place)
        for shift in office.published()[1].shifts
        for stop in shift.stops
    }
    assert (step.team, step.day, place) in held
    return calendar


def card(office: Office, session: str) -> Locator:
    """Return a session on the board, once that is there."""
    found = office.page.locator(f"[id='s-{session}']")
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    return found


def move(office: Office, session: str) -> None:
    """Move a session to the best place in this week that its page knows: by a drag, or a form."""
    page = office.page
    one = card(office, session)
    board = page.url
    one.click()
    rows = page.locator("h2#best ~ table tbody tr")
    expect(rows.first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("h2#best ~ p.alarm")).to_have_count(0)
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    here = rows.filter(has=page.locator(",".join(f"input[name=day][value='{d}']" for d in days)))
    to, day = (here.first.locator(f"input[name={n}]").get_attribute("value") for n in ("to", "day"))
    if not office.scripts:
        here.first.get_by_role("button", name="Choose this").click()
        return
    page.goto(board)
    card(office, session).drag_to(page.locator(f"td[data-team='{to}'][data-day='{day}']"))
    expect(page.locator("dialog.drop .lines li").first).to_be_visible()
    page.locator("dialog.drop .button").click()


def wednesday(office: Office, scratch: Path) -> bytes:
    """Give the bulletin of heavy rain, take the advice, publish."""
    office.morning(2, hours=2)
    district = office.store.get_district()
    days = [MONDAY + timedelta(days=n) for n in (2, 3, 4)]
    lines = [f"{c.code},{day},95" for c in district.communes for day in days]
    bulletin = scratch / "ban-tin.csv"
    bulletin.write_text("\n".join(["Xã,Ngày,Mưa (mm)", *lines]), "utf-8")
    page = office.open("/advice")
    page.get_by_label("Bulletin as CSV").set_input_files(bulletin)
    page.get_by_label("Who foresees it").fill("Đài tỉnh")
    office.press("Keep this forecast")
    assert list_weather(office.store, Forecast)[-1].said.source == "Đài tỉnh"

    page = office.open(f"/risk/{days[0]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Risk", timeout=PATIENCE_MS)
    fails = page.locator("section[aria-labelledby=sessions] tbody tr")
    expect(fails.first).to_be_visible(timeout=PATIENCE_MS)
    office.look()

    office.open(f"/sky/{days[0]}")
    office.look()
    page = office.open("/advice")
    page.get_by_label("Days of the warning").select_option("3")
    office.press("Work out the advice")
    office.follow("Hold, swap or stay low")
    expect(page.locator("table.options")).to_be_visible()
    office.look()
    office.press("Take ")
    return office.publish(2)


def thursday(office: Office) -> bytes:
    """Report a road closed on which sessions depend, repair, publish."""
    office.morning(3)
    before = office.published()[1]
    segment = busiest_road(office)
    day = MONDAY + timedelta(days=3)
    if office.scripts:
        page = office.open(f"/map/{day}")
        click_on(page, page.locator(f'.roads a[href="/roads/{segment}"] .hit'))
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert violations(page) == []
        dialog.get_by_label("Who says so").fill("Công an xã, sạt lở")
        dialog.get_by_label("Until the end of").fill((day + timedelta(days=3)).isoformat())
        dialog.get_by_role("button", name="Note it").click()
    else:
        page = office.open(f"/roads/{segment}")
        page.get_by_label("Who says so").fill("Công an xã, sạt lở")
        page.get_by_label("Until the end of").fill((day + timedelta(days=3)).isoformat())
        office.press("Note it")
    expect(page.get_by_role("heading", level=1)).to_have_text("What the closure does")
    assert list_weather(office.store, RoadReport)[-1].said.segment == segment
    expect(page.locator("section[aria-labelledby=hit] tbody tr").first).to_be_visible()
    office.look()
    office.follow("Repair the plan…")
    office.press("Start the repair")
    office.follow("Session by session")
    expect(page.get_by_role("heading", level=1)).to_contain_text("what changes")
    office.look()
    office.press("See what publishing it would change…")
    calendar = office.publish(3)
    after = office.published()[1]
    began = [s for s in before.shifts if s.day < day]
    assert [s for s in after.shifts if s.day < day] == began
    return calendar


def friday(office: Office, scratch: Path) -> None:
    """Tell what the week's sessions brought by phone, call and sheet; see it in the report."""
    office.morning(4, hours=17)
    district = office.store.get_district()
    over = [
        p for p in promised_of(office.published()[1], district.settings) if p.end <= office.clock[0]
    ]
    day_of_call = over[0].day
    called = [p for p in over if p.day == day_of_call]
    by_sheet = [p for p in over if p.day > day_of_call]
    phoned, by_sheet = by_sheet[-1], by_sheet[:-1]
    tell_by_phone(office, phoned)
    tell_by_call(office, day_of_call, called)
    tell_by_sheet(office, scratch, by_sheet)

    told = list_outcomes(office.store)
    assert sorted((o.outcome.session, o.outcome.day) for o in told) == sorted(p.key for p in over)
    assert [o.outcome.channel for o in told].count(Channel.PHONE) == 1
    page = office.open(f"/report/{MONDAY}")
    office.look()
    figures = page.locator("dl.figures dd").all_inner_texts()
    assert figures[0].split()[0] == str(len(over))
    assert figures[1].split()[0].replace(",", "") == str(SERVED * len(over))
    assert figures[2].split()[0].replace(",", "") == str(ABSENT * len(over))
    with page.expect_download() as report:
        page.get_by_role("link", name="Download as .docx").click()
    report.value.save_as(scratch / "week.docx")
    written = "\n".join(p.text for p in Document(str(scratch / "week.docx")).paragraphs)
    assert f"{SERVED * len(over):,}" in written


def tell_by_phone(office: Office, session: Promised) -> None:
    """Make a link for the team, open its page as a phone has it, and report from there."""
    page = office.open(f"/subscribe/team-{session.team}")
    office.press("Create link")
    page.goto(page.get_by_label("Address of the personal page").input_value() + "?lang=en")
    report = page.locator(f'a[href$="/outcome/{session.day}/{session.name}"]').first
    if not report.is_visible():
        page.locator("details", has=report).locator("summary").click()
    report.click()
    page.get_by_label("Held", exact=True).check()
    service = session.expected[0][1]
    page.locator(f"#served_{service}").fill(str(SERVED))
    page.locator(f"#absent_{service}").fill(str(ABSENT))
    office.press("Send the report")
    expect(page.get_by_text("The report is kept.")).to_be_visible()


def tell_by_call(office: Office, day: date, sessions: list[Promised]) -> None:
    """Type what was told of a day's sessions, one row for each."""
    page = office.open(f"/outcomes?day={day}")
    for session in sessions:
        row = page.locator(f'tr:has(input[name$="key"][value="{session.name}"])')
        row.get_by_label("Held").select_option("held")
        service = session.expected[0][1]
        row.locator(f'input[name$="served_{service}"]').fill(str(SERVED))
        row.locator(f'input[name$="absent_{service}"]').fill(str(ABSENT))
    office.press("Keep what was typed")
    expect(page.get_by_role("status").first).to_contain_text("new report")
    office.look()


def tell_by_sheet(office: Office, scratch: Path, sessions: list[Promised]) -> None:
    """Fill in the sheet of the week as somebody at a spreadsheet does, and send it."""
    page = office.open(f"/outcomes?day={MONDAY}")
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Download the sheet of the week").click()
    filled = scratch / "ket-qua.xlsx"
    sheet.value.save_as(filled)
    book = load_workbook(filled)
    table = book.worksheets[0]
    rows = {
        (table.cell(n, heads(table)["Session (keep as it is)"]).value, as_day(table, n)): n
        for n in range(2, table.max_row + 1)
    }
    letters = {s.id: s.letter for s in office.store.get_district().services}
    for session in sessions:
        letter = letters[session.expected[0][1]]
        cells = {"Held": "held", f"Served {letter}": SERVED, f"Absent {letter}": ABSENT}
        fill(table, rows[session.key], cells)
    book.save(filled)
    page.get_by_label("Sheet that was filled in").set_input_files(filled)
    office.press("Take the sheet")
    expect(page.get_by_role("status").first).to_contain_text(f"told of {len(sessions)} sessions")


def as_day(table: Any, row: int) -> date:
    """Return the day of a row of the sheet."""
    found = table.cell(row, heads(table)["Day"]).value
    return found.date() if isinstance(found, datetime) else found
