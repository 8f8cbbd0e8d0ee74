"""The words of the audit: what was done, which facts it has, and what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from planner.data.audit import Entry
from planner.domain.account import Role
from web.gate.accounts import ROLES

DEEDS: dict[str, object] = {
    "published": lazy_gettext("published revision"),
    "link_made": lazy_gettext("made a calendar link"),
    "link_replaced": lazy_gettext("replaced a calendar link"),
    "link_revoked": lazy_gettext("revoked a calendar link"),
    "told": lazy_gettext("ticked off as told"),
    "not_told": lazy_gettext("took a tick back"),
    "announced": lazy_gettext("noted an announcement as made"),
    "not_announced": lazy_gettext("took back that an announcement was made"),
    "reported": lazy_gettext("reported a session"),
    "ruled": lazy_gettext("decided which report counts"),
    "sheet_taken": lazy_gettext("took a sheet of reports"),
    "figure_accepted": lazy_gettext("accepted a figure as it was seen"),
    "road_closed": lazy_gettext("reported closed"),
    "road_slow": lazy_gettext("reported slow"),
    "road_open": lazy_gettext("reported open"),
    "forecast_taken": lazy_gettext("took in a forecast"),
    "forecast_fetched": lazy_gettext("fetched a forecast"),
    "advice_asked": lazy_gettext("asked for advice on plan"),
    "advice_taken": lazy_gettext("took the advice"),
    "data_imported": lazy_gettext("took in the district"),
    "data_changed": lazy_gettext("changed the data"),
    "draft_opened": lazy_gettext("opened draft"),
    "draft_changed": lazy_gettext("changed draft"),
    "draft_discarded": lazy_gettext("discarded draft"),
    "draft_kept": lazy_gettext("kept draft as a plan"),
    "plan_asked": lazy_gettext("asked for a plan, job"),
    "replan_asked": lazy_gettext("asked to plan again, job"),
    "completion_asked": lazy_gettext("asked to complete a draft, job"),
    "job_stopped": lazy_gettext("stopped job"),
    "set_up": lazy_gettext("set the first account up"),
    "account_added": lazy_gettext("added an account"),
    "account_changed": lazy_gettext("changed an account's role"),
    "account_closed": lazy_gettext("closed an account"),
    "account_opened": lazy_gettext("opened an account again"),
    "account_linked": lazy_gettext("made a link to a password"),
    "password_set": lazy_gettext("chose a password by a link"),
    "password_changed": lazy_gettext("changed a password"),
}
"""What can be done, by the word for it in the store."""

FIELDS: dict[str, object] = {
    "role": lazy_gettext("role"),
    "commune": lazy_gettext("commune"),
    "closed": lazy_gettext("closed"),
    "revision": lazy_gettext("revision"),
    "plan": lazy_gettext("plan"),
    "link": lazy_gettext("link"),
    "told": lazy_gettext("told"),
    "value": lazy_gettext("value"),
    "steps": lazy_gettext("steps"),
    "last": lazy_gettext("last step"),
    "status": lazy_gettext("status"),
    "version": lazy_gettext("version"),
    "seconds": lazy_gettext("seconds"),
    "draft": lazy_gettext("draft"),
    "rows": lazy_gettext("rows"),
    "new": lazy_gettext("new"),
    "people": lazy_gettext("people"),
    "held": lazy_gettext("held"),
    "report": lazy_gettext("report"),
    "most_short": lazy_gettext("changes at short notice at most"),
    "first": lazy_gettext("first day"),
    "weeks": lazy_gettext("weeks"),
    "seed": lazy_gettext("seed"),
    "roads": lazy_gettext("roads"),
    "unlucky": lazy_gettext("unlucky weather, %"),
    "price": lazy_gettext("price of guarantees"),
}
"""What facts are called; others are shown under the name that they were kept by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that changed; empty where it was not there."""

    field: str
    before: str
    after: str


def deed(what: str) -> str:
    """Return what was done in the language of the request."""
    return str(DEEDS.get(what, what))


def differences(entry: Entry, communes: Mapping[str, str]) -> Iterator[Difference]:
    """Yield the facts of an entry that are not the same after as before.

    Of what was not there before, nothing is said about what it is not.
    """
    before, after = entry.before or {}, entry.after or {}
    for field in dict.fromkeys((*before, *after)):
        old = _text(field, before.get(field), communes)
        new = _text(field, after.get(field), communes)
        if old != new and not (entry.before is None and after[field] is False):
            yield Difference(field=str(FIELDS.get(field, field)), before=old, after=new)


def _text(field: str, value: Any, communes: Mapping[str, str]) -> str:
    """Return a fact as people write it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list):
        return ", ".join(_text(field, each, communes) for each in value)
    if isinstance(value, dict):
        parts = ((FIELDS.get(k, k), _text(k, v, communes)) for k, v in value.items())
        return "; ".join(f"{name}: {text}" for name, text in parts)
    if field == "role" and value in set(Role):
        return str(ROLES[Role(value)])
    return str(communes.get(value, value) if field == "commune" else value)
