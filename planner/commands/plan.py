"""The command that plans: ``plan``."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from time import monotonic

import click

from optimizer.solve import Progress
from planner.commands.edge import Answer, command
from planner.commands.figures import Figures, figure_lines, figures
from planner.commands.known import forecast_facts, forecast_line
from planner.commands.spoken import DAY, Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import number, percent
from planner.config import Config
from planner.data.store import Store
from planner.domain.plan import Plan
from planner.domain.road import RoadState
from planner.jobs import plans
from planner.jobs.forecasts import newest_forecast
from planner.jobs.outcomes import planning_district
from planner.jobs.plans import RAIN, Asked, to_request
from planner.messages import phrase
from planner.planning.plan import PlanRequest
from planner.planning.price import Price, price_of

PROGRESS: Pair = (
    "{seconds} giây: giá trị {value}, chặn trên {bound}, khoảng cách {gap}",
    "{seconds} s: value {value}, bound {bound}, gap {gap}",
)
PRICE: Pair = (
    "Giá của cam kết: {people} lượt người; không có cam kết dự kiến {free} (khoảng cách "
    "{gap_free}), có cam kết {kept} (khoảng cách {gap_kept}). Đã chứng minh: tính cả đi đường và "
    "ngủ xa, giá thật trong khoảng {least}–{most} lượt người",
    "Price of the guarantees: {people} people and services; without them {free} are expected (gap "
    "{gap_free}), with them {kept} (gap {gap_kept}). Proven: travel and nights counted in, the "
    "true price lies within {least}–{most}",
)
NEXT: Pair = (
    "Tiếp theo: lenban show --plan {plan}, rồi lenban publish --plan {plan}",
    "Next: lenban show --plan {plan}, then lenban publish --plan {plan}",
)

seconds_option = option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=55.0,
    show_default=True,
    words=(
        "Thời gian tính, giây: là lượng công việc máy thường làm trong chừng ấy giây; "
        "máy chậm tính lâu hơn, tối đa gấp bốn lần.",
        "How long to plan, in seconds: the work that an ordinary machine does in them; "
        "a slow one takes longer, four times at most.",
    ),
)
seed_option = option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    words=(
        "Số gieo: cùng số và cùng số giây thì cùng kế hoạch.",
        "Seed: the same seed and seconds give the same plan.",
    ),
)
first_option = option(
    "--from",
    "first",
    type=DAY,
    metavar="DATE",
    required=True,
    words=("Ngày đầu: 2022-09-05 hoặc 05/09/2022.", "First day: 2022-09-05 or 05/09/2022."),
)
weeks_option = option(
    "--weeks",
    type=click.IntRange(1, 26),
    default=4,
    show_default=True,
    words=("Số tuần.", "How many weeks."),
)
roads_option = option(
    "--roads",
    type=click.Choice([RAIN, *(state.value for state in RoadState)]),
    words=(
        "Tính theo đường khô (dry), ướt (wet), hay theo mưa có thể rơi (rain: mặc định, nếu huyện "
        "có số liệu khí hậu).",
        "Plan for dry or wet roads, or for the rain that may fall (default, if the district has "
        "a climate).",
    ),
)
progress_option = option(
    "--progress",
    is_flag=True,
    words=(
        "Luôn in tiến độ ra stderr (mặc định: chỉ trên cửa sổ lệnh).",
        "Always tell progress on stderr (default: only on a terminal).",
    ),
)


@command("plan", ("Lập kế hoạch cho mọi tổ và lưu lại.", "Plan all teams and store the plan."))
@first_option
@weeks_option
@seconds_option
@seed_option
@roads_option
@option(
    "--unlucky",
    type=click.IntRange(0, 100),
    default=0,
    show_default=True,
    words=(
        "Phần trăm mục tiêu dành cho một phần mười kịch bản thời tiết xấu nhất; 0: chỉ tính trung "
        "bình.",
        "How many percent of the aim are the unluckiest tenth of the weathers; 0: the mean only.",
    ),
)
@option(
    "--price",
    is_flag=True,
    words=(
        "Lập thêm một kế hoạch không có cam kết, cùng thời gian và số gieo, để biết cam kết tốn "
        "bao nhiêu người.",
        "Plan once more without guarantees, with the same seconds and seed: what they cost in "
        "people.",
    ),
)
@progress_option
def plan(
    config: Config,
    *,
    first: datetime,
    weeks: int,
    seconds: float,
    seed: int,
    roads: str | None,
    unlucky: int,
    price: bool,
    progress: bool,
) -> Answer:
    """Plan the current district from ``first`` on."""
    store = existing_store(config)
    asked = Asked(
        first=first.date(),
        weeks=weeks,
        seconds=seconds,
        seed=seed,
        roads=roads,
        unlucky=unlucky,
        price=price,
    )
    request = to_request(store, asked)
    telling = progress_line(config.language, always=progress)
    made = make_plan(store, request, telling)
    following = phrase(NEXT, config.language, plan=made.plan)
    facts, lines = asdict(made), list(figure_lines(made, config.language))
    if price:
        district = planning_district(store, at=datetime.now(UTC))
        found = price_of(district, request, store.get_plan(made.plan).plan, telling)
        facts["price"] = {"people": found.people, **asdict(found)}
        lines.append(price_line(found, config.language))
    if request.sky is not None:
        forecast = newest_forecast(store)
        facts["forecast"] = forecast_facts(forecast)
        lines.append(forecast_line(forecast, config.language))
    return Answer(facts=facts, lines=(*lines, following))


def price_line(found: Price, language: str) -> str:
    """Return what guarantees cost, with all that is known of how sure that is."""
    return phrase(
        PRICE,
        language,
        people=number(found.people, language),
        free=number(found.people_free, language),
        kept=number(found.people_kept, language),
        gap_free=percent(found.gap_free, language),
        gap_kept=percent(found.gap_kept, language),
        least=number(found.least, language),
        most=number(found.most, language),
    )


def make_plan(
    store: Store, request: PlanRequest, on_progress: Callable[[Progress], None]
) -> Figures:
    """Return the figures of a new plan of the current district, once it is stored as a draft.

    Raises
    ------
    NotFound
        If no district was imported yet.
    Infeasible
        If the checker refuses the plan; it is then not stored.
    """
    started = monotonic()
    return _figures(store, plans.make_plan(store, request, on_progress), started)


def keep_plan(
    store: Store, made: Plan, request: PlanRequest, started: float, *, district_id: int
) -> Figures:
    """Return the figures of a plan of a district, once it is played and stored.

    ``started`` is when its making began, by the monotonic clock.
    """
    return _figures(store, plans.keep_plan(store, made, request, district_id=district_id), started)


def _figures(store: Store, plan_id: int, started: float) -> Figures:
    stored = store.get_plan(plan_id)
    return figures(stored, store.get_district(stored.district_id), monotonic() - started)


def progress_line(language: str, *, always: bool) -> Callable[[Progress], None]:
    """Return what tells progress on stderr: one line that a terminal writes over."""
    on_terminal = sys.stderr.isatty()

    def tell(progress: Progress) -> None:
        said = phrase(
            PROGRESS,
            language,
            seconds=number(progress.seconds, language, 1),
            value=number(progress.value, language),
            bound=number(progress.bound, language),
            gap=percent(progress.gap, language),
        )
        click.echo(f"\r\x1b[K{said}" if on_terminal else said, err=True, nl=not on_terminal)

    return tell if on_terminal or always else _silent


def _silent(_progress: Progress) -> None:
    """Tell nothing."""
