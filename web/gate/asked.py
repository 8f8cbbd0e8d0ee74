"""What forms of accounts ask for, and what is said when it is not right."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from planner.data.passwords import hash_password
from planner.domain.account import PASSWORD, refuse_weak
from planner.domain.district import District
from planner.domain.place import Commune
from planner.errors import BadData, NotFound
from web.formats import capital
from web.languages import chosen_language
from web.shelf import shelf

NO_DISTRICT_ZONE = "Asia/Ho_Chi_Minh"


def said(error: BadData) -> dict[str, str]:
    """Return what a page says of a fault, by the field that it stands beside.

    Only the first line: advice further down is for the command line.
    """
    line = error.text(chosen_language()).splitlines()[0]
    return {error.field or "form": f"{capital(line)}."}


def new_password(name: str) -> str:
    """Return the hash of the new password that the form asks for twice.

    Raises
    ------
    BadData
        If it is weak, or the two differ; it stands beside the field of the fault.
    """
    password = request.form.get("password", "")
    refuse_weak(password, name)
    if request.form.get("again", "") != password:
        raise BadData("passwords_differ", field="again", label=PASSWORD)
    return hash_password(password)


def known_district() -> District | None:
    """Return the current district, None before the first was imported."""
    here = shelf()
    try:
        return here.district(here.store.get_district_id())
    except NotFound:
        return None


def communes() -> tuple[Commune, ...]:
    """Return the communes that an officer can be of."""
    found = known_district()
    return found.communes if found else ()


def local(moment: datetime) -> datetime:
    """Return an aware datetime in the district's zone, Vietnam's while there is no district."""
    found = known_district()
    return moment.astimezone(ZoneInfo(found.settings.timezone if found else NO_DISTRICT_ZONE))
