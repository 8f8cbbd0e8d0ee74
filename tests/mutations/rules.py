"""Mutants of what is refused before a solve, checked after it, and kept of a plan given."""

from tests.mutations import Edit

CHECK = "optimizer/check.py"


def _without(check: str) -> str:
    """Return the line by which the refusals forget one of their checks."""
    return (
        "    for checks in rounds:\n"
        f"        checks = tuple(check for check in checks if check is not {check})\n"
    )


CHECKER: dict[str, list[Edit]] = {
    f"checker: {name}": [(CHECK, f"    {name},\n", "")]
    for name in (
        "visited_at_most_once",
        "availability",
        "time_window",
        "travel",
        "passable",
        "shift_hours",
        "max_nights",
        "lodging",
        "skills",
        "resource",
        "alternatives",
        "strand_safety",
        "pinned",
    )
}

CHECKER["checker: no way back where no road leads"] = [
    (CHECK, "if problem.travel_s[profile, here, bed] != UNREACHABLE]", "]"),
]

REFUSE, FIT = "optimizer/refuse.py", "optimizer/fit.py"
ROTA, REPAIR = "optimizer/rota.py", "optimizer/repair.py"
REFUSALS: dict[str, list[Edit]] = {
    f"refusal: {name}": [(REFUSE, "    for checks in rounds:\n", _without(name))]
    for name in (
        *("_kinds", "_matrices", "_counts", "_limits", "_demands", "_visits", "_teams", "_shifts"),
        *("_lodgings", "_pins", "_promises", "no_time", "two_shifts", "out_of_reach"),
        *("pins_together", "promised_twice", "large_values", "pins_kept"),
    )
}

REPAIRS: dict[str, list[Edit]] = {
    "repair: starts stay": [(FIT, "max(earliest, stop.start_s) if keep else earliest", "earliest")],
    "repair: starts move": [(FIT, "(starts_s, True), (starts_s, False)]", "(starts_s, True)]")],
    "repair: order": [(FIT, "else [given.stops, by_start]", "else [given.stops]")],
    "repair: pinned stops first": [(FIT, "(sum(s.visit in dear for s in c), len(c))", "len(c)")],
    "repair: busy resources": [
        (FIT, "if conflict((start_s, start_s + takes), other):", "if False:")
    ],
    "repair: strand safety": [
        (FIT, "if cut_off.bit_count() > problem.strand_risk * problem.scenarios:", "if False:"),
    ],
    "repair: nights in a row": [(ROTA, "and state.nights < team.max_nights", "")],
    "repair: beds": [(REPAIR, "if guests[where] < ", "if 0 * guests[where] < 9 + ")],
    "repair: late days": [(ROTA, "state.late_days < team.max_late_in_a_row", "True")],
    "repair: sound shifts first": [
        (REPAIR, "key=lambda p: (not _is_sound(part, p), ", "key=lambda p: (")
    ],
    "repair: the checker has the last word": [
        (
            REPAIR,
            "if not _broken(part.problem, plans):\n        return tuple",
            "if True:\n        return tuple",
        ),
    ],
}
