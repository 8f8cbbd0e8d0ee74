"""The commands of the calendars, each by the place that it is imported from when called."""

COMMANDS = {
    "publish": "calendars.commands.publish:publish_",
    "links": "calendars.commands.links:links",
    "calls": "calendars.commands.calls:calls",
    "export": "calendars.commands.export:export",
}
