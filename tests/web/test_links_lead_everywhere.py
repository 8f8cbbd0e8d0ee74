"""Whatever there is to see, links lead to it from the overview; none of them leads nowhere."""

from http import HTTPStatus
from pathlib import Path

import pytest

from benchmarks.pages.find import find_pages, leave_work
from planner.data.accounts import add_account
from planner.domain.account import Role, Standing
from planner.domain.draft import Drop
from tests.web.drafting import Coordinator, app_of, planned
from tests.web.worlds import MADE_AT

BY_OTHER_WAYS = {
    "start.page",  # a one-time link, printed or handed over
    "member.page",
    "member.outcome",  # behind a secret link
    "data.uploaded",  # shown after a form is sent
    "drafts.keeping",
    "planning.job",
    "planning.job_now",  # a part of a page
}
NO_PAGES = {
    "static",
    "robots",
    "feed.serve",
    "member.worker",
    "drafts.verdict",
    "data.download",
    "data.marked",
    "outcomes.sheet",
    "register.file",
    "weekly.file",
}
LEAD_ON = {
    "week.now",
    "skies.now",
    "risks.now",
    "weekly.now",
    "calling.newest",
    "announcing.now",
    "drafts.latest",
    "outcomes.of_session",
}
"""Addresses that stand for another one."""


@pytest.mark.slow
def test_links_lead_everywhere(tmp_path: Path) -> None:
    store = planned(tmp_path)
    someone = Standing(role=Role.VIEWER)
    add_account(store, "Lò Thị Mai (ví dụ)", someone, at=MADE_AT)
    app = app_of(tmp_path)
    client = app.test_client()
    leave_work(app, client)
    she = Coordinator(tmp_path)
    left_out = store.get_plan(1).plan.shifts[0].stops[0].session.id
    assert she.step(Drop(session=left_out))[0] == HTTPStatus.SEE_OTHER
    found = find_pages(app, client, most=1)
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert routes - found.keys() == BY_OTHER_WAYS | NO_PAGES | LEAD_ON
