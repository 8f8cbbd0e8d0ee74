"""What axe has to say against a page; its context must let scripts in (``bypass_csp``)."""

from functools import lru_cache

from playwright.sync_api import Page

from tests.outside import outside_package


def violations(page: Page) -> list[tuple[str, str]]:
    """Return the rules that a page breaks, each with the elements that do."""
    page.evaluate(_axe())
    broken = page.evaluate("axe.run().then(r => r.violations)")
    return [(v["id"], n["html"][:160]) for v in broken for n in v["nodes"][:3]]


@lru_cache
def _axe() -> str:
    return (outside_package("axe-core") / "axe.min.js").read_text("utf-8")
