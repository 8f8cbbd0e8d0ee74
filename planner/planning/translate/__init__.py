"""Words to numbers and back: the only room that speaks both the planner's and the optimizer's.

Nowhere else do names become indices or clock times become seconds.
"""

from planner.planning.translate.numbers import Translation, to_problem
from planner.planning.translate.words import plan_of_no_work, to_plan

__all__ = ["Translation", "plan_of_no_work", "to_plan", "to_problem"]
