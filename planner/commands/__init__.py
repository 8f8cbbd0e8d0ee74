"""The planner's commands; ``web.cli`` puts them together with those of the other packages."""

from planner.commands.advise import advise
from planner.commands.closure import closure
from planner.commands.compare import compare
from planner.commands.conflicts import conflicts
from planner.commands.district import check, import_, init
from planner.commands.draft import draft
from planner.commands.edit import edit
from planner.commands.plan import plan
from planner.commands.replan import replan
from planner.commands.returning import import_plan
from planner.commands.risk import risk
from planner.commands.roads import roads
from planner.commands.show import show
from planner.commands.simulate import simulate
from planner.commands.terrain import terrain
from planner.commands.weather import weather
from planner.commands.why import why

COMMANDS = (
    init,
    import_,
    check,
    terrain,
    plan,
    replan,
    edit,
    draft,
    import_plan,
    why,
    compare,
    conflicts,
    weather,
    roads,
    closure,
    risk,
    advise,
    simulate,
    show,
)
