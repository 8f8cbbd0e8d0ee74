"""How advice on a rain warning is told: a block for each option, then one line of advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from planner.commands.known import forecast_line
from planner.commands.spoken import Pair
from planner.commands.wording import clock, long_day, number, plain_day, utc_text
from planner.data import weather
from planner.domain.district import District
from planner.domain.weather import Forecast
from planner.jobs.advice import teams_to_tell
from planner.messages import phrase
from planner.planning.advice import Advice
from planner.planning.low import SURE
from planner.planning.options import Choice, Option

WARNED: Pair = (
    "Cảnh báo mưa {first} – {last}. {forecast}",
    "Rain warning {first} – {last}. {forecast}",
)
NAMES: dict[Choice, Pair] = {
    Choice.HOLD: ("Giữ nguyên", "Hold"),
    Choice.SWAP: ("Đổi lịch", "Swap"),
    Choice.STAY_LOW: ("Ở vùng thấp", "Stay low"),
}
MEANING: dict[Choice, Pair] = {
    Choice.HOLD: (
        "{name}: theo lần công bố số {revision}, không đổi gì",
        "{name}: revision {revision} as it stands",
    ),
    Choice.SWAP: (
        "{name}: lập lại theo thời tiết mới, đổi ít nhất có thể",
        "{name}: planned again for the new weather, with as little change as is worth it",
    ),
    Choice.STAY_LOW: (
        "{name}: lập lại, các ngày cảnh báo chỉ đi đường chắc chắn về được ({sure} %)",
        "{name}: planned again, in the days of the warning only by roads sure to lead back "
        "({sure} %)",
    ),
}
PEOPLE: Pair = (
    "  Dự kiến phục vụ {people} lượt người đến {last}; chín phần mười trường hợp: ít nhất {p10}",
    "  {people} people and services expected by {last}; in nine of ten weathers at least {p10}",
)
WARNED_PEOPLE: Pair = (
    "  Trong các ngày cảnh báo: phục vụ {served}, có nguy cơ lỡ {risk}",
    "  In the days of the warning: {served} served, {risk} at risk",
)
NIGHTS: Pair = (
    "  Đêm ngủ xa trụ sở trong các ngày đó: {nights}, trong đó {cut} đêm dễ bị chặn đường về; "
    "số tổ-ngày mắc kẹt dự kiến: {stranded}",
    "  Nights away in these days: {nights}, the way home likely cut after {cut} of them; "
    "team-days expected to strand: {stranded}",
)
DROPPED: Pair = (
    "  {count} buổi hoặc đêm nghỉ khó giữ như đã báo với đường sá dự kiến",
    "  {count} sessions or nights can hardly be as told on the roads to be expected",
)
CHANGES: Pair = (
    "  Đổi {changed} buổi, thêm {new}: phải báo {people} lượt người, {teams} tổ; "
    "báo trước ít nhất {hours} giờ; khoảng {missed} lượt người sẽ lỡ",
    "  {changed} sessions change, {new} are new: {people} people and {teams} teams to be told; "
    "shortest notice {hours} h; about {missed} people will miss theirs",
)
NO_CHANGES: Pair = ("  Không phải báo ai điều gì.", "  Nobody has to be told anything.")
BY: Pair = ("  Quyết định trước {hour}", "  Decide by {hour}")
CUT_OFF: Pair = (
    "{team} ngủ ở {place}, dự kiến không còn đường về: mọi phương án giữ nguyên chuyến này. "
    "Hãy gọi cho tổ trước.",
    "{team} slept at {place}, with no road home to be expected: all options leave its tour as it "
    "was told. Call the team first.",
)
WAITING: Pair = (
    "Chờ dự báo ngày mai ({hour}): biết rõ hơn {gain} lượt người, báo muộn hoặc không kịp đổi "
    "{late}",
    "Waiting for tomorrow's forecast ({hour}): {gain} people for knowing more, {late} for what is "
    "told late or comes too late",
)
DECIDE: Pair = (
    "Khuyến nghị: quyết định ngay, {choice} – hơn giữ nguyên {more} lượt người; hạn {hour}.",
    "Advice: decide now for {choice}, {more} people more than Hold; until {hour}.",
)
HOLD: Pair = (
    "Khuyến nghị: {choice}; thay đổi không chắc phục vụ được thêm ai.",
    "Advice: {choice}; no change is sure to serve more people.",
)
WAIT: Pair = (
    "Khuyến nghị: chờ đến {hour}; dự báo ít mưa thì {least}, nhiều mưa thì {most}.",
    "Advice: wait until {hour}; if little rain is foreseen then {least}, if much then {most}.",
)
KEPT: Pair = (
    "Đã lưu {choice} thành bản nháp: lenban publish --plan {plan} --dry-run",
    "Kept {choice} as a draft: lenban publish --plan {plan} --dry-run",
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Advice, and what must be known to tell it; ``drafts`` are the numbers of stored plans."""

    advice: Advice
    district: District
    now: datetime
    revision: int
    forecast: weather.Told[Forecast] | None
    drafts: Mapping[Choice, int]
    took: timedelta


