"""Mutants of the way from a district's words to the optimizer's numbers."""

from tests.mutations import Edit

NUMBERS, GUARANTEED, KEEPING, DUE, ALMANAC = (
    "planner/planning/translate/numbers.py",
    "planner/planning/translate/guaranteed.py",
    "planner/planning/keeping.py",
    "planner/planning/due.py",
    "planner/planning/almanac.py",
)
PLANNING: dict[str, list[Edit]] = {
    "planning: kit": [(NUMBERS, "return session.needs_kit", "return False")],
    "planning: power": [(NUMBERS, "return session.needs_power", "return False")],
    "planning: signal": [(NUMBERS, "return session.needs_signal", "return False")],
    "planning: language": [
        (NUMBERS, "return session.needs_language == need.language", "return False"),
    ],
    "planning: a place without signal needs the means": [
        (DUE, " and place.signal is Signal.NONE", " and False"),
    ],
    "planning: a place without power needs the means": [
        (DUE, " and not place.power", " and False")
    ],
    "planning: holidays": [(ALMANAC, "(AlmanacKind.HOLIDAY,)", "()")],
    "planning: closed days": [
        (ALMANAC, "(AlmanacKind.HOLIDAY, AlmanacKind.CLOSED)", "(AlmanacKind.HOLIDAY,)"),
    ],
    "planning: turnout": [(ALMANAC, "entry.kind is AlmanacKind.TURNOUT and", "False and")],
    "planning: guarantees outweigh all other work": [
        (KEEPING, "gentle is asked or _keeps_all(gentle, first)", "True"),
    ],
    "planning: a guarantee has its date": [(GUARANTEED, "if day <= pledges[n].until", "if True")],
    "planning: impassable roads": [
        (
            "planner/planning/translate/profiles.py",
            "np.where(seconds == UNREACHABLE, UNREACHABLE, steps)",
            "np.minimum(steps, 600)",
        ),
    ],
}
