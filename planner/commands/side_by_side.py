"""What is told of what-ifs side by side: a table, and each pair in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from planner.commands.figures import nights_away
from planner.commands.spoken import Pair
from planner.commands.wording import number, percent, plain_day, signed
from planner.messages import phrase
from planner.planning.compare import Pairwise, Proof, Scenario, Verdict
from planner.planning.plan import PlanRequest

NOW: Pair = ("Như hiện nay", "As it is")
HEAD: Pair = (
    "{first}–{last}, mỗi phương án tính thêm {seconds} giây từ cùng một kế hoạch, chơi thử trên "
    "cùng {weathers} kịch bản thời tiết:",
    "{first}–{last}, {seconds} s for each from the same plan on, played on the same {weathers} "
    "weathers:",
)
DRY_HEAD: Pair = (
    "{first}–{last}, mỗi phương án tính thêm {seconds} giây từ cùng một kế hoạch, đường lúc nào "
    "cũng như nhau:",
    "{first}–{last}, {seconds} s for each from the same plan on, roads always the same:",
)
COLUMNS: tuple[Pair, ...] = (
    ("Phương án", "What if"),
    ("Lượt người", "People"),
    ("9/10 kịch bản ≥", "9 of 10 ≥"),
    ("Buổi", "Sessions"),
    ("Đêm xa nhà", "Nights away"),
    ("km", "km"),
    ("Giá trị", "Value"),
    ("Chặn trên", "Bound"),
    ("Khoảng cách", "Gap"),
)
WORTH: Pair = (
    "Lượt người: phục vụ trung bình. Giá trị và chặn trên: lượt người nhân trọng số, trừ công đi "
    "lại và ngủ đêm, theo lúc lập kế hoạch.",
    "People: people and services served on the mean. Value and bound: the same times their weight, "
    "less travel and nights, as planned.",
)
APART: Pair = (
    "{one} hơn {other}: {mean} lượt người (khoảng tin cậy 95 %: {low} đến {high}); hơn trong "
    "{wins} số kịch bản, kém trong {loses}{mark}",
    "{one} beats {other}: {mean} people and services (95 % confidence: {low} to {high}); wins in "
    "{wins} of the weathers, loses in {loses}{mark}",
)
NOT_APART: Pair = (
    "{one} và {other} chưa phân biệt được: {mean} lượt người (khoảng tin cậy 95 %: {low} đến "
    "{high}); hơn trong {wins} số kịch bản, kém trong {loses}{mark}",
    "{one} and {other} are not told apart: {mean} people and services (95 % confidence: {low} to "
    "{high}); wins in {wins} of the weathers, loses in {loses}{mark}",
)
EQUAL: Pair = (
    "{one} và {other} như nhau trong mọi kịch bản",
    "{one} and {other} are equal in all weathers",
)
DRY_APART: Pair = (
    "{one} hơn {other}: {mean} lượt người theo kế hoạch{mark}",
    "{one} beats {other}: {mean} people and services as planned{mark}",
)
DRY_EQUAL: Pair = (
    "{one} và {other} phục vụ như nhau: {mean} lượt người{mark}",
    "{one} and {other} serve as many: {mean} people and services{mark}",
)
PROVEN: Pair = (
    "  đã chứng minh: {better} hơn mọi kế hoạch của {worse} ít nhất {more} lượt người, kể cả trọng "
    "số, công đi lại và ngủ đêm",
    "  proven: {better} is worth at least {more} people more than any plan of {worse}, with "
    "weights, travel and nights",
)
MARKS: Mapping[Proof, str] = {Proof.APART: "", Proof.OVERLAP: " (*)", Proof.OTHER_WORTH: " (**)"}
NOTES: Mapping[Proof, Pair] = {
    Proof.OVERLAP: (
        "(*) Chưa chứng minh: từ giá trị đến chặn trên của hai phương án còn chồng nhau, tính lâu "
        "hơn có thể cho kết quả khác.",
        "(*) Not proven: value to bound of the two overlap, planning longer might turn it.",
    ),
    Proof.OTHER_WORTH: (
        "(**) Trọng số hoặc chi phí khác nhau: so được số người, không so được giá trị và chặn "
        "trên.",
        "(**) Weights or costs differ: people can be compared, value and bound cannot.",
    ),
}


def comparison_lines(
    scenarios: Sequence[Scenario],
    compared: Sequence[Pairwise],
    request: PlanRequest,
    weathers: int,
    language: str,
) -> Iterator[str]:
    """Yield the table of scenarios, what each pair of them says, and what the marks mean."""
    yield phrase(
        DRY_HEAD if request.sky is None else HEAD,
        language,
        first=plain_day(request.horizon.first),
        last=plain_day(request.horizon.last),
        seconds=number(request.seconds, language),
        weathers=number(weathers, language),
    )
    rows = [tuple(phrase(column, language) for column in COLUMNS)]
    rows += [_row(one, language) for one in scenarios]
    yield from _table(rows)
    yield phrase(WORTH, language)
    for pair in compared:
        yield from _pair_lines(pair, language)
    for proof, note in NOTES.items():
        if any(pair.proof is proof and _is_marked(pair) for pair in compared):
            yield phrase(note, language)


def _row(one: Scenario, language: str) -> tuple[str, ...]:
    value, bound = one.worth
    people_p10 = one.people_p10
    figures = (sessions(one), nights_away(one.plan, one.district), km(one), value, bound)
    return (
        name_of(one.what_if.name, language),
        number(one.people, language),
        "–" if people_p10 is None else number(people_p10, language),
        *(number(figure, language) for figure in figures),
        percent(one.plan.proof.gap, language),
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns aligned: names to the left, figures to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for name, *figures in rows:
        cells = [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        yield "  ".join(("", name.ljust(widths[0]), *cells))


def _pair_lines(pair: Pairwise, language: str) -> Iterator[str]:
    """Yield how the first of a pair, which serves no fewer people, does against the other."""
    names = {"one": name_of(pair.one, language), "other": name_of(pair.other, language)}
    mark = MARKS[pair.proof] if _is_marked(pair) else ""
    mean = signed(pair.people, language, 1)
    if pair.difference is None:
        said = DRY_EQUAL if pair.verdict is Verdict.EQUAL else DRY_APART
        yield phrase(said, language, **names, mean=mean, mark=mark)
    elif pair.verdict is Verdict.EQUAL:
        yield phrase(EQUAL, language, **names)
    else:
        yield phrase(
            NOT_APART if pair.verdict is Verdict.NOT_APART else APART,
            language,
            **names,
            mean=mean,
            low=signed(pair.difference.low, language, 1),
            high=signed(pair.difference.high, language, 1),
            wins=percent(pair.difference.wins, language),
            loses=percent(pair.loses or 0.0, language),
            mark=mark,
        )
    if pair.worth_more:
        better, worse = names.values() if pair.worth_more > 0 else reversed(names.values())
        more = number(abs(pair.worth_more), language, 1)
        yield phrase(PROVEN, language, better=better, worse=worse, more=more)


def _is_marked(pair: Pairwise) -> bool:
    """Return whether there is a difference of which something must be said."""
    return pair.verdict is not Verdict.EQUAL


def name_of(name: str, language: str) -> str:
    """Return what a scenario is called."""
    return name or phrase(NOW, language)


def sessions(one: Scenario) -> int:
    """Return how many sessions are planned."""
    return sum(len(shift.stops) for shift in one.plan.shifts)


def km(one: Scenario) -> float:
    """Return how far teams drive."""
    return sum(shift.km for shift in one.plan.shifts)
