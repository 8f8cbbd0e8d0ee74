"""The command that plays plans on weathers: ``simulate``."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from planner.commands.edge import Answer, command
from planner.commands.known import forecast_facts, forecast_line
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import number, percent
from planner.config import Config
from planner.data.store import Store, StoredPlan
from planner.data.weather import get_sky
from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.robustness import Robustness
from planner.errors import BadData
from planner.jobs.forecasts import newest_forecast
from planner.messages import phrase
from planner.planning.robustness import Difference, difference, robustness
from planner.planning.simulate import Rule, play
from planner.world.sky import fresh_states

PEOPLE: Pair = (
    "Kế hoạch số {plan} trên {weathers} kịch bản thời tiết: phục vụ trung bình {mean} lượt người; "
    "chín phần mười các kịch bản đạt ít nhất {p10}, một nửa đạt {p50}, một phần mười đạt {p90}",
    "Plan {plan} in {weathers} weathers: {mean} people and services served on the mean; at least "
    "{p10} in nine weathers of ten, {p50} in half, {p90} in one of ten",
)
HELD: Pair = (
    "Số buổi diễn ra được: {held}; tổ bị mắc kẹt: {stranded} số ngày công",
    "Sessions held: {held}; teams stranded: {stranded} of team days",
)
WORST: Pair = (
    "  {village}: {people} trên {planned} lượt người",
    "  {village}: {people} of {planned} people and services",
)
WORST_HEAD: Pair = ("Các bản thiệt nhất:", "The villages worst off:")
AGAINST: Pair = (
    "So với kế hoạch số {plan}, cùng thời tiết: {mean} lượt người ({share}), khoảng tin cậy 95 %: "
    "{low} đến {high}; hơn trong {wins} số kịch bản",
    "Against plan {plan} in the same weathers: {mean} people and services ({share}), 95 % "
    "confidence: {low} to {high}; more in {wins} of the weathers",
)


RULES = click.Choice([rule.value for rule in Rule])


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What ``simulate`` answers."""

    plan: int
    robustness: Robustness
    against: int | None
    difference: Difference | None


@command(
    "simulate",
    (
        "Chơi thử một kế hoạch trên nhiều kịch bản thời tiết mới.",
        "Play a plan on many fresh weathers.",
    ),
)
@plan_option
@option(
    "--weathers",
    type=click.IntRange(2, 100_000),
    default=1000,
    show_default=True,
    words=("Số kịch bản thời tiết.", "How many weathers."),
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    words=("Số gieo của thời tiết.", "Seed of the weathers."),
)
@option(
    "--against",
    type=click.IntRange(min=1),
    metavar="REVISION",
    words=(
        "So với lần công bố này, trên cùng thời tiết.",
        "Compare with this revision in the same weathers.",
    ),
)
@option(
    "--rule",
    type=RULES,
    default=Rule.GO_ON.value,
    show_default=True,
    words=(
        "Khi đường không như kế hoạch: go-on = bỏ nơi không tới được, dùng phương án dự phòng, đi "
        "tiếp; push = lùi cả ngày sang ngày làm việc sau; as-planned = không xoay xở.",
        "Where roads are not as planned: go-on = skip what cannot be reached, use fallbacks, go "
        "on; push = hold the whole day on the next working day; as-planned = no recourse.",
    ),
)
@option(
    "--against-rule",
    type=RULES,
    words=(
        "Cách xoay xở của kế hoạch kia (mặc định: như --rule).",
        "The rule of the other plan (default: that of --rule).",
    ),
)
def simulate(
    config: Config,
    *,
    plan_id: int | None,
    weathers: int,
    seed: int,
    against: int | None,
    rule: str,
    against_rule: str | None,
) -> Answer:
    """Tell what comes of a plan."""
    store = existing_store(config)
    one = store.get_plan(plan_id)
    other = _published(store, against, one) if against else None
    district = store.get_district(one.district_id)
    plans = [stored.plan for stored in (one, other) if stored]
    horizon = Horizon(
        first=min(p.horizon.first for p in plans), last=max(p.horizon.last for p in plans)
    )
    states = fresh_states(
        district, horizon, get_sky(store, seed=seed), weathers=weathers, seed=seed
    )
    rules = (Rule(rule), Rule(against_rule or rule))
    played = [play(district, p, states, r) for p, r in zip(plans, rules, strict=False)]
    told = Simulated(
        plan=one.id,
        robustness=robustness(district, one.plan, played[0]),
        against=other.id if other else None,
        difference=difference(*played) if other else None,
    )
    forecast = newest_forecast(store)
    lines = _lines(told, district, config.language)
    return Answer(
        facts={**asdict(told), "forecast": forecast_facts(forecast)},
        lines=(*lines, forecast_line(forecast, config.language)),
    )


def _published(store: Store, revision: int, one: StoredPlan) -> StoredPlan:
    """Return the plan of a revision, if it was made for the same district as another."""
    other = store.get_plan(store.get_revision(revision).plan_id)
    if other.district_id != one.district_id:
        raise BadData("plans_of_two_districts", value=revision)
    return other


def _lines(told: Simulated, district: District, language: str) -> Iterator[str]:
    sure = told.robustness

    def people(count: float) -> str:
        return number(count, language)

    yield phrase(
        PEOPLE,
        language,
        plan=told.plan,
        weathers=number(sure.weathers, language),
        mean=people(sure.people_mean),
        p10=people(sure.people_p10),
        p50=people(sure.people_p50),
        p90=people(sure.people_p90),
    )
    yield phrase(
        HELD,
        language,
        held=percent(sure.held, language),
        stranded=percent(sure.stranded, language),
    )
    yield phrase(WORST_HEAD, language)
    for one in sure.worst:
        yield phrase(
            WORST,
            language,
            village=district.village_by_id[one.village].name,
            people=people(one.people),
            planned=people(one.planned),
        )
    if told.difference is not None:
        yield phrase(
            AGAINST,
            language,
            plan=told.against,
            mean=people(told.difference.mean),
            share=percent(told.difference.share, language),
            low=people(told.difference.low),
            high=people(told.difference.high),
            wins=percent(told.difference.wins, language),
        )
