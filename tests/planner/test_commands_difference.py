"""``lenban import --dry-run`` tells what would change, and changes nothing."""

from dataclasses import replace
from pathlib import Path

from planner.data.store import Store
from planner.data.workbook import write_workbook
from tests import worlds
from tests.planner.calls import NOW, answer, lenban


def test_the_difference_is_told_and_nothing_changes(tmp_path: Path) -> None:
    base = worlds.district()
    store = Store.open(tmp_path / "data")
    store.add_district(base, at=NOW)
    newer = replace(
        base,
        villages=(*base.villages[:2], replace(base.villages[2], residents=1234)),
        members=base.members[::-1],
        demands=base.demands[1:],
    )
    write_workbook(newer, tmp_path / "new.xlsx")
    call = ("import", "--data", store.folder, tmp_path / "new.xlsx", "--dry-run")
    assert answer(*call)["difference"] == {
        "villages": {"added": 0, "removed": 0, "changed": 1},
        "demands": {"added": 0, "removed": 1, "changed": 0},
        "members": {"added": 0, "removed": 0, "changed": 0},
    }
    assert lenban(*call).stdout.splitlines() == [
        "Bản: thêm 0, xoá 0, sửa 1",
        "  Bản 3: Số dân: 100 → 1.234",
        "Nhu cầu: thêm 0, xoá 1, sửa 0",
        "  - Bản 1 – Cấp thẻ căn cước",
        "Thành viên: thêm 0, xoá 0, sửa 0",
        "  các dòng đứng theo thứ tự khác",
        "Chưa thay đổi gì.",
    ]
    assert (store.get_district(), len(store.list_imports())) == (base, 1)
    assert lenban("import", "--data", store.folder, tmp_path / "new.xlsx").exit_code == 0
    again = lenban(*call, "--lang", "en").stdout.splitlines()
    assert again == ["It is the imported district: no difference.", "Nothing was changed."]


def test_without_a_district_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    write_workbook(worlds.district(), tmp_path / "new.xlsx")
    call = lenban("import", "--data", tmp_path / "none", tmp_path / "new.xlsx", "--dry-run")
    assert (call.exit_code, (tmp_path / "none").exists()) == (4, False)
