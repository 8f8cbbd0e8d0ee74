"""Words to numbers and back: the only room that speaks both the planner's and the optimizer's.

Nowhere else do names become indices or clock times become seconds.
"""

from planner.planning.translate.before import Before, Lost, to_solution
from planner.planning.translate.begun import begun_days, begun_sessions, with_begun
from planner.planning.translate.expected import people_expected
from planner.planning.translate.hurdles import keepable
from planner.planning.translate.names import Drafted, Translation
from planner.planning.translate.numbers import to_problem, to_statement
from planner.planning.translate.pins import Pinned, held_sessions, renumbered, to_pin
from planner.planning.translate.reach import out_of_reach
from planner.planning.translate.stuck import (
    Stuck,
    as_told,
    stuck_teams,
    with_days_off,
    with_stay,
    with_stuck,
)
from planner.planning.translate.words import plan_of_no_work, to_plan

__all__ = [
    "Before",
    "Drafted",
    "Lost",
    "Pinned",
    "Stuck",
    "Translation",
    "as_told",
    "begun_days",
    "begun_sessions",
    "held_sessions",
    "keepable",
    "out_of_reach",
    "people_expected",
    "plan_of_no_work",
    "renumbered",
    "stuck_teams",
    "to_pin",
    "to_plan",
    "to_problem",
    "to_solution",
    "to_statement",
    "with_begun",
    "with_days_off",
    "with_stay",
    "with_stuck",
]
