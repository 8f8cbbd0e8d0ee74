"""``python -m planner``: the planner's commands alone."""

from planner.commands import COMMANDS
from planner.commands.edge import assemble

if __name__ == "__main__":
    assemble(COMMANDS).main()
