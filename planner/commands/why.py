"""The command that tells why a session is where it is, or not planned, and what would change that.

``why`` of a village: who is left there, what binds, what would bring a session in; and where else
what is planned there could be. ``why`` of a session: the same of that one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import click

from planner.commands.edge import Answer, command
from planner.commands.left_words import REASONS
from planner.commands.reasons import (
    HERE,
    NOTHING,
    bound_line,
    claim_line,
    no_place_line,
    place_line,
    services_of,
)
from planner.commands.show import plan_option
from planner.commands.spoken import Pair
from planner.commands.stores import existing_store
from planner.commands.wording import long_day, number
from planner.config import Config
from planner.domain.district import District
from planner.domain.place import Village
from planner.domain.plan import Left, Plan, SkipReason
from planner.domain.session import Session
from planner.errors import NotFound
from planner.jobs.outcomes import planning_district
from planner.jobs.plans import same_request
from planner.messages import phrase
from planner.planning.case import Case, open_case, planned_names
from planner.planning.claims import Claim
from planner.planning.explain import Binding, binding, what_it_takes
from planner.planning.next_best import Elsewhere, next_best
from planner.planning.wanted import Unserved, Wanted, asked_for

MOST_SESSIONS = 2
"""So many sittings of a village are looked at, those first that most would come to."""
MOST_PLANNED = 3
"""So many planned sessions of a village are looked at, in order of time."""

ENOUGH = 3
"""So many other places are told of a planned session."""

NOBODY: Pair = ("{village}: không còn ai chưa xếp lịch.", "{village}: nobody is left.")
LEFT: Pair = (
    "{village}, {service}: còn {people} người, vì {reason} [{name}]",
    "{village}, {service}: {people} people are left, because {reason} [{name}]",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is not planned, with what binds and what would bring it in."""

    wanted: Wanted
    bound: Binding | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A planned session, and where else it could be."""

    session: Session
    team: str
    day: date
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All that is told of a village or a session."""

    village: Village | None
    left: tuple[Left, ...]
    missing: tuple[Missing, ...]
    here: tuple[Here, ...]


@command(
    "why",
    (
        "Vì sao buổi này ở đây, vì sao bản còn người chưa xếp lịch, và cần gì để xếp được.",
        "Why a session is where it is, why people are left, and what it would take to serve them.",
    ),
)
@plan_option
@click.argument("target", metavar="VILLAGE|SESSION")
def why(config: Config, *, plan_id: int | None, target: str) -> Answer:
    """Explain a village, by its id or name, or a session, by its id, in a plan."""
    store = existing_store(config)
    stored = store.get_plan(plan_id)
    district = planning_district(store, at=datetime.now(UTC), kept=stored.plan)
    village = None if "/" in target else _village(district, target)
    request = same_request(store, stored.plan, seed=stored.plan.proof.seed)
    case = open_case(district, request, stored.plan)
    left = _left(stored.plan, village)
    held = tuple(_held(stored.plan, village.id if village else target))
    wanted = tuple(_wanted(case, left)) if village else () if held else (target,)
    told = Explained(
        village=village,
        left=left,
        missing=tuple(
            Missing(wanted=w, bound=binding(case, w), claims=what_it_takes(case, w)) for w in wanted
        ),
        here=tuple(
            Here(session=s, team=t, day=d, elsewhere=next_best(case.board, s.id, ENOUGH))
            for s, t, d in held[:MOST_PLANNED]
        ),
    )
    return Answer(facts=_facts(target, told), lines=_lines(case, told, config.language))


def _village(district: District, wanted: str) -> Village:
    name = unicodedata.normalize("NFC", wanted).casefold()
    for village in district.villages:
        if name in (village.id.casefold(), village.name.casefold()):
            return village
    raise NotFound(f"no village {wanted!r}").saying("no_such_village", value=wanted)


def _left(plan: Plan, village: Village | None) -> tuple[Left, ...]:
    if village is None:
        return ()
    return tuple(x for x in plan.left if x.village == village.id and x.people > 0)


