"""Pictures of every page: ``python -m tests.web.screenshots DATA FOLDER``.

DATA is a data folder with a plan (``lenban demo --no-serve --data DATA`` makes one); the pictures
go to FOLDER, one for each page, language, width and colour scheme. They are for looking at.
"""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.pages import addresses
from web.app import create_app
from web.gate.acting import DEMO_VISITOR

LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"], str], ...] = (
    (OFFICE, "light", "vi"),
    (PHONE, "light", "vi"),
    (OFFICE, "dark", "en"),
)


def take(page: Page, address: str, path: Path) -> None:
    """Write a picture of the whole page at ``address`` to ``path``."""
    page.goto(address)
    page.screenshot(path=path, full_page=True)
    page.close()


def main(data: Path, folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(data, visitor=DEMO_VISITOR)
    with serving(app) as root, browsing() as browser:
        for name, address in addresses(app).items():
            for (width, height), scheme, language in LOOKS:
                path = folder / f"{name}-{width}-{language}-{scheme}.png"
                viewport: ViewportSize = {"width": width, "height": height}
                page = browser.new_page(viewport=viewport, color_scheme=scheme)
                take(page, f"{root}{address}?lang={language}", path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
