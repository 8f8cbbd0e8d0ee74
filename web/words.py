"""The words for what the domain names in code: nobody reads an enumeration's value."""

from enum import StrEnum

from flask import Flask
from flask_babel import lazy_gettext

from planner.domain.agency import OutreachForm
from planner.domain.chance import Chance, chance_of
from planner.domain.district import District
from planner.domain.place import Signal
from planner.domain.plan import Plan, SkipReason
from planner.domain.road import RoadState, Segment, Surface, VehicleClass, WeakPointKind
from planner.domain.session import Sitting
from planner.domain.team import KitKind, TeamKind
from planner.domain.weather import RoadCondition, WeatherWarning

RAIN = lazy_gettext("roads as rain may leave them")

WORDS: dict[StrEnum, object] = {
    Signal.GOOD: lazy_gettext("good phone signal"),
    Signal.WEAK: lazy_gettext("weak phone signal"),
    Signal.NONE: lazy_gettext("no phone signal"),
    Sitting.VILLAGE_EVENING: lazy_gettext("evening session in the village"),
    Sitting.VILLAGE_DAY: lazy_gettext("daytime session in the village"),
    Sitting.MARKET: lazy_gettext("session at the market"),
    Sitting.SEAT: lazy_gettext("session at the commune office"),
    VehicleClass.CAR: lazy_gettext("car"),
    VehicleClass.FOUR_BY_FOUR: lazy_gettext("four-wheel drive"),
    VehicleClass.MOTORBIKE: lazy_gettext("motorbike"),
    VehicleClass.FOOT: lazy_gettext("on foot"),
    RoadState.DRY: lazy_gettext("dry roads"),
    RoadState.WET: lazy_gettext("wet roads"),
    Surface.NATIONAL: lazy_gettext("national road"),
    Surface.PROVINCIAL: lazy_gettext("provincial road"),
    Surface.CONCRETE: lazy_gettext("concrete road"),
    Surface.GRAVEL: lazy_gettext("gravel road"),
    Surface.EARTH: lazy_gettext("earth road"),
    Surface.PATH: lazy_gettext("path"),
    WeakPointKind.FORD: lazy_gettext("ford"),
    WeakPointKind.BRIDGE: lazy_gettext("weak bridge"),
    WeakPointKind.SLIDE: lazy_gettext("landslide spot"),
    KitKind.ENROLMENT: lazy_gettext("enrolment kit"),
    KitKind.GENERATOR: lazy_gettext("generator"),
    KitKind.PORTABLE_SIGNAL: lazy_gettext("portable signal booster"),
    TeamKind.MOBILE: lazy_gettext("mobile team"),
    TeamKind.COMMUNE: lazy_gettext("commune team"),
    OutreachForm.LOUDSPEAKER: lazy_gettext("loudspeaker"),
    OutreachForm.MEETING: lazy_gettext("village meeting"),
    OutreachForm.LEAFLET: lazy_gettext("leaflet"),
    OutreachForm.HOME_VISIT: lazy_gettext("visit at home"),
    OutreachForm.TALK: lazy_gettext("talk at the session"),
    RoadCondition.OPEN: lazy_gettext("reported open"),
    RoadCondition.SLOW: lazy_gettext("reported slow"),
    RoadCondition.CLOSED: lazy_gettext("reported closed"),
    Chance.SURE: lazy_gettext("hardly depends on rain"),
    Chance.DOUBTFUL: lazy_gettext("may be rained off"),
    Chance.RISKY: lazy_gettext("often rained off"),
    SkipReason.LANGUAGE: lazy_gettext("no team that speaks the language is free in this period"),
    SkipReason.KIT: lazy_gettext("no enrolment kit is free in this period"),
    SkipReason.POWER: lazy_gettext("the village has no power and no free team has a generator"),
    SkipReason.SIGNAL: lazy_gettext("the village has no signal and no free team can bring one"),
    SkipReason.PASSABLE: lazy_gettext("no team's vehicle can get there in a day"),
    SkipReason.TIME_WINDOW: lazy_gettext("no opening hours are left that suit the village"),
    SkipReason.AVAILABILITY: lazy_gettext("all teams are fully booked in this period"),
    SkipReason.VALUE: lazy_gettext("the teams serve more people elsewhere in this period"),
}

REMEDIES = {
    SkipReason.LANGUAGE: lazy_gettext("Find an interpreter, or lend a member who speaks it."),
    SkipReason.KIT: lazy_gettext("Lend a kit, or give these villages the next period."),
    SkipReason.POWER: lazy_gettext("Lend a generator, or invite people to the commune office."),
    SkipReason.SIGNAL: lazy_gettext(
        "Lend a signal booster, or invite people to a place with signal."
    ),
    SkipReason.PASSABLE: lazy_gettext("Plan an overnight tour, or invite people to a market."),
    SkipReason.TIME_WINDOW: lazy_gettext("Agree on other hours with the village head."),
    SkipReason.AVAILABILITY: lazy_gettext("Add days or a team, or plan them in the next period."),
    SkipReason.VALUE: lazy_gettext("They come up next period; raise their weight if urgent."),
}
"""What would change each reason: the next step for a coordinator."""


TONGUES = {
    "kinh": lazy_gettext("Vietnamese"),
    "mông": lazy_gettext("Hmong"),
    "thái": lazy_gettext("Thái"),
    "dao": lazy_gettext("Dao"),
    "khơ mú": lazy_gettext("Khơ Mú"),
    "hà nhì": lazy_gettext("Hà Nhì"),
    "hoa": lazy_gettext("Hoa"),
    "cống": lazy_gettext("Cống"),
    "xinh mun": lazy_gettext("Xinh Mun"),
}
"""Languages by the names that workbooks use; another one is shown as it is written there."""


def tongue(language: str) -> str:
    """Return what a language is called."""
    return str(TONGUES.get(language.casefold(), language))


def word(value: StrEnum) -> str:
    """Return how people call this, in the language of the request."""
    return str(WORDS[value])


def roads(plan: Plan) -> str:
    """Return what roads a plan was made for."""
    return str(RAIN if plan.weather else WORDS[plan.road_state])


def bare(name: str) -> str:
    """Return a commune's name without the word for commune, which the sentence has already."""
    return name[3:] if name.casefold().startswith("xã ") else name


def road_name(district: District, segment: Segment) -> str:
    """Return a road's name with its ends, or its ends alone."""
    ends = f"{district.place(segment.start).name} – {district.place(segment.end).name}"
    return f"{segment.name} ({ends})" if segment.name else ends


def team_name(district: District, team_id: str) -> str:
    """Return the name of a team, the id of one that is no longer there."""
    team = district.team_by_id.get(team_id)
    return team.name if team else team_id


def communes_warned(district: District, warning: WeatherWarning) -> str:
    """Return the names of the communes that a warning is for."""
    known = district.commune_by_code
    return ", ".join(known[c].name if c in known else c for c in warning.communes)


def remedy(reason: SkipReason) -> str:
    """Return what a coordinator can do about people left for this reason."""
    return str(REMEDIES[reason])


def offer_words(app: Flask) -> None:
    """Let templates use these functions as filters."""
    app.add_template_filter(bare, "bare")
    app.add_template_filter(tongue, "tongue")
    app.add_template_filter(word, "word")
    app.add_template_filter(remedy, "remedy")
    app.add_template_filter(roads, "roads")
    app.add_template_filter(chance_of, "chance")
    app.add_template_filter(team_name, "team")
    app.add_template_filter(communes_warned, "communes")
