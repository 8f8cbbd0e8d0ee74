"""The one declaration of the district workbook: every sheet, every column, in reading order."""

from planner.data.sheets.declare import Sheet
from planner.data.sheets.figures import SETTINGS
from planner.data.sheets.land import (
    CLIMATE,
    COMMUNES,
    OUTLINE,
    PLACES,
    RAIN_RULES,
    ROADS,
    SPEEDS,
    VILLAGES,
    WEAK_POINTS,
)
from planner.data.sheets.work import (
    AGENCY_TASKS,
    CALENDAR,
    DEMAND,
    GUARANTEES,
    KITS,
    LODGINGS,
    MEMBERS,
    PHRASES,
    SERVICES,
    TEAMS,
    TOPICS,
)

SHEETS: tuple[Sheet, ...] = (
    SETTINGS,
    COMMUNES,
    PLACES,
    VILLAGES,
    OUTLINE,
    ROADS,
    WEAK_POINTS,
    SPEEDS,
    RAIN_RULES,
    CLIMATE,
    SERVICES,
    TOPICS,
    DEMAND,
    TEAMS,
    MEMBERS,
    KITS,
    LODGINGS,
    CALENDAR,
    AGENCY_TASKS,
    PHRASES,
    GUARANTEES,
)
