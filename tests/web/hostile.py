"""The tiny published world with markup in every text that somebody can put in."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from calendars.links import create_link
from calendars.publish import publish
from planner.data.accounts import add_account
from planner.data.audit import Entry, add_entry
from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.account import Role, Standing
from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.phrase import Phrase
from planner.domain.weather import RoadCondition, RoadReport, WeatherWarning
from tests.web import worlds
from web.village_notice import LINES

MARK = "zqx"
TEXTS = {
    "name",
    "other_name",
    "province",
    "source",
    "bring",
    "group",
    "agency",
    "contact_role",
    "roles",
    "translation",
    "district_name",
}
"""Fields that hold what people typed to be read."""
KEPT = {"timezone", "languages", "language", "text", "rule", "scope", "stopped_by", "letter"}
"""Fields whose values are words of the product, or may be one sign only."""
SCRIPT = f"alert('{MARK}')"
ID = f"'\"><script>{SCRIPT}</script>"
"""What each id ends with, so that references still fit."""


def hostile(place: str) -> str:
    """Return a text that, where it is not escaped, opens a dialog in each way there is."""
    return f"{MARK} {place} '\"><script>{SCRIPT}</script><img src=x onerror={SCRIPT}>&lt;"


def spoiled(value: Any, field: str = "") -> Any:
    """Return a value of the domain with markup in all its texts and ids."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        if field in KEPT or not value:
            return value
        return hostile(field) if field in TEXTS else value + ID
    if isinstance(value, tuple):
        return tuple(spoiled(each, field) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: spoiled(getattr(value, f.name), f.name) for f in fields(value)}
        return replace(value, **changed)
    return value


def published(folder: Path) -> Path:
    """Return the folder with the spoiled world published, and each kind of text in the store."""
    store, at = Store.open(folder), worlds.MADE_AT
    district = replace(
        worlds.tiny_district(),
        phrases=tuple(Phrase(language="mông", text=t, translation="x") for t in LINES.values()),
        almanac=(
            AlmanacEntry(
                id="h", kind=AlmanacKind.HOLIDAY, name="x", first=worlds.MONDAY, last=worlds.MONDAY
            ),
        ),
    )
    district_id = store.add_district(spoiled(district), at=at)
    for plan in (worlds.tiny_plan(), worlds.rainy_plan()):
        newest = store.add_plan(spoiled(plan), district_id=district_id, at=at)
    publish(store, newest - 1, folder=folder, at=at, host="lenban.example")
    publish(store, newest, folder=folder, at=at + timedelta(hours=1), host="lenban.example")
    days: dict[str, Any] = {"first": worlds.MONDAY, "last": worlds.TUESDAY, "made_at": at}
    report = RoadReport(
        segment="seat-v1", condition=RoadCondition.CLOSED, source=hostile("source"), **days
    )
    warning = WeatherWarning(communes=("c1",), source=hostile("source"), **days)
    for said in (report, warning):
        add_weather(store, spoiled(said), at=at)
    name = f"<script>{SCRIPT}</script><b>\"'&amp;"
    account = add_account(store, name, Standing(role=Role.OFFICER, commune="c1" + ID), at=at)
    facts = {hostile("fact"): hostile("value"), "role": hostile("role"), "commune": "c1" + ID}
    entry = Entry(
        at=at, who=name, what=hostile("what"), subject=hostile("subject"), before={}, after=facts
    )
    add_entry(store, entry)
    create_link(folder, "team-t1" + ID, at)
    assert account.id == 1
    return folder
