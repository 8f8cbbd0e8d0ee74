"""What a plan makes of the district's guarantees, in words and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.commands.left_words import REASONS
from planner.commands.spoken import Pair
from planner.commands.wording import number, percent, plain_day
from planner.domain.district import District
from planner.domain.guarantee import Guarantee, GuaranteeKind, Pledge
from planner.domain.plan import Plan, Pledged, SkipReason
from planner.messages import phrase
from planner.planning.guarantees import not_asked

ALL_KEPT: Pair = ("Cam kết: giữ được cả {count}", "Guarantees: all {count} kept")
SOME_KEPT: Pair = (
    "Cam kết: giữ được {kept} trên {count}; chưa biết có kế hoạch nào giữ được hơn hay không "
    "(nhiều nhất {most})",
    "Guarantees: {kept} of {count} kept; whether any plan keeps more is not known ({most} at most)",
)
MOST_KEPT: Pair = (
    "Cam kết: giữ được {kept} trên {count}; đã chứng minh không kế hoạch nào giữ được hơn",
    "Guarantees: {kept} of {count} kept; proven that no plan keeps more",
)
SEEN: Pair = ("bản nào cũng được đến", "every village is seen")
WAITED: Pair = (
    "bản nào chờ từ {days} ngày trở lên đều được đến",
    "every village that waited {days} days or longer is seen",
)
SHARE: Pair = (
    "mỗi xã ít nhất {share} số lượt người còn lại",
    "at least {share} of the people and services due in each commune",
)
SHARE_WAITED: Pair = (
    "mỗi xã ít nhất {share} số lượt người còn lại ở các bản chờ từ {days} ngày trở lên",
    "at least {share} of the people and services due in each commune, in villages that waited "
    "{days} days or longer",
)
RULE: Pair = (
    "  {id} – {what}{where}, chậm nhất {until}: {kept}/{count}",
    "  {id} – {what}{where}, by {until}: {kept} of {count}",
)
UNKEPT: Pair = ("    chưa giữ: {area} ({why})", "    not kept: {area} ({why})")
MORE: Pair = ("    … và {count} nơi nữa", "    … and {count} more")
NO_ROOM: Pair = ("không xếp được buổi nào kịp ngày ấy", "no room was found for it by then")
NO_MORE: Pair = (
    "không phục vụ được thêm kịp ngày ấy",
    "no room was found for more by then",
)
UNLIKELY: Pair = (
    "có buổi, nhưng chỉ chắc {got}, cần {need}",
    "a session is planned, but only {got} likely, not {need}",
)
PART: Pair = (
    "{got} trên {need} lượt người; {why}",
    "{got} of {need} people and services; {why}",
)
OUTSIDE: Pair = (
    "  {id} – ngày hẹn nằm ngoài kế hoạch này: không xét",
    "  {id} – its date is not within this plan: not asked of it",
)
BREAKS: Pair = ("  không còn giữ cam kết {id}: {area}", "  no longer keeps guarantee {id}: {area}")
KEEPS: Pair = ("  giữ thêm cam kết {id}: {area}", "  now keeps guarantee {id}: {area}")
MOST_LISTED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """A village or commune to which a guarantee is not kept; ``got`` of ``need`` is reached."""

    area: str
    got: float
    need: int
    reason: SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a plan makes of one guarantee: to how many of how many it is kept.

    ``until`` is None where its date does not lie within the plan.
    """

    guarantee: str
    kind: GuaranteeKind
    scope: str
    share: float
    waited_days: int
    until: date | None
    kept: int
    count: int
    unkept: tuple[Unkept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All guarantees of a plan; no plan keeps them to more than ``most`` places."""

    kept: int
    count: int
    most: int
    rules: tuple[Rule, ...]


def kept_of(plan: Plan, district: District) -> Kept | None:
    """Return what a plan makes of its district's guarantees; None if there are none."""
    if not district.guarantees:
        return None
    pledged = plan.guaranteed.pledged if plan.guaranteed else ()
    outside = {g.id for g in not_asked(district, plan.horizon)}
    rules = tuple(
        _rule(district, g, [one for one in pledged if one.pledge.guarantee == g.id])
        for g in district.guarantees
        if g.id in outside or any(one.pledge.guarantee == g.id for one in pledged)
    )
    return Kept(
        kept=sum(one.kept for one in pledged),
        count=len(pledged),
        most=plan.guaranteed.most if plan.guaranteed else 0,
        rules=rules,
    )


def _rule(district: District, guarantee: Guarantee, pledged: list[Pledged]) -> Rule:
    return Rule(
        guarantee=guarantee.id,
        kind=guarantee.kind,
        scope=area_name(district, guarantee.scope),
        share=guarantee.share,
        waited_days=guarantee.waited_days,
        until=pledged[0].pledge.until if pledged else None,
        kept=sum(one.kept for one in pledged),
        count=len(pledged),
        unkept=tuple(
            Unkept(
                area=area_name(district, one.pledge.area),
                got=round(one.got, 1),
                need=one.pledge.need,
                reason=one.reason,
            )
            for one in pledged
            if one.reason is not None
        ),
    )


def area_name(district: District, area: str) -> str:
    """Return the name of a village or commune; "" for the whole district."""
    village, commune = district.village_by_id.get(area), district.commune_by_code.get(area)
    if village:
        return village.name
    return commune.name if commune else area


def kept_lines(told: Kept | None, language: str) -> Iterator[str]:
    """Yield which guarantees a plan keeps, and of the others where and why not."""
    if told is None:
        return
    if told.count:
        some = MOST_KEPT if told.kept == told.most else SOME_KEPT
        said = ALL_KEPT if told.kept == told.count else some
        yield phrase(said, language, kept=told.kept, count=told.count, most=told.most)
    for rule in told.rules:
        yield from _rule_lines(rule, language)


def _rule_lines(rule: Rule, language: str) -> Iterator[str]:
    if rule.until is None:
        yield phrase(OUTSIDE, language, id=rule.guarantee)
        return
    yield phrase(
        RULE,
        language,
        id=rule.guarantee,
        what=_what(rule, language),
        where=f" ({rule.scope})" if rule.scope else "",
        until=plain_day(rule.until),
        kept=rule.kept,
        count=rule.count,
    )
    for one in rule.unkept[:MOST_LISTED]:
        yield phrase(UNKEPT, language, area=one.area, why=_why(rule, one, language))
    if len(rule.unkept) > MOST_LISTED:
        yield phrase(MORE, language, count=len(rule.unkept) - MOST_LISTED)


def _what(rule: Rule, language: str) -> str:
    share, days = percent(rule.share, language), rule.waited_days
    if rule.kind is GuaranteeKind.SEEN:
        return phrase(WAITED if days else SEEN, language, days=days)
    return phrase(SHARE_WAITED if days else SHARE, language, share=share, days=days)


def _why(rule: Rule, one: Unkept, language: str) -> str:
    of_share = rule.kind is GuaranteeKind.SHARE
    no_room = NO_MORE if of_share else NO_ROOM
    why = phrase(no_room if one.reason is SkipReason.VALUE else REASONS[one.reason], language)
    if of_share:
        got, need = number(one.got, language), number(one.need, language)
        return phrase(PART, language, got=got, need=need, why=why)
    if one.got:
        got, need = percent(one.got / 100, language), percent(one.need / 100, language)
        return phrase(UNLIKELY, language, got=got, need=need)
    return why


def change_lines(
    district: District, lost: frozenset[Pledge], won: frozenset[Pledge], language: str
) -> Iterator[str]:
    """Yield the pledges that a change of a plan breaks, and those that it keeps in addition."""
    for said, pledges in ((BREAKS, lost), (KEEPS, won)):
        for pledge in sorted(pledges, key=lambda p: (p.guarantee, p.area)):
            area = area_name(district, pledge.area)
            yield phrase(said, language, id=pledge.guarantee, area=area)
