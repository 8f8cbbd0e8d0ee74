"""A phone in the hills: the member's page on a slow line, then without one; and what is printed."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calendars.links import create_link, list_links, revoke_link
from calendars.publish import publish
from planner.data.store import Store
from planner.domain.phrase import Phrase
from tests.outside import outside_program
from tests.web import worlds
from tests.web.axe import violations
from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.pages import addresses
from tests.web.slow_line import LATENCY_S, LINE_BIT_PER_S
from web.app import create_app
from web.village_notice import LINES

pytestmark = [pytest.mark.outside, pytest.mark.slow]

MORNING = worlds.at(worlds.MONDAY, 7)
PATIENCE_S = 5.0
ROUND_TRIPS = 3
"""Connection and page, then its parts side by side, one of them on a new connection."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


def phone_page(browser: Browser) -> Page:
    """Return a page of a phone of its own, on the morning of the first day."""
    width, height = PHONE
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.clock.install(time=MORNING)
    return page


def member_link(folder: Path) -> str:
    return f"/m/{create_link(folder, 'member-m1', worlds.MADE_AT)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


def kept(page: Page, address: str) -> bool:
    """Return whether the service worker keeps a copy of the page, waiting for it a while."""
    script = """async address => {
        await navigator.serviceWorker.ready;
        for (let i = 0; i < 200; i++) {
            if (await caches.match(address)) return true;
            await fetch('/static/icon.svg', {cache: 'reload'});
        }
        return false;
    }"""
    return bool(page.evaluate(script, address))


def test_a_first_load_fits_a_slow_line(browser: Browser, example_folder: Path) -> None:
    app = create_app(example_folder, now=lambda: MORNING)
    link = f"/m/{create_link(example_folder, 'team-mobile-1', worlds.MADE_AT)}"
    with serving(app) as root:
        page = phone_page(browser)
        sizes: list[int] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
        page.goto(root + link, wait_until="load")
        assert page.locator("details").count() > 20
        page.close()
    assert sum(sizes) <= 60_000
    assert sum(sizes) * 8 / LINE_BIT_PER_S + ROUND_TRIPS * LATENCY_S < PATIENCE_S


@pytest.mark.parametrize(("language", "said"), [("vi", "Bản lưu trên máy"), ("en", "Copy kept")])
def test_without_a_network_the_page_is_there_and_tells_its_age(
    browser: Browser, folder: Path, language: str, said: str
) -> None:
    page = phone_page(browser)
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        address = f"{root}{member_link(folder)}?lang={language}"
        page.goto(address)
        assert page.locator("#age").is_hidden()
        assert kept(page, address)
        fresh = page.locator("main").inner_text()
    page.context.set_offline(True)
    page.clock.fast_forward("05:00:00")
    page.reload()
    old = page.locator("#age").inner_text()
    assert old.startswith(said)
    assert "5" in old
    assert fresh.splitlines()[-3:] == page.locator("main").inner_text().splitlines()[-3:]
    page.close()


def test_the_days_move_on_without_a_network(browser: Browser, folder: Path) -> None:
    page = phone_page(browser)
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        address = f"{root}{member_link(folder)}?lang=en"
        page.goto(address)
        shown = page.locator("section:visible h2").all_inner_texts()
        assert shown == ["Today · Monday, 5 September 2022", "Tomorrow · Tuesday, 6 September 2022"]
        assert kept(page, address)
    page.context.set_offline(True)
    page.clock.fast_forward("24:00:00")
    page.reload()
    shown = page.locator("section:visible h2").all_inner_texts()
    assert shown == ["Today · Tuesday, 6 September 2022"]
    page.clock.fast_forward("24:00:00")
    page.reload()
    assert page.locator("#none").inner_text() == "No sessions in the days to come."
    page.close()


def test_a_revoked_link_takes_the_copy_off_the_phone(browser: Browser, folder: Path) -> None:
    page = phone_page(browser)
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        address = f"{root}{member_link(folder)}?lang=en"
        page.goto(address)
        assert kept(page, address)
        revoke_link(folder, list_links(folder)[0].id, MORNING)
        page.reload()
        assert "This link was revoked" in page.locator("main").inner_text()
    page.context.set_offline(True)
    page.reload()
    assert "This link was revoked" in page.locator("main").inner_text()
    page.close()


@pytest.mark.parametrize("leaving", [False, True])
def test_back_in_the_network_the_page_is_loaded_anew_unless_it_is_being_left(
    browser: Browser, folder: Path, leaving: bool
) -> None:
    page = phone_page(browser)
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        page.goto(f"{root}{member_link(folder)}?lang=en")
        page.evaluate("document.body.dataset.mine = '1'")
        if leaving:  # a link was tapped, and its page is not there yet
            page.evaluate("() => { dispatchEvent(new Event('beforeunload')); }")
        page.evaluate("() => { dispatchEvent(new Event('online')); }")
        page.wait_for_timeout(500)
        assert page.evaluate("document.body.dataset.mine === '1'") is leaving
        page.close()


