"""The figures of a plan, as ``plan`` and ``demo`` tell them."""

from dataclasses import dataclass
from datetime import date

from planner.commands.spoken import Pair
from planner.commands.wording import number, percent, plain_day
from planner.data.store import StoredPlan
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.messages import phrase
from planner.planning.almanac import working_days

RAIN = "rain"
"""Roads as rain may leave them, instead of all in one state."""

PLANNED: Pair = (
    "Kế hoạch số {plan}, {first}–{last}: {teams} tổ, {days} ngày làm việc, {sessions} buổi, "
    "{nights} đêm ngủ xa trụ sở",
    "Plan {plan}, {first}–{last}: {teams} teams, {days} working days, {sessions} sessions, "
    "{nights} nights away from base",
)
EXPECTED: Pair = (
    "Dự kiến phục vụ {people} lượt người trên {due} lượt còn lại ({share})",
    "Expected to serve {people} of {due} people and services due ({share})",
)
PROVEN: Pair = (
    "Giá trị {value}; đã chứng minh không kế hoạch nào vượt {bound} (khoảng cách {gap})",
    "Value {value}; proven that no plan exceeds {bound} (gap {gap})",
)
TOOK: Pair = ("Tính trong {seconds} giây.", "Found in {seconds} s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a plan promises, and how good it is proven to be.

    ``seconds`` is the whole time of planning: reading, preparing, solving, checking, storing.
    """

    plan: int
    first: date
    last: date
    roads: str
    teams: int
    working_days: int
    sessions: int
    nights_away: int
    people_expected: int
    people_due: int
    value: int
    bound: int
    gap: float
    seconds: float
    seed: int
    stopped_by: str


def figures(stored: StoredPlan, district: District, seconds: float) -> Figures:
    """Return the figures of a stored plan that took ``seconds``."""
    made, proof = stored.plan, stored.plan.proof
    return Figures(
        plan=stored.id,
        first=made.horizon.first,
        last=made.horizon.last,
        roads=RAIN if made.weather else made.road_state.value,
        teams=len(district.teams),
        working_days=len(working_days(district, made.horizon)),
        sessions=sum(len(shift.stops) for shift in made.shifts),
        nights_away=nights_away(made, district),
        people_expected=made.people_expected,
        people_due=made.people_due,
        value=proof.value,
        bound=proof.bound,
        gap=proof.gap,
        seconds=round(seconds, 3),
        seed=proof.seed,
        stopped_by=proof.stopped_by,
    )


def nights_away(plan: Plan, district: District) -> int:
    """Return how many nights teams sleep away from their bases."""
    return sum(s.end_place != district.team_by_id[s.team].base for s in plan.shifts)


def figure_lines(told: Figures, language: str) -> tuple[str, ...]:
    """Return the figures as sentences."""
    return (
        phrase(
            PLANNED,
            language,
            plan=told.plan,
            first=plain_day(told.first),
            last=plain_day(told.last),
            teams=told.teams,
            days=told.working_days,
            sessions=number(told.sessions, language),
            nights=told.nights_away,
        ),
        phrase(
            EXPECTED,
            language,
            people=number(told.people_expected, language),
            due=number(told.people_due, language),
            share=percent(told.people_expected / max(1, told.people_due), language),
        ),
        phrase(
            PROVEN,
            language,
            value=number(told.value, language),
            bound=number(told.bound, language),
            gap=percent(told.gap, language),
        ),
        phrase(TOOK, language, seconds=number(told.seconds, language, 1)),
    )
