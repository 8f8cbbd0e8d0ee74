"""What-ifs as people write them: ``Name: change``, and the same in a TOML file."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from planner.commands.edge import faults_of
from planner.commands.forms import FORMS
from planner.data.advice import hint
from planner.data.cells import canonical, read_cell
from planner.data.sheets.declare import Column
from planner.data.sheets.figures import SETTINGS
from planner.data.sheets.land import ROADS
from planner.data.sheets.words import CHOICES, plain
from planner.data.sheets.work import DEMAND, LODGINGS, TEAMS
from planner.domain.district import District
from planner.domain.road import Surface, VehicleClass
from planner.domain.rules import same_name
from planner.errors import BadData, BadFile, refuse
from planner.messages import Words
from planner.planning.whatif import (
    Change,
    Lodged,
    Mended,
    MoreTeam,
    Nights,
    Setting,
    Surfaced,
    Weighted,
    WhatIf,
    changed,
)

TEAM = Words("tổ", "team")
ROAD = Words("đoạn đường", "road")
SERVICE = Words("dịch vụ", "service")
PLACE = Words("địa điểm hay bản", "place or village")
COLUMNS = {c.field: c for s in (TEAMS, DEMAND, LODGINGS, ROADS, SETTINGS) for c in s.columns}
COUNT = re.compile(r"(?:(?P<target>.*\S)\s+)?(?P<sign>[+-]?)(?P<count>\S+)")
Things = Sequence[tuple[str, str]]


def read_what_ifs(
    district: District, given: Iterable[str], file: Path | None
) -> tuple[WhatIf, ...]:
    """Return the what-ifs of options and file; what shares a name is one what-if.

    Raises
    ------
    BadFile
        With one fault for everything that is wrong, each with the what-if it is in.
    """
    faults: list[BadData] = []
    written: dict[str, list[str]] = {}
    for name, text in _named(given, file, faults):
        written.setdefault(name, []).append(text)
    what_ifs = tuple(_what_if(district, name, texts, faults) for name, texts in written.items())
    if not what_ifs and not faults:
        faults.append(BadData("no_what_if"))
    refuse("what-ifs", faults)
    return what_ifs


def _named(
    given: Iterable[str], file: Path | None, faults: list[BadData]
) -> Iterator[tuple[str, str]]:
    """Yield names and changes as they are written."""
    for one in given:
        name, _, text = (canonical(part) for part in one.partition(":"))
        if name and text:
            yield name, text
        else:
            faults.append(BadData("what_if_form", value=one, where="--what-if"))
    if file is None:
        return
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        faults.append(BadData("what_ifs_unreadable", where=str(file), why=str(error)))
        return
    for name, value in told.items():
        texts = [value] if isinstance(value, str) else value
        if canonical(name) and isinstance(texts, list) and all(isinstance(t, str) for t in texts):
            yield from ((canonical(name), canonical(text)) for text in texts)
        else:
            faults.append(BadData("what_ifs_unreadable", where=str(file), why=f"{name} = {value}"))


def _what_if(district: District, name: str, texts: Iterable[str], faults: list[BadData]) -> WhatIf:
    """Return a what-if of the changes that can be made, each after those before it."""
    made: list[Change] = []
    for text in texts:
        try:
            changes = read_changes(district, text)
            for change in changes:
                district = changed(district, change)
        except (BadData, BadFile) as error:
            faults += _placed(error, f"{name}: {text}")
        else:
            made += changes
    return WhatIf(name=name, changes=tuple(made))


def _placed(error: BadData | BadFile, where: str) -> Iterator[BadData]:
    """Yield the faults of one change, fields called as people call them; the same one once."""
    found = {}
    for fault in faults_of(error):
        column = COLUMNS.get(fault.field)
        told = fault.at(where, column.label if column else None)
        found[told.text()] = told
    yield from found.values()


def read_changes(district: District, text: str) -> tuple[Change, ...]:
    """Return the changes that one text asks for: more than one if it names several roads or teams.

    Raises
    ------
    BadData
        If it cannot be read.
    """
    verb, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    readers = {
        "team": _team,
        "nights": _nights,
        "open": _open,
        "surface": _surface,
        "weight": _weight,
        "lodging": _lodging,
    }
    if verb in readers:
        return readers[verb](district, rest)
    if "=" in text:
        return (_setting(text),)
    raise BadData(
        "unknown_change",
        value=text,
        hint=hint(verb, tuple(readers)),
        forms=Words(*("; ".join(form[side] for form in FORMS.values()) for side in (0, 1))),
    )


def _team(district: District, rest: str) -> tuple[Change, ...]:
    return (MoreTeam(like=_one(rest, _teams(district), TEAM, "team")),)


def _nights(district: District, rest: str) -> tuple[Change, ...]:
    target, sign, count = _counted(rest, "nights")
    if target:
        ids = {_one(target, _teams(district), TEAM, "nights")}
    else:
        ids = {team.id for team in district.teams if team.max_nights}
    if not ids:
        raise BadData("nobody_sleeps_away")
    more = _value(COLUMNS["max_nights"], count) * (-1 if sign == "-" else 1)
    return tuple(
        Nights(team=team.id, nights=team.max_nights + more if sign else more)
        for team in district.teams
        if team.id in ids
    )


def _open(district: District, rest: str) -> tuple[Change, ...]:
    roads = [(one.id, one.name) for one in district.segments]
    return tuple(Mended(road=one) for one in _all(rest, roads, ROAD, "open"))


def _surface(district: District, rest: str) -> tuple[Change, ...]:
    target, *words = rest.split() or [""]
    road = _one(target, [(one.id, "") for one in district.segments], ROAD, "surface")
    for cut in range(len(words), 0, -1):
        surface = _choice(Surface, words[:cut])
        vehicle = _choice(VehicleClass, words[cut:])
        if surface is not None and (vehicle is not None or cut == len(words)):
            return (Surfaced(road=road, surface=surface, lowest_class=vehicle),)
    choices = CHOICES[Surface].choices()
    raise BadData("unknown_word", field="surface", value=" ".join(words), choices=choices)


def _weight(district: District, rest: str) -> tuple[Change, ...]:
    target, _, factor = _counted(rest, "weight")
    services = [(one.id, one.name) for one in district.services]
    service = _one(target, services, SERVICE, "weight")
    times = _value(COLUMNS["weight"], factor.lstrip("x×"))
    return (Weighted(service=service, factor=times),)


def _lodging(district: District, rest: str) -> tuple[Change, ...]:
    places = [(one.id, one.name) for one in district.place_by_id.values()]
    if rest and not _found(rest, places) and " " in rest:
        target, _, count = _counted(rest, "lodging")
        teams = _value(COLUMNS["capacity"], count)
        return (Lodged(place=_one(target, places, PLACE, "lodging"), teams=teams),)
    return (Lodged(place=_one(rest, places, PLACE, "lodging")),)


def _setting(text: str) -> Change:
    name, _, value = (part.strip() for part in text.partition("="))
    spelled = {plain(n): c for c in SETTINGS.columns for n in (*c.label, c.field)}
    column = spelled.get(plain(name))
    if column is None:
        near = hint(name, [n for c in SETTINGS.columns for n in (c.field, *c.label)])
        raise BadData("unknown_setting", value=name, hint=near)
    if not value:
        raise BadData("empty", field=column.field, value=value)
    return Setting(field=column.field, value=_value(column, value))


def _counted(rest: str, verb: str) -> tuple[str, str, str]:
    """Return what comes before the last word, and that word with its sign apart."""
    found = COUNT.fullmatch(rest)
    if found is None:
        raise _malformed(verb, rest)
    return found["target"] or "", found["sign"], found["count"]


def _value(column: Column, text: str) -> Any:
    """Return a value as it is read from a cell of a workbook.

    Raises
    ------
    BadFile
        If anything is wrong with it.
    """
    found = read_cell(column, text, typed=False)
    refuse(column.field, found.faults)
    return found.value


def _malformed(verb: str, rest: str) -> BadData:
    return BadData("change_form", value=f"{verb} {rest}".strip(), form=Words(*FORMS[verb]))


def _teams(district: District) -> Things:
    return [(one.id, one.name) for one in district.teams]


def _found(wanted: str, things: Things) -> tuple[str, ...]:
    """Return the ids of what has this id or name."""
    own = tuple(key for key, _ in things if key == wanted)
    name = same_name(wanted)
    return own or tuple(key for key, called in things if called and same_name(called) == name)


def _all(wanted: str, things: Things, what: Words, verb: str) -> tuple[str, ...]:
    if not wanted:
        raise _malformed(verb, wanted)
    found = _found(wanted, things)
    if not found:
        known = [word for thing in things for word in thing if word]
        raise BadData(
            "unknown_reference", field=verb, value=wanted, what=what, hint=hint(wanted, known)
        )
    return found


def _one(wanted: str, things: Things, what: Words, verb: str) -> str:
    return _all(wanted, things, what, verb)[0]


def _choice(kind: type, words: Sequence[str]) -> Any:
    """Return what words of either language stand for, None if for nothing."""
    try:
        return CHOICES[kind].find(" ".join(words))
    except KeyError:
        return None