def test_a_server_in_trouble_leaves_the_copy(browser: Browser, folder: Path) -> None:
    page = phone_page(browser)
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        address = f"{root}{member_link(folder)}?lang=en"
        page.goto(address)
        assert kept(page, address)
        for path in folder.glob("lenban.sqlite*"):
            path.unlink()
        (folder / "lenban.sqlite").write_bytes(b"not a database" * 100)
        page.reload()
        assert "Huổi Một" in page.locator("main").inner_text()
    page.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing(browser: Browser, folder: Path, language: str) -> None:
    app = create_app(folder, now=lambda: MORNING)
    pages = {**addresses(app), "member": member_link(folder), "none": "/m/none"}
    found = {}
    with serving(app) as root:
        for size in (PHONE, OFFICE):
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]},
                    color_scheme=scheme,
                    bypass_csp=True,
                )
                page = context.new_page()
                for name, address in pages.items():
                    page.goto(f"{root}{address}?lang={language}")
                    found[name, size, scheme] = violations(page)
                context.close()
    assert {k: v for k, v in found.items() if v} == {}


def printed(page: Page, address: str, path: Path) -> list[str]:
    """Return the text of each sheet of paper that a browser prints."""
    page.goto(address)
    path.write_bytes(page.pdf(prefer_css_page_size=True))
    told = subprocess.run([outside_program("pdfinfo"), str(path)], capture_output=True, check=True)
    assert b"(A4)" in told.stdout
    command = [outside_program("pdftotext"), "-raw", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [" ".join(sheet.split()) for sheet in text.split("\f")[:-1]]


def test_a_notice_is_one_sheet_with_every_sign(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        page = browser.new_page()
        (sheet,) = printed(page, f"{root}/print/village/v1", tmp_path / "notice.pdf")
        page.close()
    for words in (
        "Thông báo",
        "Huổi Một",
        "Thứ Hai",
        "05/09/2022",
        "Cấp thẻ căn cước",
        "Kích hoạt",
    ):
        assert words in sheet
    assert "In trang này" not in sheet


def test_every_village_of_the_example_has_one_sheet(
    browser: Browser, example_folder: Path, tmp_path: Path
) -> None:
    app = create_app(example_folder, now=lambda: MORNING)
    with serving(app) as root:
        page = browser.new_page()
        page.goto(f"{root}/print/villages")
        villages = page.locator(".notice .to").count()
        sheets = printed(page, f"{root}/print/villages", tmp_path / "notices.pdf")
        page.close()
    assert villages > 100
    assert len(sheets) == villages
    assert all("Thông báo" in sheet for sheet in sheets)


def test_a_call_list_prints_its_boxes_and_no_buttons(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    store = Store.open(folder)
    nothing = replace(worlds.tiny_plan(), shifts=())
    plan_id = store.add_plan(nothing, district_id=1, at=MORNING)
    publish(store, plan_id, folder=folder, at=MORNING, host="lenban.example")
    with serving(create_app(folder, now=lambda: MORNING)) as root:
        page = browser.new_page()
        page.goto(f"{root}/calls/2?lang=en")
        buttons = page.get_by_role("button", name="Told").count()
        sheets = printed(page, f"{root}/calls/2?lang=en", tmp_path / "calls.pdf")
        page.emulate_media(media="print")
        seen = [page.locator(what).filter(visible=True).count() for what in (".box", "button")]
        page.close()
    assert buttons > 5
    assert seen == [buttons, 0]
    text = " ".join(sheets)
    assert "Call list of revision 2" in text
    assert "Thành viên 1 (ví dụ)" in text
    assert "Bản Huổi Một (Huoi Mot): 17:00 Monday 5 Sep – cancelled" in text


def test_a_notice_in_two_languages_is_one_sheet_too(browser: Browser, tmp_path: Path) -> None:
    district = worlds.tiny_district()
    services = tuple(replace(s, bring="giấy khai sinh") for s in district.services)
    district = replace(district, services=services)
    lines = (
        *LINES.values(),
        *(s.name for s in district.services),
        "Dịch vụ công trực tuyến",
        "giấy khai sinh",
    )
    phrases = tuple(
        Phrase(language="vi", text=line, translation=f"{line} (câu dịch ví dụ)") for line in lines
    )
    store = Store.open(tmp_path / "data")
    number = store.add_district(replace(district, phrases=phrases), at=worlds.MADE_AT)
    plan = store.add_plan(worlds.tiny_plan(), district_id=number, at=worlds.MADE_AT)
    publish(store, plan, folder=tmp_path / "data", at=worlds.MADE_AT, host="lenban.example")
    with serving(create_app(tmp_path / "data", now=lambda: MORNING)) as root:
        page = browser.new_page()
        (sheet,) = printed(page, f"{root}/print/village/v1", tmp_path / "notice.pdf")
        page.close()
    printed_here = set(lines) - {LINES["later"]}
    assert [x for x in sorted(printed_here) if f"{x} (câu dịch ví dụ)" not in sheet] == []
