"""The command that takes a plan back from a file: ``import-plan``."""

from dataclasses import asdict
from pathlib import Path
from time import monotonic

import click

from planner.commands.district import EXISTING
from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines, figures
from planner.commands.plan import keep_plan
from planner.commands.spoken import Pair
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.plans import read_plan
from planner.jobs.plans import same_request
from planner.messages import phrase
from planner.planning.returning import taken_back

KNOWN: Pair = (
    "Kế hoạch này đã có sẵn, không có gì khác: kế hoạch số {plan}",
    "This plan is there already, and nothing differs: plan {plan}",
)
UNPROVEN: Pair = (
    "Chặn trên không lấy từ tệp, vì ở đây chưa chứng minh: lenban draft open, rồi draft complete "
    "sẽ chứng minh lại.",
    "The bound is not the file's, for it is not proven here: lenban draft open, then draft "
    "complete, proves one again.",
)
FEWER: Pair = (
    "Tệp nói dự kiến {before} lượt người; theo dữ liệu hiện nay là {now}.",
    "The file expects {before} people and services; by today's data it is {now}.",
)
NEXT: Pair = (
    "Tiếp theo: lenban show --plan {plan}, rồi lenban publish --plan {plan} --dry-run",
    "Next: lenban show --plan {plan}, then lenban publish --plan {plan} --dry-run",
)


@command(
    "import-plan",
    (
        "Nhập lại một kế hoạch từ tệp JSON đã xuất; không khớp dữ liệu của huyện thì từ chối.",
        "Take a plan back from an exported JSON file; refused if it does not fit the district.",
    ),
)
@click.argument("file", type=EXISTING)
def import_plan(config: Config, *, file: Path) -> Answer:
    """Store the plan of a file as a draft, once the checker has accepted it."""
    store, started = existing_store(config), monotonic()
    given = read_plan(file)
    district_id = store.get_district_id()
    district = store.get_district(district_id)
    request = same_request(store, given, seed=given.proof.seed)
    made = taken_back(district, request, given)
    known = store.find_plan(given, district_id=district_id)
    if known is not None:
        found = figures(store.get_plan(known), district, monotonic() - started)
        said = phrase(KNOWN, config.language, plan=known)
        return Answer(facts={**asdict(found), "known": True}, lines=(said,))
    kept = keep_plan(store, made, request, started, district_id=district_id)
    lines = [*figure_lines(kept, config.language), phrase(UNPROVEN, config.language)]
    if kept.people_expected != given.people_expected:
        lines.append(
            phrase(FEWER, config.language, before=given.people_expected, now=kept.people_expected)
        )
    return Answer(
        facts={**asdict(kept), "known": False},
        lines=(*lines, phrase(NEXT, config.language, plan=kept.plan)),
    )
