"""The command line ``lenban``: the commands of all packages."""

import sys
from io import TextIOWrapper

from calendars.commands import COMMANDS as CALENDARS
from planner.commands import COMMANDS as PLANNER
from planner.commands.edge import assemble

COMMANDS = PLANNER | CALENDARS | {"serve": "web.commands:serve", "demo": "web.commands:demo"}


def main() -> None:
    """Run ``lenban``; Vietnamese comes out whole whatever the locale of the machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    assemble(COMMANDS).main()
