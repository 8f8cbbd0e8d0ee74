"""The commands of the calendars: ``publish``, ``links``, ``calls``, ``export``."""

from calendars.commands.calls import calls
from calendars.commands.export import export
from calendars.commands.links import links
from calendars.commands.publish import publish_

COMMANDS = (publish_, links, calls, export)
