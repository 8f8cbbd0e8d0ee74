"""Words to numbers and back: the only room that speaks both the planner's and the optimizer's.

Nowhere else do names become indices or clock times become seconds.
"""

from planner.planning.translate.before import Before, Lost, to_solution
from planner.planning.translate.begun import begun_days, begun_sessions, cut_off, with_begun
from planner.planning.translate.numbers import Drafted, Translation, to_problem, to_statement
from planner.planning.translate.reach import out_of_reach
from planner.planning.translate.words import plan_of_no_work, to_plan

__all__ = [
    "Before",
    "Drafted",
    "Lost",
    "Translation",
    "begun_days",
    "begun_sessions",
    "cut_off",
    "out_of_reach",
    "plan_of_no_work",
    "to_plan",
    "to_problem",
    "to_solution",
    "to_statement",
    "with_begun",
]
