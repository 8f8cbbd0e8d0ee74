"""The board of a draft: teams by days as its steps have it, what changed, and what is broken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from planner.data.drafts import StoredDraft
from planner.domain.draft import Status, Strength
from planner.domain.place import Village
from planner.domain.plan import Left, SkipReason
from planner.domain.service import Service
from planner.planning.stability import Move, Shifted
from planner.planning.translate import Pinned
from web import figures
from web.board import Card, TeamDay, team_days
from web.drafts.boards import Judged
from web.drafts.said import Fault, step_words, strength_words
from web.drafts.subject import FILTERS, blueprint, judged_soon, stored_draft
from web.drafts.verdicts import faults_of, told
from web.shelf import Shown, shelf
from web.week import ONE_DAY, columns_of, filtered, rows_of, within_plan

COMPLETE = "planning.complete"
"""The page that has the rest of a draft planned, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """People of a village who are not planned, by service."""

    village: Village
    parts: tuple[tuple[Service, int], ...]

    @property
    def people(self) -> int:
        """How many in all."""
        return sum(people for _, people in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    """All who are not planned for one reason, the villages with most of them first."""

    reason: SkipReason
    villages: tuple[Waiting, ...]

    @property
    def people(self) -> int:
        """How many in all."""
        return sum(village.people for village in self.villages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is marked on the cards: pins, changes against the plan before, broken rules, by id."""

    pins: dict[str, str]
    changes: dict[str, Move]
    faults: frozenset[str]


@blueprint.get("/drafts/<int:number>")
def latest(number: int) -> Response:
    """Send the reader to the week of the last step, or to the first week."""
    stored = stored_draft(number)
    horizon = shelf().plan(stored.draft.base).plan.horizon
    days = [step.day for step in stored.draft.counting if hasattr(step, "day")]
    day = min(max(days[-1] if days else horizon.first, horizon.first), horizon.last)
    return redirect(url_for(".week", number=number, monday=figures.monday_of(day)))


@blueprint.get("/drafts/<int:number>/week/<day:monday>")
def week(number: int, monday: date) -> str | Response:
    """Return the board of a draft in one week."""
    if monday.weekday():
        return redirect(url_for(".week", number=number, monday=figures.monday_of(monday)))
    stored = stored_draft(number)
    judged = judged_soon(stored)
    return waiting_page(stored) if judged is None else board_page(judged, monday)


def waiting_page(stored: StoredDraft) -> str:
    """Return the page that says that a board is being opened, and looks again by itself."""
    return render_template("draft_opening.html", stored=stored)


def board_page(judged: Judged, monday: date, refused: tuple[Fault, ...] = ()) -> str:
    """Return the board; with ``refused``, what keeps the draft from being kept is told first."""
    stored, opened = judged.stored, judged.opened
    shown = draft_shown(judged)
    wanted = wished()
    days = tuple(_wished(team_days(shown, monday, monday + 6 * ONE_DAY), wanted))
    columns = columns_of(shown, monday, days)
    against = told(shelf().shown(), judged, shelf().now())
    faults = faults_of(judged, judged.verdict.broken)
    steps = stored.draft.steps
    undone = steps[stored.draft.count : stored.draft.count + 1]
    return render_template(
        "draft_week.html",
        shown=shown,
        stored=stored,
        judged=judged,
        monday=monday,
        columns=columns,
        rows=rows_of(shown, columns, days, some=bool(wanted["team"] or wanted["commune"])),
        heaps=_heaps(shown, judged.plan.left, wanted),
        choices=_choices(shown),
        marks_of=_marks(judged, against.changes.moves, faults),
        told=against,
        faults=faults,
        refused=refused,
        open=stored.draft.status is Status.OPEN,
        undo=step_words(opened, stored.draft.counting[-1]) if stored.draft.count else "",
        redo=step_words(opened, undone[0]) if undone else "",
        completes=COMPLETE in current_app.view_functions,
        previous=within_plan(shown, monday - figures.WEEK),
        following=within_plan(shown, monday + figures.WEEK),
        wanted=wanted,
    )


def wished() -> dict[str, str]:
    """Return what the reader filters by."""
    return {name: request.values.get(name, "") for name in FILTERS}


def draft_shown(judged: Judged) -> Shown:
    """Return a draft as other pages show a plan."""
    opened, here = judged.opened, shelf()
    return Shown(
        district_id=opened.key.district,
        district=opened.district,
        plan_id=opened.key.plan,
        plan=judged.plan,
        made_at=judged.stored.changed_at,
        revision=None,
        today=here.now().astimezone(opened.zone).date(),
    )


def _choices(shown: Shown) -> list[tuple[str, object, object, list[tuple[str, str]]]]:
    """Return what can be filtered by: name, title, the words for all, and each value."""
    district = shown.district
    return [
        (
            "commune",
            gettext("Commune"),
            gettext("All communes"),
            [(commune.code, commune.name) for commune in district.communes],
        ),
        (
            "team",
            gettext("Team"),
            gettext("All teams"),
            [(team.id, team.name) for team in district.teams],
        ),
        (
            "service",
            gettext("Service"),
            gettext("All services"),
            [(service.id, service.name) for service in district.services],
        ),
    ]


def _wished(days: tuple[TeamDay, ...], wanted: dict[str, str]) -> Iterator[TeamDay]:
    service = wanted["service"]
    for day in filtered(days, wanted["team"], wanted["commune"]):
        cards = tuple(c for c in day.cards if service in ("", *c.stop.session.services))
        if cards or not service:
            yield replace(day, cards=cards)


def _heaps(shown: Shown, left: tuple[Left, ...], wanted: dict[str, str]) -> list[Heap]:
    """Return who is not planned, by reason: those reasons first that leave most."""
    district = shown.district
    service_of, villages = district.service_by_id, district.village_by_id
    parts: dict[SkipReason, dict[str, list[tuple[Service, int]]]] = {}
    for one in left:
        wished_for = (
            one.people > 0
            and wanted["service"] in ("", one.service)
            and wanted["commune"] in ("", villages[one.village].commune)
        )
        if wished_for:
            heap = parts.setdefault(one.reason, {})
            heap.setdefault(one.village, []).append((service_of[one.service], one.people))
    found = (
        Heap(
            reason=reason,
            villages=tuple(
                sorted(
                    (Waiting(village=villages[v], parts=tuple(p)) for v, p in heap.items()),
                    key=lambda w: (-w.people, w.village.name),
                )
            ),
        )
        for reason, heap in parts.items()
    )
    return sorted(found, key=lambda heap: -heap.people)


def _marks(judged: Judged, moves: tuple[Move, ...], faults: tuple[Fault, ...]) -> Marks:
    return Marks(
        pins={pin.session: strength_words(strengths(pin)) for pin in judged.now.pins.values()},
        changes={
            move.after.session: move
            for move in moves
            if move.after and move.kind is not Shifted.KEPT
        },
        faults=frozenset(fault.session for fault in faults),
    )


def strengths(pin: Pinned) -> tuple[Strength, ...]:
    """Return how strongly a session is pinned."""
    has = {
        Strength.TEAM: True,
        Strength.DAY: pin.day is not None,
        Strength.ORDER: pin.order is not None,
        Strength.TIME: pin.start is not None,
    }
    return tuple(strength for strength in Strength if has[strength])


def card_of(shown: Shown, session: str) -> Card | None:
    """Return the card of a session of a draft, None if it is not planned."""
    for day in shown.plan.shifts:
        if any(stop.session.id == session for stop in day.stops):
            cards = team_days(shown, day.day, day.day)
            return next(c for d in cards for c in d.cards if c.stop.session.id == session)
    return None
