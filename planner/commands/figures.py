"""The figures of a plan, as ``plan`` and ``demo`` tell them."""

from dataclasses import dataclass
from datetime import date

from planner.commands.pledged import Kept, kept_lines, kept_of
from planner.commands.spoken import Pair
from planner.commands.wording import number, percent, plain_day
from planner.data.store import StoredPlan
from planner.domain.district import District
from planner.domain.plan import Plan, Unlucky
from planner.domain.robustness import Robustness
from planner.jobs.plans import RAIN
from planner.messages import phrase
from planner.planning.almanac import working_days

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
UNLUCKY: Pair = (
    "Dành {percent} % mục tiêu cho thời tiết xấu: giá trị trong một phần mười kịch bản xấu nhất "
    "{value}; cân đối {balance}, đã chứng minh không kế hoạch nào vượt {bound}",
    "{percent} % of the aim is for unlucky weather: value in the unluckiest tenth {value}; balance "
    "{balance}, proven that no plan exceeds {bound}",
)
SURE: Pair = (
    "Chơi thử trên {weathers} kịch bản thời tiết: trung bình phục vụ {mean} lượt người, chín phần "
    "mười các kịch bản đạt ít nhất {p10}; {held} số buổi diễn ra được; {fallbacks} buổi dễ lỡ có "
    "phương án dự phòng",
    "Played on {weathers} weathers: {mean} people and services served on the mean, at least {p10} "
    "in nine of ten; {held} of the sessions held; {fallbacks} fragile sessions have a fallback",
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
    fallbacks: int
    robustness: Robustness | None
    people_expected: int
    people_due: int
    value: int
    bound: int
    gap: float
    unlucky: Unlucky | None
    guaranteed: Kept | None
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
        fallbacks=sum(stop.fallback is not None for s in made.shifts for stop in s.stops),
        robustness=made.robustness,
        people_expected=made.people_expected,
        people_due=made.people_due,
        value=proof.value,
        bound=proof.bound,
        gap=proof.gap,
        unlucky=made.weather.unlucky if made.weather else None,
        guaranteed=kept_of(made, district),
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
        *_promised(told, language),
        *_unlucky(told, language),
        *_sure(told, language),
        *kept_lines(told.guaranteed, language),
        _took(told, language),
    )


def _promised(told: Figures, language: str) -> tuple[str, ...]:
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
    )


def _unlucky(told: Figures, language: str) -> tuple[str, ...]:
    unlucky = told.unlucky
    if unlucky is None:
        return ()
    said = phrase(
        UNLUCKY,
        language,
        percent=unlucky.percent,
        value=number(unlucky.value, language),
        balance=number(unlucky.balance, language),
        bound=number(unlucky.bound, language),
    )
    return (said,)


def _sure(told: Figures, language: str) -> tuple[str, ...]:
    sure = told.robustness
    if sure is None:
        return ()
    said = phrase(
        SURE,
        language,
        weathers=number(sure.weathers, language),
        mean=number(sure.people_mean, language),
        p10=number(sure.people_p10, language),
        held=percent(sure.held, language),
        fallbacks=number(told.fallbacks, language),
    )
    return (said,)


def _took(told: Figures, language: str) -> str:
    return phrase(TOOK, language, seconds=number(told.seconds, language, 1))
