"""How long a member's page takes on a slow line: ``python -m tests.web.slow_line DATA [FEED]``.

DATA is a data folder with a published plan (``lenban demo --no-serve --data DATA`` makes one), FEED
the key of a feed, ``team-mobile-1`` if none is given. Chromium slows the line down to 50 kbit/s
with 600 ms to the first byte of each answer. A link to the feed is made, which the page of links
shows.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from calendars.links import create_link
from tests.web.browser import PHONE, browsing, serving
from web.app import create_app

LINE_BIT_PER_S, LATENCY_S = 50_000, 0.6


def slow_down(page: Page) -> list[int]:
    """Return the list to which the bytes of each answer will be added, on a line that is slow."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 1000 * LATENCY_S,
            "downloadThroughput": LINE_BIT_PER_S / 8,
            "uploadThroughput": LINE_BIT_PER_S / 8,
        },
    )
    session.on("Network.loadingFinished", lambda e: sizes.append(int(e["encodedDataLength"])))
    return sizes


def main(folder: Path, feed: str = "team-mobile-1") -> None:
    """Load the page once and print how long that took."""
    token = create_link(folder, feed, datetime.now(UTC))
    with serving(create_app(folder)) as root, browsing() as browser:
        width, height = PHONE
        page = browser.new_page(viewport={"width": width, "height": height})
        sizes = slow_down(page)
        began = time.perf_counter()
        page.goto(f"{root}/m/{token}", wait_until="load")
        took = time.perf_counter() - began
        read = page.locator("h1").inner_text()
        print(f"{read}: {took:.1f} s, {sum(sizes):,} bytes in {len(sizes)} answers")
        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
