"""The command that tells why a session is where it is, or not planned, and what would change that.

``why`` of a village: who is left there, what binds, what would bring a session in; and where else
what is planned there could be. ``why`` of a session: the same of that one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

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
from planner.domain.plan import Left
from planner.errors import NotFound
from planner.jobs.outcomes import planning_district
from planner.jobs.plans import same_request
from planner.messages import phrase
from planner.planning.case import Case, open_case
from planner.planning.claims import Claim
from planner.planning.explained import (
    ENOUGH,
    Here,
    Missing,
    held_of,
    here,
    left_of,
    missing,
    wanted_of,
)
from planner.planning.wanted import asked_for

MOST_PLANNED = 3
"""So many planned sessions of a village are looked at, in order of time."""

NOBODY: Pair = ("{village}: không còn ai chưa xếp lịch.", "{village}: nobody is left.")
LEFT: Pair = (
    "{village}, {service}: còn {people} người, vì {reason} [{name}]",
    "{village}, {service}: {people} people are left, because {reason} [{name}]",
)


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
    left = left_of(stored.plan, village.id) if village else ()
    held = tuple(held_of(stored.plan, village.id if village else target))
    wanted = tuple(wanted_of(case, left)) if village else () if held else (target,)
    told = Explained(
        village=village,
        left=left,
        missing=tuple(missing(case, one) for one in wanted),
        here=tuple(here(case, *one) for one in held[:MOST_PLANNED]),
    )
    return Answer(facts=_facts(target, told), lines=_lines(case, told, config.language))


def _village(district: District, wanted: str) -> Village:
    name = unicodedata.normalize("NFC", wanted).casefold()
    for village in district.villages:
        if name in (village.id.casefold(), village.name.casefold()):
            return village
    raise NotFound(f"no village {wanted!r}").saying("no_such_village", value=wanted)


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


def _missing_lines(case: Case, lacking: Missing, language: str) -> Iterator[str]:
    asked = asked_for(case, lacking.wanted)
    services = services_of(case.district, asked.services)
    place = case.district.place(asked.place).name
    yield bound_line(case, lacking.bound, place, services, language)
    if not lacking.claims:
        yield phrase(NOTHING, language)
    for claim in lacking.claims:
        yield claim_line(case, claim, language)


def _here_lines(case: Case, planned: Here, language: str) -> Iterator[str]:
    yield phrase(
        HERE,
        language,
        place=case.district.place(planned.session.place).name,
        services=services_of(case.district, planned.session.services),
        team=case.district.team_by_id[planned.team].name,
        day=long_day(planned.day, language),
        session=planned.session.id,
    )
    for other in planned.elsewhere.places:
        yield place_line(case, other, language)
    if len(planned.elsewhere.places) < ENOUGH:
        yield no_place_line(case, planned.elsewhere.bound, language)
