"""The pages of why and why not: every place and claim was judged with the whole plan."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request

from planner.commands.reasons import claim_line, services_of
from planner.domain.place import Village
from planner.domain.plan import Left
from planner.errors import NotFound
from planner.planning.case import Case
from planner.planning.explain import Binding
from planner.planning.explained import Here, Missing, held_of, here, left_of, missing, wanted_of
from planner.planning.wanted import asked_for
from web.background import within
from web.drafts.board import draft_shown
from web.drafts.boards import Judged, boards
from web.drafts.said import rule_words
from web.drafts.subject import PATIENCE_S, judged_soon, stored_draft
from web.languages import chosen_language
from web.shelf import Shown, shelf

blueprint = Blueprint("why", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What is not planned: services, what binds it most where it is nearest, what would help."""

    place: str
    services: str
    bound: Binding | None
    rules: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The plan that is asked about: a draft as it stands, or the one that pages show."""

    shown: Shown
    draft: int | None
    judged: Judged | None


@blueprint.get("/why/session/<path:session_id>")
def session(session_id: str) -> str:
    """Return the next-best places of a planned session, with their cost in people."""
    asked = _asked()
    if asked.judged is None:
        return _opening(asked)
    case = asked.judged.case
    held = next(held_of(case.plan, session_id), None)
    if held is None:
        raise NotFound(f"{session_id} is not in the plan")
    work = boards().reasons.of(_key(asked.judged, session_id), partial(here, case, *held))
    found: Here | None = work.result() if within(work, PATIENCE_S) else None
    place = asked.shown.district.place(held[0].place)
    bound = found.elsewhere.bound if found else None
    return render_template(
        "why_session.html",
        shown=asked.shown,
        draft=asked.draft,
        here=found,
        held=held,
        place=place,
        bound=bound,
        rules=tuple(rule_words(rule) for rule in bound.broken) if bound else (),
    )


@blueprint.get("/why/village/<path:village_id>")
def village(village_id: str) -> str:
    """Return why people of a village are not planned, and the smallest changes that would do it."""
    asked = _asked()
    known = asked.shown.district.village_by_id.get(village_id)
    if known is None:
        raise NotFound("no such village")
    if asked.judged is None:
        return _opening(asked)
    case = asked.judged.case
    left = left_of(case.plan, village_id)
    work = boards().reasons.of(_key(asked.judged, village_id), partial(_missing, case, left))
    done = within(work, PATIENCE_S)
    return _village_page(asked, known, left, _reasons(case, work.result()) if done else None)


def _village_page(
    asked: Asked, known: Village, left: tuple[Left, ...], reasons: list[Reason] | None
) -> str:
    return render_template(
        "why_village.html",
        shown=asked.shown,
        draft=asked.draft,
        village=known,
        left=left,
        reasons=reasons,
    )


def _asked() -> Asked:
    """Return what is asked about; ``judged`` is None while its board is being opened."""
    shown, number = shelf().shown(), request.args.get("draft", type=int)
    plan = boards().undrafted(shown.plan_id)
    judged = judged_soon(plan if number is None else stored_draft(number))
    if judged is not None and number is not None:
        shown = draft_shown(judged)
    return Asked(shown=shown, draft=number, judged=judged)


def _opening(asked: Asked) -> str:
    return render_template("why_opening.html", shown=asked.shown)


def _key(judged: Judged, about: str) -> tuple[object, ...]:
    return ("why", judged.opened.key, judged.stored.draft.counting, about)


def _missing(case: Case, left: tuple[Left, ...]) -> list[Missing]:
    return [missing(case, wanted) for wanted in wanted_of(case, left)]


def _reasons(case: Case, found: list[Missing]) -> list[Reason]:
    language = chosen_language()
    reasons = []
    for one in found:
        asked = asked_for(case, one.wanted)
        reasons.append(
            Reason(
                place=case.district.place(asked.place).name,
                services=services_of(case.district, asked.services),
                bound=one.bound,
                rules=tuple(rule_words(rule) for rule in one.bound.constraints)
                if one.bound
                else (),
                claims=tuple(claim_line(case, claim, language).strip() for claim in one.claims),
            )
        )
    return reasons
