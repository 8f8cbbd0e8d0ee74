"""In which commune a thing lies: what a commune officer's rights depend on."""

from collections.abc import Mapping
from typing import Any

from calendars.subscribers import Audience
from planner.domain.district import District
from planner.errors import NotFound
from web.shelf import Shown, shelf


def commune_of(values: Mapping[str, Any]) -> str:
    """Return the code of the commune of what an address names, empty if it is no commune's.

    Parameters
    ----------
    values
        What stands in the address: one of ``commune`` (its code), ``village_id``, ``session_id``
        (of the plan that is shown) and ``feed_key``.

    Raises
    ------
    NotFound
        If there is no such thing.
    """
    shown = shelf().shown()
    if "commune" in values:
        return _known(shown.district, str(values["commune"]))
    if "village_id" in values:
        return _village(shown.district, str(values["village_id"]))
    if "session_id" in values:
        return _session(shown, str(values["session_id"]))
    if "feed_key" in values:
        return _feed(shown.district, str(values["feed_key"]))
    return ""


def _known(district: District, code: str) -> str:
    if code not in district.commune_by_code:
        raise NotFound(f"no commune {code}")
    return code


def _village(district: District, village_id: str) -> str:
    village = district.village_by_id.get(village_id)
    if village is None:
        raise NotFound(f"no village {village_id}")
    return village.commune


def _session(shown: Shown, session_id: str) -> str:
    for shift in shown.plan.shifts:
        for stop in shift.stops:
            if stop.session.id == session_id:
                return shown.district.place(stop.session.place).commune
    raise NotFound(f"no session {session_id}")


def _feed(district: District, key: str) -> str:
    audience, _, name = key.partition("-")
    if audience == Audience.COMMUNE:
        return _known(district, name)
    return _village(district, name) if audience == Audience.VILLAGE else ""