def facts_of(told: Told) -> dict[str, object]:
    """Return all figures, for programs."""
    advice, waiting = told.advice, told.advice.waiting
    return {
        "at": utc_text(told.now),
        "revision": told.revision,
        "days": list(advice.days),
        "sure": SURE,
        "options": [_facts(told, one) for one in advice.options],
        "dropped": list(advice.dropped),
        "cut_off": [{"team": team, "place": place} for team, place in advice.cut_off],
        "waiting": {
            "until": utc_text(advice.until),
            "value": round(waiting.value, 1),
            "before_costs": round(waiting.before_costs, 1),
            "cost": round(waiting.cost, 1),
            "error": round(waiting.error, 1),
            "then": [advice.options[way].choice for way in waiting.then],
        },
        "choice": advice.choice,
        "wait": advice.wait,
        "seconds": round(told.took.total_seconds(), 1),
    }


def _facts(told: Told, one: Option) -> dict[str, object]:
    return {
        "choice": one.choice,
        "plan": told.drafts.get(one.choice),
        "people": round(one.people, 1),
        "people_p10": round(one.people_p10, 1),
        "people_warned": round(one.people_warned, 1),
        "at_risk": round(one.at_risk, 1),
        "missed": round(one.missed, 1),
        "worth": round(one.worth, 1),
        "changed": one.changed,
        "new": one.new,
        "people_to_tell": one.stability.people_affected,
        "teams_to_tell": teams_to_tell(one),
        "notice_h": None if one.notice is None else round(one.notice / timedelta(hours=1), 2),
        "nights": one.nights,
        "nights_cut_off": one.nights_cut_off,
        "stranded": round(one.stranded, 3),
        "decide_by": None if one.decide_by is None else utc_text(one.decide_by),
    }


def lines_of(told: Told, language: str) -> Iterator[str]:
    """Yield the same for people."""
    advice = told.advice
    yield phrase(
        WARNED,
        language,
        first=long_day(advice.days[0], language),
        last=long_day(advice.days[-1], language),
        forecast=forecast_line(told.forecast, language),
    )
    for team, place in advice.cut_off:
        yield phrase(
            CUT_OFF,
            language,
            team=told.district.team_by_id[team].name,
            place=told.district.place(place).name,
        )
    for one in advice.options:
        yield from _option_lines(told, one, language)
    yield phrase(
        WAITING,
        language,
        hour=_hour(told, advice.until, language),
        gain=_signed(advice.waiting.before_costs, language),
        late=_signed(-advice.waiting.cost, language),
    )
    for choice, plan in told.drafts.items():
        yield phrase(KEPT, language, choice=phrase(NAMES[choice], language), plan=plan)
    yield _advice_line(told, language)


def _option_lines(told: Told, one: Option, language: str) -> Iterator[str]:
    yield phrase(
        MEANING[one.choice],
        language,
        name=phrase(NAMES[one.choice], language).upper(),
        revision=told.revision,
        sure=number(100 * SURE, language),
    )
    yield phrase(
        PEOPLE,
        language,
        people=number(one.people, language),
        p10=number(one.people_p10, language),
        last=plain_day(one.plan.horizon.last),
    )
    yield phrase(
        WARNED_PEOPLE,
        language,
        served=number(one.people_warned, language),
        risk=number(one.at_risk, language),
    )
    yield phrase(
        NIGHTS,
        language,
        nights=one.nights,
        cut=one.nights_cut_off,
        stranded=number(one.stranded, language, 1),
    )
    if one.choice is Choice.HOLD:
        if told.advice.dropped:
            yield phrase(DROPPED, language, count=len(told.advice.dropped))
        return
    yield from _change_lines(told, one, language)


def _change_lines(told: Told, one: Option, language: str) -> Iterator[str]:
    if one.notice is None and one.new == 0:
        yield phrase(NO_CHANGES, language)
        return
    yield phrase(
        CHANGES,
        language,
        changed=one.changed,
        new=one.new,
        people=number(one.stability.people_affected, language),
        teams=teams_to_tell(one),
        hours="–" if one.notice is None else number(one.notice / timedelta(hours=1), language),
        missed=number(one.missed, language),
    )
    if one.decide_by is not None:
        yield phrase(BY, language, hour=_hour(told, one.decide_by, language))


def _advice_line(told: Told, language: str) -> str:
    advice = told.advice
    if advice.wait:
        least, most = (
            advice.options[way].choice for way in (advice.waiting.then[i] for i in (0, -1))
        )
        return phrase(
            WAIT,
            language,
            hour=_hour(told, advice.until, language),
            least=phrase(NAMES[least], language),
            most=phrase(NAMES[most], language),
        )
    held, best = advice.options[0], advice.of(advice.choice)
    name = phrase(NAMES[advice.choice], language)
    if best is None or best is held or best.decide_by is None:
        return phrase(HOLD, language, choice=name)
    return phrase(
        DECIDE,
        language,
        choice=name,
        more=number(best.worth - held.worth, language),
        hour=_hour(told, best.decide_by, language),
    )


def _signed(people: float, language: str) -> str:
    whole = round(people)
    return f"{'−' if whole < 0 else '+'}{number(abs(whole), language)}"


def _hour(told: Told, at: datetime, language: str) -> str:
    local = at.astimezone(ZoneInfo(told.district.settings.timezone))
    return f"{clock(local)} {long_day(local.date(), language)}"