def _held(plan: Plan, asked: str) -> Iterator[tuple[Session, str, date]]:
    """Yield the planned sessions of a place, or of this id or lasting name."""
    for day in plan.shifts:
        for stop in day.stops:
            session = stop.session
            if asked in (session.id, session.lasting_name, session.place):
                yield session, day.team, day.day


def _wanted(case: Case, left: tuple[Left, ...]) -> Iterator[Wanted]:
    """Yield the sittings that most of the people left would come to, then who has none to come to.

    Of sessions that differ only in who holds them, or for how long, one is enough.
    """
    waiting = {(x.village, x.service): x.people for x in left}
    never = [x for x in left if x.reason is not SkipReason.VALUE]
    names = case.board.translation
    planned = planned_names(names, case.plan)
    served: set[tuple[str, str]] = set()
    sittings: dict[tuple[str, str], tuple[int, str]] = {}
    for session in names.sessions:
        here = {(e.village, e.service): e.people for e in session.expected}
        some = {key: min(here[key], waiting[key]) for key in here.keys() & waiting.keys()}
        served |= some.keys()
        if some and session.lasting_name not in planned:
            best = (sum(some.values()), session.id)
            key = (session.place, session.sitting.value)
            sittings[key] = max(sittings.get(key, best), best, key=lambda x: x[0])
    for _, name in sorted(sittings.values(), reverse=True)[:MOST_SESSIONS]:
        yield name
    for one in never:
        if (one.village, one.service) not in served:
            yield Unserved(village=one.village, service=one.service)


def _facts(target: str, told: Explained) -> dict[str, object]:
    return {
        "asked": target,
        "village": told.village.id if told.village else None,
        "left": [{"service": x.service, "people": x.people, "reason": x.reason} for x in told.left],
        "missing": [
            {
                "wanted": m.wanted if isinstance(m.wanted, str) else asdict(m.wanted),
                "bound": asdict(m.bound) if m.bound else None,
                "claims": [_claim_facts(claim) for claim in m.claims],
            }
            for m in told.missing
        ],
        "planned": [
            {"session": h.session.id, "team": h.team, "day": h.day, **asdict(h.elsewhere)}
            for h in told.here
        ],
    }


def _claim_facts(claim: Claim) -> dict[str, object]:
    parts = (*claim.changes, *claim.edits)
    changes = [{"kind": type(part).__name__, **asdict(part)} for part in parts]
    return {
        "session": claim.session,
        "team": claim.team,
        "day": claim.day,
        "order": claim.order,
        "people": claim.people,
        "changes": changes,
    }


def _lines(case: Case, told: Explained, language: str) -> Iterator[str]:
    if told.village and not told.left:
        yield phrase(NOBODY, language, village=told.village.name)
    for one in told.left:
        yield phrase(
            LEFT,
            language,
            village=case.district.village_by_id[one.village].name,
            service=case.district.service_by_id[one.service].name,
            people=number(one.people, language),
            reason=phrase(REASONS[one.reason], language),
            name=one.reason,
        )
    for lacking in told.missing:
        yield from _missing_lines(case, lacking, language)
    for planned in told.here:
        yield from _here_lines(case, planned, language)


def _missing_lines(case: Case, missing: Missing, language: str) -> Iterator[str]:
    asked = asked_for(case, missing.wanted)
    services = services_of(case.district, asked.services)
    place = case.district.place(asked.place).name
    yield bound_line(case, missing.bound, place, services, language)
    if not missing.claims:
        yield phrase(NOTHING, language)
    for claim in missing.claims:
        yield claim_line(case, claim, language)


def _here_lines(case: Case, here: Here, language: str) -> Iterator[str]:
    yield phrase(
        HERE,
        language,
        place=case.district.place(here.session.place).name,
        services=services_of(case.district, here.session.services),
        team=case.district.team_by_id[here.team].name,
        day=long_day(here.day, language),
        session=here.session.id,
    )
    for other in here.elsewhere.places:
        yield place_line(case, other, language)
    if len(here.elsewhere.places) < ENOUGH:
        yield no_place_line(case, here.elsewhere.bound, language)
