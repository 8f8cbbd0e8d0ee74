"""Reads a plan that was exported as JSON, with every fault by its place in the file."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from planner.domain.plan import Plan
from planner.errors import BadData, BadFile, refuse

AT = re.compile(r"^(.*) - at `(.*)`$", re.DOTALL)
"""How msgspec says where a fault is."""


def read_plan(path: Path) -> Plan:
    """Return the plan of an exported file.

    Raises
    ------
    BadFile
        If it is no plan: a line for each fault.
    """
    content = path.read_bytes()
    try:
        plan = msgspec.json.decode(content, type=Plan)
        given = msgspec.json.decode(content)
    except msgspec.ValidationError as error:
        raise BadFile("plan", [_misfit(path, str(error))]) from error
    except msgspec.DecodeError as error:
        fault = BadData("plan_not_json", where=path.name, value=str(error))
        raise BadFile("plan", [fault]) from error
    except BadFile as error:
        raise BadFile("plan", [_inner(path, one) for one in error.exceptions]) from error
    refuse("plan", [*_strange(plan, given, path), *_no_zone(plan, path)])
    return plan


def _misfit(path: Path, said: str) -> BadData:
    found = AT.match(said)
    place, why = (found[2], found[1]) if found else ("$", said)
    return BadData("plan_value", where=f"{path.name} {place}", value=why)


def _inner(path: Path, fault: BaseException) -> BadData:
    assert isinstance(fault, BadData)  # noqa: S101 - a value at its birth raises nothing else
    return fault.at(path.name)


def _strange(plan: Plan, given: Any, path: Path) -> Iterator[BadData]:
    """Yield the fields of a file that no plan has: a misspelt one must not be passed over."""
    for place, value, raw in _pairs(plan, given, "$"):
        if is_dataclass(value) and isinstance(raw, dict):
            for name in raw.keys() - {field.name for field in fields(value)}:
                yield BadData("plan_strange", where=f"{path.name} {place}", value=name)


def _no_zone(plan: Plan, path: Path) -> Iterator[BadData]:
    for place, value, _ in _pairs(plan, None, "$"):
        if isinstance(value, datetime) and value.tzinfo is None:
            yield BadData("plan_no_zone", where=f"{path.name} {place}", value=value)


def _pairs(value: Any, raw: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield every value within a value, with its place and with what the file has there."""
    yield place, value, raw
    if is_dataclass(value):
        for field in fields(value):
            inner = raw.get(field.name) if isinstance(raw, dict) else None
            yield from _pairs(getattr(value, field.name), inner, f"{place}.{field.name}")
    elif isinstance(value, tuple):
        for i, one in enumerate(value):
            inner = raw[i] if isinstance(raw, list) else None
            yield from _pairs(one, inner, f"{place}[{i}]")
