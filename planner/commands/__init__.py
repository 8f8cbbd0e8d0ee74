"""The planner's commands; ``web.cli`` puts them together with those of the other packages.

Each by the place that it is imported from when it is called (``edge.assemble``).
"""

COMMANDS = {
    "init": "planner.commands.district:init",
    "import": "planner.commands.district:import_",
    "check": "planner.commands.district:check",
    "terrain": "planner.commands.terrain:terrain",
    "plan": "planner.commands.plan:plan",
    "replan": "planner.commands.replan:replan",
    "edit": "planner.commands.edit:edit",
    "draft": "planner.commands.draft:draft",
    "import-plan": "planner.commands.returning:import_plan",
    "why": "planner.commands.why:why",
    "compare": "planner.commands.compare:compare",
    "conflicts": "planner.commands.conflicts:conflicts",
    "weather": "planner.commands.weather:weather",
    "roads": "planner.commands.roads:roads",
    "closure": "planner.commands.closure:closure",
    "risk": "planner.commands.risk:risk",
    "advise": "planner.commands.advise:advise",
    "simulate": "planner.commands.simulate:simulate",
    "outcomes": "planner.commands.outcomes:outcomes",
    "register": "planner.commands.outcomes:register_",
    "report": "planner.commands.outcomes:report",
    "show": "planner.commands.show:show",
    "accounts": "planner.commands.accounts:accounts",
}
