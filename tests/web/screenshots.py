"""Pictures of every page: ``python -m tests.web.screenshots DATA FOLDER``.

DATA is a data folder with a plan (``lenban demo --no-serve --data DATA`` makes one). Of a copy of
it, in which a road is closed and a draft is open, each kind of page that links lead to is taken.
The pictures go to FOLDER, one for each page, language, width and colour scheme.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from benchmarks.pages.find import find_pages, leave_work
from tests.web.browser import OFFICE, PHONE, browsing, serving
from web.app import create_app
from web.gate.acting import DEMO_VISITOR

LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"], str], ...] = (
    (OFFICE, "light", "vi"),
    (PHONE, "light", "vi"),
    (OFFICE, "light", "en"),
    (PHONE, "light", "en"),
    (OFFICE, "dark", "en"),
)


def take(page: Page, root: str, address: str, language: str, path: Path) -> None:
    """Write a picture of the whole page at ``address`` to ``path``."""
    page.goto(f"{root}{address}{'&' if '?' in address else '?'}lang={language}")
    page.screenshot(path=path, full_page=True)
    page.close()


def main(data: Path, folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        copy = shutil.copytree(data, Path(scratch) / "data")
        app = create_app(copy, visitor=DEMO_VISITOR)
        client = app.test_client()
        leave_work(app, client)
        pages = find_pages(app, client, most=1)
        with serving(app) as root, browsing() as browser:
            for endpoint, (address,) in pages.items():
                for (width, height), scheme, language in LOOKS:
                    name = f"{endpoint.replace('.', '-')}-{width}-{language}-{scheme}.png"
                    viewport: ViewportSize = {"width": width, "height": height}
                    page = browser.new_page(viewport=viewport, color_scheme=scheme)
                    take(page, root, address, language, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
