"""``python -m calendars``: the commands of the calendars alone."""

from calendars.commands import COMMANDS
from planner.commands.edge import assemble

if __name__ == "__main__":
    assemble(COMMANDS).main()
