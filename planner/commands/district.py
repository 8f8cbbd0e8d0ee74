"""Commands that bring a district in and look it over: ``init``, ``import``, ``check``."""

from datetime import UTC, datetime
from pathlib import Path

import click

from planner.commands.difference import compared
from planner.commands.edge import Answer, command
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.summary import summary, summary_facts, summary_lines
from planner.config import Config
from planner.data.example import example_folder
from planner.data.store import Store
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.messages import phrase

EXISTING = click.Path(exists=True, path_type=Path)

READY: Pair = ("Thư mục dữ liệu đã sẵn sàng: {folder}", "The data folder is ready: {folder}")
NEXT_IMPORT: Pair = ("Tiếp theo: lenban import TỆP", "Next: lenban import FILE")
NEXT_PLAN: Pair = ("Tiếp theo: lenban plan --from NGÀY", "Next: lenban plan --from DATE")
IMPORTED: Pair = (
    "Đã nhập {name} (bản nhập số {district}): {communes} xã, {villages} bản, {teams} tổ",
    "Imported {name} (import {district}): {communes} communes, {villages} villages, {teams} teams",
)
NO_FAULTS: Pair = ("Không có lỗi nào.", "No faults.")


@command("init", ("Tạo thư mục dữ liệu.", "Create the data folder."))
@option(
    "--example",
    is_flag=True,
    words=("Nhập huyện ví dụ Nậm Pồ 2022.", "Import the example district Nậm Pồ 2022."),
)
def init(config: Config, *, example: bool) -> Answer:
    """Create the data folder, with the example district if asked."""
    store = Store.open(config.folder)
    ready = phrase(READY, config.language, folder=config.folder)
    facts = {"folder": str(config.folder)}
    if not example:
        return Answer(facts=facts, lines=(ready, phrase(NEXT_IMPORT, config.language)))
    imported = import_district(store, example_folder(), config.language)
    following = phrase(NEXT_PLAN, config.language)
    return Answer(facts={**facts, **imported.facts}, lines=(ready, *imported.lines, following))


@command(
    "import",
    (
        "Nhập một huyện từ tệp XLSX hoặc thư mục CSV; có lỗi thì không thay đổi gì.",
        "Import a district from an XLSX file or a folder of CSV files, all or nothing.",
    ),
)
@click.argument("file", type=EXISTING)
@option(
    "--dry-run",
    is_flag=True,
    words=(
        "Chỉ nêu phần khác so với huyện đã nhập, không thay đổi gì.",
        "Only tell the difference to the imported district, change nothing.",
    ),
)
def import_(config: Config, *, file: Path, dry_run: bool) -> Answer:
    """Make the district of a workbook the current one."""
    if dry_run:
        return compared(existing_store(config).get_district(), read_workbook(file), config.language)
    imported = import_district(Store.open(config.folder), file, config.language)
    following = phrase(NEXT_PLAN, config.language)
    return Answer(facts=imported.facts, lines=(*imported.lines, following))


def import_district(store: Store, path: Path, language: str) -> Answer:
    """Return what was imported from ``path``, once it is the current district."""
    district = read_workbook(path)
    facts = _facts(store.add_district(district, at=datetime.now(UTC)), district)
    return Answer(facts=facts, lines=(phrase(IMPORTED, language, **facts),))


def _facts(district_id: int, district: District) -> dict[str, object]:
    return {
        "district": district_id,
        "name": district.settings.name,
        "communes": len(district.communes),
        "villages": len(district.villages),
        "teams": len(district.teams),
    }


@command(
    "check",
    (
        "Soát một tệp, hoặc huyện đã nhập: mọi lỗi; nếu không có lỗi thì tóm tắt và nêu các bản "
        "không tổ nào đến được.",
        "Check a file, or the imported district: every fault; without faults a summary and the "
        "villages that no team can reach.",
    ),
)
@click.argument("file", type=EXISTING, required=False)
def check(config: Config, *, file: Path | None) -> Answer:
    """Look a district over without changing anything."""
    district = read_workbook(file) if file else existing_store(config).get_district()
    found = summary(district)
    return Answer(
        facts={"faults": [], **summary_facts(found)},
        lines=(phrase(NO_FAULTS, config.language), *summary_lines(found, config.language)),
    )
