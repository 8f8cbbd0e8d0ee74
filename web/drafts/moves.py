"""The page “Move…” of a session: where it could go, and what each choice does before it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import jsonify, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.domain.draft import Add, Drop, Edit, Move, Status
from planner.domain.session import Session
from planner.errors import NotFound
from planner.planning.explained import left_of, wanted_of
from planner.planning.next_best import next_best
from planner.planning.wanted import Unserved, tried
from web.background import within
from web.drafts.board import card_of, draft_shown, strengths, waiting_page, wished
from web.drafts.boards import Judged, boards
from web.drafts.said import strength_words
from web.drafts.steps import step_of
from web.drafts.subject import PATIENCE_S, blueprint, judged_now, judged_soon, stored_draft
from web.drafts.verdicts import Thought, think
from web.figures import monday_of
from web.formats import clock, number
from web.shelf import Shown

ENOUGH = 4
TRIED = 8
"""So many of the attempts that look best are judged with the whole plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A session, a team, a day and a place in its order; 0: where it fits best."""

    session: str
    team: str
    day: date | None
    order: int

    @classmethod
    def of(cls, given: "MultiDict[str, str]", session: str, team: str, day: date) -> "Choice":
        """Return what a form or an address asks for, else what the session has."""
        try:
            wished_for = date.fromisoformat(given["day"])
        except (KeyError, ValueError):
            wished_for = day
        return cls(
            session=given.get("session", session),
            team=given.get("to", team),
            day=wished_for,
            order=given.get("order", 0, type=int),
        )

    @property
    def step(self) -> "MultiDict[str, str]":
        """The choice as a form has it."""
        day = self.day.isoformat() if self.day else ""
        order = {"order": str(self.order)} if self.order else {}
        return MultiDict({"session": self.session, "to": self.team, "day": day, **order})


@blueprint.get("/drafts/<int:number>/move/<path:session>")
def move(number: int, session: str) -> str:
    """Return where a planned session could go, with the verdict of what is chosen."""
    stored = stored_draft(number)
    now = judged_soon(stored)
    if now is None:
        return waiting_page(stored)
    shown = draft_shown(now)
    card = card_of(shown, session)
    if card is None:
        raise NotFound(f"{session} is not in the plan")
    choice = Choice.of(request.args, session, card.team.id, card.day)
    thought = _thought(now, "move", choice) if "to" in request.args else None
    pin = next((p for p in now.now.pins.values() if p.session == session), None)
    pinned = strengths(pin) if pin else ()
    out = think(now, Drop(session=session))  # before the background takes its share of the machine
    return render_template(
        "draft_move.html",
        **_common(now, shown, choice, thought),
        card=card,
        kind="move",
        best=_soon(now, session, partial(_elsewhere, now, session)),
        village=None,
        out=out,
        pinned=pinned,
        pin_words=strength_words(pinned),
        monday=monday_of(card.day),
        sittings=[],
    )


@blueprint.get("/drafts/<int:number>/add/<path:village>")
def add(number: int, village: str) -> str:
    """Return which sessions people of a village who are not planned could have, and where."""
    stored = stored_draft(number)
    now = judged_soon(stored)
    if now is None:
        return waiting_page(stored)
    shown = draft_shown(now)
    if village not in shown.district.village_by_id:
        raise NotFound("no such village")
    sittings = _sittings(now, village)
    first = shown.plan.horizon.first
    name = sittings[0].id if sittings else ""
    choice = Choice.of(request.args, name, shown.district.teams[0].id, first)
    thought = _thought(now, "add", choice) if "to" in request.args else None
    return render_template(
        "draft_move.html",
        **_common(now, shown, choice, thought),
        card=None,
        village=shown.district.village_by_id[village],
        left=left_of(now.plan, village),
        kind="add",
        best=_soon(now, village, partial(_anywhere, now, tuple(sittings))),
        monday=monday_of(choice.day or first),
        sittings=sittings,
    )


@blueprint.get("/drafts/<int:number>/verdict")
def verdict(number: int) -> Response:
    """Return what a step would do, for the page's script: sentences, and the step itself.

    People of a village who are to be planned have the session that breaks least and serves most.
    """
    now = judged_now(stored_draft(number))
    village = request.args.get("village", "")
    asked = [request.args]
    if village:
        sittings = _sittings(now, village)
        asked = [MultiDict({**request.args.to_dict(), "session": s.id}) for s in sittings]
    thoughts = [think(now, step_of(now, one)) for one in asked]
    if not thoughts:
        raise NotFound(f"no session is due for {village}")
    best = min(thoughts, key=lambda t: (len(t.broken), -t.people))
    return jsonify(
        version=now.stored.version,
        session=best.step.session if isinstance(best.step, Edit) else "",
        people=best.people,
        broken=bool(best.broken),
        lines=list(lines_of(best)),
    )


def lines_of(thought: Thought) -> Iterator[str]:
    """Yield what a step would do, sentence by sentence."""
    people = number(abs(thought.people))
    if thought.people < 0:
        yield gettext("−%(people)s people served", people=people)
    elif thought.people > 0:
        yield gettext("+%(people)s people served", people=people)
    else:
        yield gettext("As many people served as before")
    for fault in thought.faults:
        yield f"{fault.what} ({fault.where})" if fault.where else fault.what
    if thought.mended:
        count = thought.mended
        yield ngettext("%(num)s violation is mended", "%(num)s violations are mended", count)
    if thought.still:
        yield ngettext("%(num)s violation stays", "%(num)s violations stay", thought.still)
    for one in thought.shifts:
        hours = {"before": clock(one.before), "after": clock(one.after)}
        yield gettext("%(place)s shifts from %(before)s to %(after)s", place=one.place, **hours)


def _common(
    now: Judged, shown: Shown, choice: Choice, thought: Thought | None
) -> dict[str, object]:
    return {
        "shown": shown,
        "stored": now.stored,
        "open": now.stored.draft.status is Status.OPEN,
        "choice": choice,
        "days": sorted({day for _, day in now.now.board.translation.shifts}),
        "teams": _teams(shown, now),
        "thought": thought,
        "wanted": wished(),
        "patient": not request.args.get("to"),
    }


def _teams(shown: Shown, now: Judged) -> list[object]:
    able = {team for team, _ in now.now.board.translation.shifts}
    return [team for team in shown.district.teams if team.id in able]


def _thought(now: Judged, kind: str, choice: Choice) -> Thought | None:
    """Return the verdict of a choice, None where the team does not work on that day."""
    try:
        return think(now, step_of(now, MultiDict({"kind": kind, **choice.step})))
    except NotFound:
        return None


def _soon(now: Judged, about: str, find: object) -> list[Thought] | None:
    """Return the best choices, None while they are still being looked for."""
    key = ("best", now.opened.key, now.stored.draft.counting, about)
    work = boards().found.of(key, find)  # type: ignore[arg-type]
    return work.result() if within(work, PATIENCE_S) else None


def _elsewhere(now: Judged, session: str) -> list[Thought]:
    """Return the next-best places of a planned session; else the one that breaks least."""
    found = next_best(now.now.board, session, ENOUGH)
    places = (*found.places, *((found.bound,) if found.bound and not found.places else ()))
    return [
        think(now, Move(session=session, team=p.team, day=p.day, order=p.order)) for p in places
    ]


def _anywhere(now: Judged, sittings: Sequence[Session]) -> list[Thought]:
    """Return where sessions that are not planned fit best."""
    case = now.case
    attempts = [a for one in sittings for a in tried(case, case.board, one.id)]
    attempts.sort(key=lambda a: a.harm)
    thoughts = [
        think(now, Add(session=a.session, team=a.team, day=a.day, order=a.order))
        for a in attempts[:TRIED]
    ]
    thoughts.sort(key=lambda t: (len(t.broken), -t.people))
    return thoughts[:ENOUGH]


def _sittings(now: Judged, village: str) -> list[Session]:
    """Return the sessions not planned that most of those left in a village would come to."""
    wanted = wanted_of(now.case, left_of(now.plan, village))
    names = {name for name in wanted if not isinstance(name, Unserved)}
    return [s for s in now.now.board.translation.sessions if s.id in names]
