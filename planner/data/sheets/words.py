"""The words that stand in cells for the values of choices: Vietnamese and English."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from planner.domain.agency import OutreachForm
from planner.domain.almanac import AlmanacKind
from planner.domain.guarantee import GuaranteeKind
from planner.domain.place import PlaceKind, Signal
from planner.domain.road import Surface, VehicleClass, WeakPointKind
from planner.domain.service import ServiceForm
from planner.domain.team import KitKind, TeamKind
from planner.domain.weather import RainTarget
from planner.messages import Words


def plain(text: str) -> str:
    """Return the letters and digits of ``text``, by which headers and words are recognised."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFC", folded) if c.isalnum())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The values a cell may choose from, each with the words it is written as.

    ``also`` are further spellings that are read and never written.
    """

    words: Mapping[Any, Words]
    also: Mapping[str, Any]

    def find(self, text: str) -> Any:
        """Return the value that ``text`` stands for, in either language.

        Raises
        ------
        KeyError
            If no value is called so.
        """
        spelled = plain(text)
        for value, words in self.words.items():
            if spelled in (plain(words.vietnamese), plain(words.english), _own_name(value)):
                return value
        return self.also[spelled]

    def choices(self) -> Words:
        """Return every word, for a message."""
        return Words(
            ", ".join(w.vietnamese for w in self.words.values()),
            ", ".join(w.english for w in self.words.values()),
        )


def _own_name(value: Any) -> str:
    return plain(str(value.value)) if isinstance(value, Enum) else plain(str(value))


YES_NO = Vocabulary(
    {True: Words("có", "yes"), False: Words("không", "no")},
    {"đúng": True, "sai": False},
)
WEEKDAYS = Vocabulary(
    {
        "MO": Words("T2", "Mon"),
        "TU": Words("T3", "Tue"),
        "WE": Words("T4", "Wed"),
        "TH": Words("T5", "Thu"),
        "FR": Words("T6", "Fri"),
        "SA": Words("T7", "Sat"),
        "SU": Words("CN", "Sun"),
    },
    {
        "thứhai": "MO",
        "thứba": "TU",
        "thứtư": "WE",
        "thứnăm": "TH",
        "thứsáu": "FR",
        "thứbảy": "SA",
        "chủnhật": "SU",
        "monday": "MO",
        "tuesday": "TU",
        "wednesday": "WE",
        "thursday": "TH",
        "friday": "FR",
        "saturday": "SA",
        "sunday": "SU",
    },
)
_NOTHING: Mapping[str, Any] = {}

CHOICES: Mapping[type, Vocabulary] = {
    bool: YES_NO,
    Signal: Vocabulary(
        {
            Signal.GOOD: Words("tốt", "good"),
            Signal.WEAK: Words("yếu", "weak"),
            Signal.NONE: Words("không", "none"),
        },
        {"khôngcó": Signal.NONE, "no": Signal.NONE},
    ),
    PlaceKind: Vocabulary(
        {
            PlaceKind.VILLAGE: Words("bản", "village"),
            PlaceKind.COMMUNE_SEAT: Words("trung tâm xã", "commune seat"),
            PlaceKind.MARKET: Words("chợ", "market"),
            PlaceKind.SIGNAL_POINT: Words("điểm có sóng", "signal point"),
            PlaceKind.LODGING: Words("chỗ nghỉ", "lodging"),
            PlaceKind.BASE: Words("trụ sở", "base"),
            PlaceKind.JUNCTION: Words("ngã ba", "junction"),
        },
        _NOTHING,
    ),
    Surface: Vocabulary(
        {
            Surface.NATIONAL: Words("quốc lộ", "national"),
            Surface.PROVINCIAL: Words("tỉnh lộ", "provincial"),
            Surface.CONCRETE: Words("bê tông", "concrete"),
            Surface.GRAVEL: Words("cấp phối", "gravel"),
            Surface.EARTH: Words("đường đất", "earth"),
            Surface.PATH: Words("đường mòn", "path"),
        },
        {"đất": Surface.EARTH},
    ),
    VehicleClass: Vocabulary(
        {
            VehicleClass.CAR: Words("ô tô", "car"),
            VehicleClass.FOUR_BY_FOUR: Words("xe hai cầu", "4x4"),
            VehicleClass.MOTORBIKE: Words("xe máy", "motorbike"),
            VehicleClass.FOOT: Words("đi bộ", "on foot"),
        },
        {"ôtôhaicầu": VehicleClass.FOUR_BY_FOUR},
    ),
    WeakPointKind: Vocabulary(
        {
            WeakPointKind.FORD: Words("ngầm tràn", "ford"),
            WeakPointKind.BRIDGE: Words("cầu", "bridge"),
            WeakPointKind.SLIDE: Words("sạt lở", "slide"),
        },
        _NOTHING,
    ),
    RainTarget: Vocabulary(
        {
            RainTarget.NATIONAL: Words("quốc lộ", "national"),
            RainTarget.PROVINCIAL: Words("tỉnh lộ", "provincial"),
            RainTarget.CONCRETE: Words("bê tông", "concrete"),
            RainTarget.GRAVEL: Words("cấp phối", "gravel"),
            RainTarget.EARTH: Words("đường đất", "earth"),
            RainTarget.PATH: Words("đường mòn", "path"),
            RainTarget.FORD: Words("ngầm tràn", "ford"),
            RainTarget.BRIDGE: Words("cầu", "bridge"),
            RainTarget.SLIDE: Words("sạt lở", "slide"),
        },
        {"đất": RainTarget.EARTH},
    ),
    ServiceForm: Vocabulary(
        {
            ServiceForm.PER_PERSON: Words("từng người", "per person"),
            ServiceForm.AT_HOME: Words("tại nhà", "at home"),
            ServiceForm.TALK: Words("nói chuyện", "talk"),
        },
        _NOTHING,
    ),
    TeamKind: Vocabulary(
        {
            TeamKind.MOBILE: Words("lưu động", "mobile"),
            TeamKind.COMMUNE: Words("xã", "commune"),
        },
        {"tổlưuđộng": TeamKind.MOBILE, "tổxã": TeamKind.COMMUNE},
    ),
    KitKind: Vocabulary(
        {
            KitKind.ENROLMENT: Words("bộ thu nhận", "enrolment"),
            KitKind.GENERATOR: Words("máy phát điện", "generator"),
            KitKind.PORTABLE_SIGNAL: Words("bộ phát sóng", "portable signal"),
        },
        _NOTHING,
    ),
    AlmanacKind: Vocabulary(
        {
            AlmanacKind.HOLIDAY: Words("ngày lễ", "holiday"),
            AlmanacKind.CLOSED: Words("ngày nghỉ", "closed"),
            AlmanacKind.MARKET: Words("phiên chợ", "market"),
            AlmanacKind.TURNOUT: Words("lượng người đến", "turnout"),
        },
        _NOTHING,
    ),
    OutreachForm: Vocabulary(
        {
            OutreachForm.LOUDSPEAKER: Words("loa truyền thanh", "loudspeaker"),
            OutreachForm.MEETING: Words("họp bản", "meeting"),
            OutreachForm.LEAFLET: Words("tờ rơi", "leaflet"),
            OutreachForm.HOME_VISIT: Words("đến tận nhà", "home visit"),
            OutreachForm.TALK: Words("nói chuyện", "talk"),
        },
        _NOTHING,
    ),
    GuaranteeKind: Vocabulary(
        {
            GuaranteeKind.SEEN: Words("bản nào cũng được đến", "seen"),
            GuaranteeKind.SHARE: Words("tỷ lệ được phục vụ", "share"),
        },
        {"đượcđến": GuaranteeKind.SEEN, "tỷlệ": GuaranteeKind.SHARE},
    ),
}
