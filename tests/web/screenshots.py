"""Pictures of every page: ``python -m tests.web.screenshots DATA FOLDER``.

DATA is a data folder with a plan (``lenban demo --no-serve --data DATA`` makes one); the pictures
go to FOLDER, one for each page, language, width and colour scheme. They are for looking at.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.browser import OFFICE, PHONE, browsing, serving
from tests.web.pages import addresses
from web.app import create_app


def take(browser: Browser, address: str, path: Path, width: int, height: int, scheme: str) -> None:
    """Write a picture of the whole page at ``address`` to ``path``."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(address)
    page.screenshot(path=path, full_page=True)
    page.close()


def main(data: Path, folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(data)
    with serving(app) as root, browsing() as browser:
        for name, address in addresses(app).items():
            for (width, height), scheme, language in (
                (OFFICE, "light", "vi"),
                (PHONE, "light", "vi"),
                (OFFICE, "dark", "en"),
            ):
                path = folder / f"{name}-{width}-{language}-{scheme}.png"
                take(browser, f"{root}{address}?lang={language}", path, width, height, scheme)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
