"""A coordinator's office: a browser with its pages, and what is seen in the store beside them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from planner.data.store import Store
from planner.domain.plan import Plan
from planner.world.travel import travel_times
from tests.web.axe import violations
from web.roads.depends import sessions_by_road

MONDAY = date(2022, 8, 1)
DAWN = datetime(2022, 7, 31, 20, tzinfo=UTC)
"""Three in the morning in the district: nobody has left yet."""
PATIENCE_MS = 240_000


@dataclass(frozen=True, kw_only=True)
class Office:
    """A coordinator at a browser; ``clock`` is the product's.

    ``others`` look at the same pages, in another language or size, each with its width.
    """

    page: Page
    root: str
    folder: Path
    scripts: bool
    clock: list[datetime]
    others: dict[tuple[str, int], Page]

    @property
    def store(self) -> Store:
        return Store.open(self.folder)

    def open(self, address: str) -> Page:
        """Open a page in English."""
        joint = "&" if "?" in address else "?"
        self.page.goto(f"{self.root}{address}{joint}lang=en")
        return self.page

    def look(self) -> None:
        """Let axe look at this page in each language and size."""
        address = self.page.url.partition("#")[0].replace("lang=en", "")
        for (language, width), page in self.others.items():
            page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
            assert violations(page) == [], (page.url, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow a link, which may be there only once a job has ended."""
        link = self.page.locator("main").get_by_role("link", name=name).first
        expect(link).to_be_visible(timeout=PATIENCE_MS)
        link.click()

    def morning(self, day: int, hours: int = 0) -> None:
        """Let it be a morning of the week, 0 for Monday, some hours after three."""
        self.clock[0] = DAWN + timedelta(days=day, hours=hours)
        if self.scripts:
            self.page.clock.set_fixed_time(self.clock[0])

    def published(self) -> tuple[int, Plan]:
        """Return number and plan of the newest revision."""
        revision = self.store.get_revision()
        return revision.number, self.store.get_plan(revision.plan_id).plan

    def publish(self, number: int) -> bytes:
        """Publish what the preview shows, and return the district's calendar."""
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(f"as revision {number}?", timeout=PATIENCE_MS)
        self.look()
        self.press(f"Publish revision {number}")
        self.page.wait_for_load_state()
        assert self.published()[0] == number
        return (self.folder / "feeds" / "district.ics").read_bytes()


def like_sessions(plan: Plan) -> tuple[str, str]:
    """Return two sessions of one team in the first week, the first alone on its day.

    They sit at the same hours, so that the second can have the day of the first.
    """
    week = [shift for shift in plan.shifts if shift.day < MONDAY + timedelta(days=7)]
    for alone in (shift for shift in week if len(shift.stops) == 1):
        taken = alone.stops[0].session
        for other in (shift for shift in week if shift.team == alone.team and shift != alone):
            for stop in other.stops:
                if stop.session.sitting == taken.sitting:
                    return taken.id, stop.session.id
    raise AssertionError("no two sessions of a team are alike")


def busiest_road(office: Office) -> str:
    """Return a road on which sessions of these days depend, not so many that all ends.

    Three, or few more; where advice has left fewer on every road, most of them.
    """
    district, plan = office.store.get_district(), office.published()[1]
    by_road = sessions_by_road(district, plan, travel_times(district, plan.road_state))
    soon = {
        stop.session.id
        for shift in plan.shifts
        if 3 <= (shift.day - MONDAY).days <= 5
        for stop in shift.stops
    }
    hit = {road: len(soon & set(ids)) for road, ids in by_road.items()}
    road = min(hit, key=lambda road: (hit[road] < 3, abs(hit[road] - 3), road))
    assert hit[road], "no session of these days depends on a road"
    return road


SPOTS = """line => {
    const on = line.getScreenCTM(), all = line.getTotalLength(), road = line.closest("a");
    const at = (part) => {
        const p = line.getPointAtLength(all * part);
        return [p.x * on.a + on.e, p.y * on.d + on.f];
    };
    const parts = Array.from({length: 39}, (_, n) => (n + 1) / 40);
    const free = parts.map(at).find((p) => document.elementFromPoint(...p)?.closest("a") === road);
    return { middle: at(0.5), free: free || null };
}"""
"""Where the middle of a road is on the screen, and where it lies on top of everything else."""


def click_on(page: Page, line: Locator) -> None:
    """Click a road, closer if a village hides it."""
    line.scroll_into_view_if_needed()
    for _ in range(12):
        spots = line.evaluate(SPOTS)
        if spots["free"]:
            page.mouse.click(*spots["free"])
            return
        page.mouse.move(*spots["middle"])
        page.mouse.wheel(0, -100)
    raise AssertionError("the road lies under something at every scale")
