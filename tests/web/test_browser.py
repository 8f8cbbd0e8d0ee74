"""What a browser makes of every page: nothing sticks out at 360 px, nothing is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web import worlds
from tests.web.browser import OFFICE, PHONE, ZOOMED, browsing, serving
from tests.web.pages import addresses
from web.app import create_app
from web.map.labels import EMS, text_width

pytestmark = [pytest.mark.outside, pytest.mark.slow]

FOLD = 720
WIDEST_FACE = "DejaVu Sans"
LENGTHS = """(names, [kind, signs]) => signs.map(sign => {
    const text = document.createElementNS(names.namespaceURI, "text");
    text.setAttribute("class", kind);
    text.setAttribute("font-size", 100);
    text.style.whiteSpace = "pre";
    text.textContent = sign;
    names.append(text);
    const width = text.getComputedTextLength();
    text.remove();
    return width;
})"""
"""How wide signs are on the map at size 100, each by itself."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser for all tests of this file."""
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a published folder to make a link in."""
    return worlds.published(tmp_path_factory.mktemp("browser"))


def complaints(page: Page) -> list[str]:
    """Return the list to which the page's console will add its errors."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [PHONE, ZOOMED, OFFICE])
def test_every_page(browser: Browser, folder: Path, size: tuple[int, int], language: str) -> None:
    app = create_app(folder, now=lambda: worlds.NOW)
    width, height = size
    with serving(app) as root:
        page = browser.new_page(viewport={"width": width, "height": height})
        said = complaints(page)
        for name, address in addresses(app).items():
            page.goto(f"{root}{address}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate("document.documentElement.lang") == language
            top = page.evaluate("document.querySelector('h1').getBoundingClientRect().bottom")
            assert top < FOLD / 2, name
        page.close()
    assert [line for line in said if "404" not in line] == []


def test_a_link_is_made_by_pressing_the_button(browser: Browser, folder: Path) -> None:
    app = create_app(folder, now=lambda: worlds.NOW)
    with serving(app) as root:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        said = complaints(page)
        page.goto(f"{root}/subscribe/district?lang=en")
        page.get_by_role("button", name="Create link").click()
        link = page.get_by_label("Address of the calendar").input_value()
        assert page.locator("svg.qr").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.request.get(link).headers["content-type"] == "text/calendar; charset=utf-8"
        page.close()
    assert said == []


@pytest.mark.parametrize("face", [None, WIDEST_FACE])
def test_names_on_the_map_are_no_wider_than_their_room(
    browser: Browser, example_folder: Path, face: str | None
) -> None:
    with serving(create_app(example_folder)) as root:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{root}/map/2022-09-05")
        if face:
            show_in(page, face)
        drawn = page.locator("g.names text").evaluate_all(
            "all => all.map(t => [t.textContent, +t.getAttribute('font-size'),"
            " getComputedStyle(t).fontWeight === '700', t.getBBox().width])"
        )
        page.close()
    assert len(drawn) == 121 + 15
    for name, size, bold, width in drawn:
        assert width <= text_width(name, size, bold=bold), name


def test_every_letter_is_given_the_width_of_the_widest_face(
    browser: Browser, example_folder: Path
) -> None:
    signs = [sign for letters, _, _ in EMS for sign in letters] + list("mWếợựỬỊ")
    with serving(create_app(example_folder)) as root:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"{root}/map/2022-09-05")
        show_in(page, WIDEST_FACE)
        for kind, bold in (("seat", True), ("stop", True), ("village", False)):
            widths = page.locator("g.names").evaluate(LENGTHS, [f"name-{kind}", signs])
            room = [text_width(sign, 100, bold=bold) for sign in signs]
            too_wide = [sign for sign, w, r in zip(signs, widths, room, strict=True) if w > r]
            assert too_wide == [], kind
            assert sum(widths) > 0.9 * sum(room), kind
        page.close()


def show_in(page: Page, face: str) -> None:
    """Draw the names of the map in a face of this machine, which must be there in two weights."""
    page.locator("g.names").evaluate(
        """async (names, face) => {
            for (const [weight, file] of [["400", face], ["700", face + " Bold"]]) {
                const there = new FontFace("shown", `local("${file}")`, {weight});
                document.fonts.add(await there.load());
            }
            names.style.fontFamily = "shown";
        }""",
        face,
    )


def test_phone_targets_are_large_enough(browser: Browser, folder: Path) -> None:
    app = create_app(folder, now=lambda: worlds.NOW)
    with serving(app) as root:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        for address in addresses(app).values():
            page.goto(f"{root}{address}")
            heights = page.locator(
                "a:visible:not(.skip, svg a), button:visible, select:visible"
            ).evaluate_all(
                "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height])"
            )
            assert [h for h in heights if h[1] < 44] == [], address
        page.close()
