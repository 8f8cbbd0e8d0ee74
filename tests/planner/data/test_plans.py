"""A plan is read back from JSON, and every fault of a file is told by its place."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from planner.data.plans import read_plan
from planner.errors import BadData, BadFile
from tests.web.worlds import rainy_plan


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    return path


def faults(path: Path) -> list[BadData]:
    with pytest.raises(BadFile) as caught:
        read_plan(path)
    return [fault for fault in caught.value.exceptions if isinstance(fault, BadData)]


def facts() -> dict[str, Any]:
    """Return an exported plan as a program reads it."""
    made: dict[str, Any] = json.loads(msgspec.json.encode(rainy_plan()))
    return made


def test_an_exported_plan_comes_back_equal(tmp_path: Path) -> None:
    text = msgspec.json.format(msgspec.json.encode(rainy_plan()), indent=1)
    assert read_plan(written(tmp_path, text)) == rainy_plan()


def test_what_is_no_plan_is_told_by_its_place(tmp_path: Path) -> None:
    for content, code, where in (
        (b'{"horizon": ', "plan_not_json", "plan.json"),
        (b"[]", "plan_value", "plan.json $"),
        (b"{}", "plan_value", "plan.json $"),
        (
            json.dumps({**facts(), "people_due": "many"}).encode(),
            "plan_value",
            "plan.json $.people_due",
        ),
    ):
        (fault,) = faults(written(tmp_path, content))
        assert (fault.code, fault.where) == (code, where)
        assert fault.text("vi") != fault.text("en")


def test_a_field_that_no_plan_has_and_a_moment_without_a_zone_are_told(tmp_path: Path) -> None:
    changed = facts()
    changed["shifts"][0]["stops"][0]["chanse"] = 1
    changed["shifts"][0]["depart"] = "2022-09-05T00:40:00"
    changed["note"] = ""
    found = faults(written(tmp_path, json.dumps(changed).encode()))
    assert sorted((f.code, f.where.removeprefix("plan.json ")) for f in found) == [
        ("plan_no_zone", "$.shifts[0].depart"),
        ("plan_strange", "$"),
        ("plan_strange", "$.shifts[0].stops[0]"),
    ]


def test_a_session_that_could_not_be_born_is_told(tmp_path: Path) -> None:
    changed = facts()
    changed["shifts"][0]["stops"][0]["session"]["windows"] = []
    (fault,) = faults(written(tmp_path, json.dumps(changed).encode()))
    assert (fault.code, fault.field, fault.where) == ("empty", "windows", "plan.json")
