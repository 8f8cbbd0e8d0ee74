"""The command that tells why people of a village are left, and what would change that: ``why``."""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice

import click

from planner.commands.edge import Answer, command
from planner.commands.edit import WORDS
from planner.commands.plan import same_request
from planner.commands.reasons import REASONS
from planner.commands.show import plan_option
from planner.commands.spoken import Pair
from planner.commands.stores import existing_store
from planner.commands.wording import long_day, number
from planner.config import Config
from planner.domain.district import District
from planner.domain.place import Village
from planner.domain.plan import Left, Plan
from planner.domain.session import Session
from planner.errors import NotFound
from planner.messages import phrase
from planner.planning.due import sessions_due
from planner.planning.edits import Board, open_board
from planner.planning.explain import Claim, Free, Instead, Lent, MoreTime, what_it_takes
from planner.planning.plan import drafted
from planner.world.travel import travel_times

MOST_SESSIONS = 3
"""So many sessions of a village are looked at, those first that most would come to."""

NOBODY: Pair = ("{village}: không còn ai chưa xếp lịch.", "{village}: nobody is left.")
LEFT: Pair = (
    "{village}, {service}: còn {people} người, vì {reason}",
    "{village}, {service}: {people} people are left, because {reason}",
)
NOTHING: Pair = (
    "  Không thay đổi nhỏ nào xếp được thêm buổi ở đây.",
    "  No small change would bring in a session here.",
)
CLAIM: Pair = (
    "  Xếp được {team}, {day}, {people} lượt người, nếu {change}",
    "  {team} can hold one on {day}, {people} people and services, {change}",
)
FREE: Pair = ("muốn: còn chỗ, chỉ là ít đáng đi hơn", "if wished: there is room for it")
TIME: Pair = ("tổ làm thêm {minutes} phút hôm đó", "if the team works {minutes} minutes longer")
MEANS: Pair = ("khắc phục được: {what}", "if this is mended: {what}")
OTHER: Pair = ("bỏ buổi ở {place} hôm đó", "if the session in {place} that day is given up")


@command(
    "why",
    (
        "Vì sao một bản còn người chưa xếp lịch, và cần gì để xếp được.",
        "Why people of a village are left, and what it would take to serve them.",
    ),
)
@plan_option
@click.argument("village")
def why(config: Config, *, plan_id: int | None, village: str) -> Answer:
    """Explain a village, by its id or name, in a plan."""
    store = existing_store(config)
    stored, district = store.get_plan(plan_id), store.get_district()
    found = _village(district, village)
    left = tuple(x for x in stored.plan.left if x.village == found.id and x.people > 0)
    request = same_request(store, stored.plan, seed=stored.plan.proof.seed)
    travel = travel_times(district, request.state)
    sessions = sessions_due(district, request.horizon, travel)
    board = open_board(drafted(district, sessions, travel, request).sealed(), stored.plan)
    claims = tuple(_claims(board, stored.plan, sessions, left)) if left else ()
    return Answer(
        facts={
            "village": found.id,
            "left": [{"service": x.service, "people": x.people, "reason": x.reason} for x in left],
            "claims": [_facts(claim) for claim in claims],
        },
        lines=_lines(found, left, claims, board, config.language),
    )


def _village(district: District, wanted: str) -> Village:
    name = unicodedata.normalize("NFC", wanted).casefold()
    for village in district.villages:
        if name in (village.id.casefold(), village.name.casefold()):
            return village
    raise NotFound(f"no village {wanted!r}").saying("no_such_village", value=wanted)


def _claims(
    board: Board, plan: Plan, sessions: tuple[Session, ...], left: tuple[Left, ...]
) -> Iterator[Claim]:
    """Yield what would bring in the sessions that most of the people left would come to."""
    wanted = {(x.village, x.service) for x in left}
    planned = {stop.session.lasting_name for day in plan.shifts for stop in day.stops}

    def comers(session: Session) -> int:
        return sum(e.people for e in session.expected if (e.village, e.service) in wanted)

    some = (s for s in sessions if s.lasting_name not in planned and comers(s))
    for session in islice(sorted(some, key=lambda s: -comers(s)), MOST_SESSIONS):
        yield from what_it_takes(board, session.id)


def _facts(claim: Claim) -> dict[str, object]:
    kind = type(claim.change).__name__.lower()
    return {**asdict(claim), "change": {"kind": kind, **asdict(claim.change)}}


def _lines(
    village: Village,
    left: tuple[Left, ...],
    claims: tuple[Claim, ...],
    board: Board,
    language: str,
) -> Iterator[str]:
    district = board.translation.district
    if not left:
        yield phrase(NOBODY, language, village=village.name)
        return
    for one in left:
        yield phrase(
            LEFT,
            language,
            village=village.name,
            service=district.service_by_id[one.service].name,
            people=number(one.people, language),
            reason=phrase(REASONS[one.reason], language),
        )
    if not claims:
        yield phrase(NOTHING, language)
    for claim in dict.fromkeys(claims):
        yield phrase(
            CLAIM,
            language,
            team=district.team_by_id[claim.team].name,
            day=long_day(claim.day, language),
            people=f"{claim.people:+d}",
            change=_change(claim, board, district, language),
        )


def _change(claim: Claim, board: Board, district: District, language: str) -> str:
    match claim.change:
        case Free():
            return phrase(FREE, language)
        case MoreTime(minutes=minutes):
            return phrase(TIME, language, minutes=minutes)
        case Lent(means=means):
            return phrase(
                MEANS, language, what="; ".join(phrase(WORDS[m], language) for m in means)
            )
        case Instead(session=other):
            places = {s.id: s.place for s in board.translation.sessions}
            return phrase(OTHER, language, place=district.place(places[other]).name)
