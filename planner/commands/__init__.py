"""The planner's commands; ``web.cli`` puts them together with those of the other packages."""

from planner.commands.district import check, import_, init
from planner.commands.plan import plan
from planner.commands.show import export, show

COMMANDS = (init, import_, check, plan, show, export)
