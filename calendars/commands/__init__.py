"""The commands of the calendars: ``publish``, ``links``, ``calls``, ``export``.

``export`` takes the place of the planner's, which knows no calendars.
"""

from calendars.commands.calls import calls
from calendars.commands.export import export
from calendars.commands.links import links
from calendars.commands.publish import publish_

COMMANDS = (publish_, links, calls, export)
