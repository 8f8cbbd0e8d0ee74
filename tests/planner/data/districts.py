"""Small random districts whose parts refer to each other as a district's must."""

from datetime import date, time

from hypothesis import strategies as st

from planner.data.cells import canonical
from planner.data.legacy import find_legacy
from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District, Settings
from planner.domain.guarantee import Guarantee, GuaranteeKind
from planner.domain.place import Commune, Place, PlaceKind, Signal, Village
from planner.domain.road import Segment, Speed, Surface, VehicleClass
from planner.domain.service import Demand, Service, ServiceForm
from planner.domain.team import Kit, KitKind, Member, Team, TeamKind

_LETTERS = "abcđêơưạởÂĐ =+-@'\"#;,\n.0159"
TEXTS = st.text(_LETTERS, max_size=12).filter(lambda t: t == canonical(t) and not find_legacy(t))
NAMES = TEXTS.filter(bool)
# inside lists the semicolon is the separator
ITEMS = st.lists(NAMES.filter(lambda t: ";" not in t), min_size=1, max_size=3).map(tuple)


def floats(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers of 15 significant digits, which every spreadsheet keeps."""
    return st.floats(low, high, allow_subnormal=False).map(lambda x: float(f"{x:.15g}"))


LATITUDES = floats(8, 24)
LONGITUDES = floats(102, 110)
TIMES = st.times().map(lambda t: t.replace(microsecond=0))
DATES = st.dates(date(1950, 1, 1), date(2100, 1, 1))
FIGURES = floats(0, 3000)
COUNTS = st.integers(0, 100_000)


@st.composite
def districts(draw: st.DrawFn) -> District:
    """Return a district of one commune, up to three villages in a star, one team."""
    villages = tuple(draw(_villages(f"v{n}")) for n in range(draw(st.integers(0, 3))))
    settings = Settings(
        name=draw(NAMES),
        working_days=tuple(draw(st.permutations(("MO", "WE", "SU")))),
        rainy_months=tuple(draw(st.lists(st.integers(1, 12), max_size=3))),
        setup_min=draw(FIGURES),
        village_turnout=draw(floats(0.01, 1)),
        late_after=draw(TIMES),
    )
    return District(
        settings=settings,
        communes=(draw(_communes()),),
        places=(draw(_places()),),
        villages=villages,
        segments=tuple(draw(_segments(v.id)) for v in villages),
        speeds=draw(_speeds()),
        services=(draw(_services()),),
        demands=tuple(draw(_demands(v)) for v in villages),
        teams=(draw(_teams()),),
        members=(draw(_members()),),
        kits=(Kit(id="k1", kind=draw(st.sampled_from(KitKind)), team="t1"),),
        almanac=tuple(draw(_days(n)) for n in range(draw(st.integers(0, 2)))),
        guarantees=tuple(draw(_guarantees(n)) for n in range(draw(st.integers(0, 2)))),
    )


@st.composite
def _villages(draw: st.DrawFn, village_id: str) -> Village:
    residents = draw(COUNTS)
    households = draw(st.integers(0, residents))
    return Village(
        id=village_id,
        name=f"{village_id} {draw(NAMES)}",
        other_name=draw(TEXTS),
        last_visit=draw(st.none() | DATES),
        commune="03156",
        latitude_deg=draw(LATITUDES),
        longitude_deg=draw(LONGITUDES),
        elevation_m=draw(floats(-10, 3200)),
        signal=draw(st.sampled_from(Signal)),
        power=draw(st.booleans()),
        languages=draw(ITEMS),
        residents=residents,
        households=households,
        poor_households=draw(st.integers(0, households)),
        source=draw(TEXTS),
        synthetic=draw(st.booleans()),
    )


def _communes() -> st.SearchStrategy[Commune]:
    return st.builds(
        Commune,
        code=st.just("03156"),
        edition=st.integers(1945, 2100),
        name=NAMES,
        seat=st.just("seat"),
        area_km2=FIGURES,
        population=COUNTS,
        source=TEXTS,
    )


def _places() -> st.SearchStrategy[Place]:
    return st.builds(
        Place,
        id=st.just("seat"),
        name=NAMES,
        kind=st.sampled_from(PlaceKind),
        commune=st.sampled_from(("", "03156")),
        latitude_deg=LATITUDES,
        longitude_deg=LONGITUDES,
        signal=st.sampled_from(Signal),
        power=st.booleans(),
    )


def _segments(village_id: str) -> st.SearchStrategy[Segment]:
    return st.builds(
        Segment,
        id=st.just(f"road {village_id}"),
        start=st.just("seat"),
        end=st.just(village_id),
        length_km=floats(1, 300),
        climb_m=floats(-2000, 2000),
        surface=st.sampled_from(Surface),
        lowest_class=st.sampled_from(VehicleClass),
        straight_line=st.booleans(),
    )


def _speeds() -> st.SearchStrategy[tuple[Speed, ...]]:
    one = st.builds(
        Speed,
        surface=st.sampled_from(Surface),
        vehicle_class=st.sampled_from(VehicleClass),
        dry_kmh=floats(0.5, 120),
        wet_kmh=floats(0, 120),
    )
    return st.lists(one, max_size=3, unique_by=lambda s: (s.surface, s.vehicle_class)).map(tuple)


def _services() -> st.SearchStrategy[Service]:
    return st.builds(
        Service,
        id=st.just("card"),
        name=NAMES,
        letter=st.sampled_from(("C", "=", "Đ")),
        form=st.sampled_from(ServiceForm),
        minutes=floats(1, 480),
        audience=st.integers(1, 200),
        needs_kit=st.booleans(),
        bring=TEXTS,
    )


def _demands(village: Village) -> st.SearchStrategy[Demand]:
    return st.builds(
        Demand,
        village=st.just(village.id),
        service=st.just("card"),
        people=st.integers(0, village.residents),
        weight=floats(0.01, 100),
    )


def _teams() -> st.SearchStrategy[Team]:
    return st.builds(
        Team,
        id=st.just("t1"),
        name=NAMES,
        kind=st.just(TeamKind.MOBILE),
        base=st.just("seat"),
        vehicle_class=st.sampled_from(VehicleClass),
        day_start=st.just(time(0, 0, 1)),
        day_end=TIMES.filter(lambda t: t > time(0, 0, 1)),
        max_work_h=floats(0.5, 24),
        services=st.just(("card",)),
    )


def _members() -> st.SearchStrategy[Member]:
    return st.builds(
        Member,
        id=st.just("m1"),
        name=NAMES,
        teams=st.just(("t1",)),
        roles=ITEMS,
        languages=ITEMS,
        days_off=st.lists(DATES, max_size=3).map(tuple),
    )


@st.composite
def _days(draw: st.DrawFn, number: int) -> AlmanacEntry:
    first, last = sorted((draw(DATES), draw(DATES)))
    return AlmanacEntry(
        id=f"d{number}",
        kind=draw(st.sampled_from((AlmanacKind.HOLIDAY, AlmanacKind.TURNOUT))),
        name=draw(NAMES),
        first=first,
        last=last,
        rule=draw(st.sampled_from(("", "FREQ=MONTHLY;BYMONTHDAY=14,-1;INTERVAL=2"))),
        scope=draw(st.sampled_from(("", "03156", "seat"))),
        opens=draw(st.none() | TIMES),
        factor=draw(floats(0, 3)),
    )


@st.composite
def _guarantees(draw: st.DrawFn, number: int) -> Guarantee:
    kind = draw(st.sampled_from(GuaranteeKind))
    by = draw(st.none() | DATES)
    return Guarantee(
        id=f"g{number}",
        kind=kind,
        scope=draw(st.sampled_from(("", "03156"))),
        by=by,
        weeks=0 if by else draw(st.integers(0, 9)),
        waited_days=draw(COUNTS),
        share=draw(floats(0.01, 1)) if kind is GuaranteeKind.SHARE else 0.0,
        chance=draw(floats(0.01, 1)),
        source=draw(TEXTS),
    )
