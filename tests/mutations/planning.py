"""Mutants of the way from a district's words to the optimizer's numbers."""

from tests.mutations import Edit

NUMBERS, GUARANTEED, KEEPING, DUE, ALMANAC = (
    "planner/planning/translate/numbers.py",
    "planner/planning/translate/guaranteed.py",
    "planner/planning/keeping.py",
    "planner/planning/due.py",
    "planner/planning/almanac.py",
)
STUCK, BEGUN, REPLAN, STABILITY, HITS = (
    "planner/planning/translate/stuck.py",
    "planner/planning/translate/begun.py",
    "planner/planning/replan.py",
    "planner/planning/stability.py",
    "planner/planning/hits.py",
)
DRAFTS, COMPLETION, RETURNING = (
    "planner/planning/drafts.py",
    "planner/planning/completion.py",
    "planner/planning/returning.py",
)
PACE = "planner/planning/pace.py"
EXPECTED = "planner/planning/translate/expected.py"
DRIVING = "planner/planning/driving.py"
PLANNING: dict[str, list[Edit]] = {
    "learning: a way that took longer was slower": [
        (PACE, "(way.planned / way.took)", "(way.took / way.planned)"),
    ],
    "learning: who waits does not hurry": [(PACE, "<= LONGEST_WAIT:", "<= timedelta(days=1):")],
    "learning: a session that was not held": [
        (PACE, "if Held.NOT_HELD not in (first.held, second.held):", "if True:")
    ],
    "learning: the surface of most of the time": [
        (PACE, "max(times, key=lambda s: times[s], default=None)", "next(iter(times), None)")
    ],
    "expected: each weather has its own cap": [
        (
            EXPECTED,
            "np.minimum(people_in_each(problem, solution, held)[:some], caps)",
            "people_in_each(problem, solution, held)[:some]",
        ),
    ],
    "expected: days that share weathers are turned apart": [
        (EXPECTED, "_turned(mask, _turns(names, shift), problem.scenarios)", "mask"),
    ],
    "expected: halves are rounded up": [
        (EXPECTED, "(2 * (in_each @ weights) + problem.parts)", "(2 * (in_each @ weights))"),
    ],
    "fallbacks: the hours of work": [(DRIVING, "<= today.work_until_s", "<= np.inf")],
    "fallbacks: what is planned next": [(DRIVING, "if following is not None:", "if False:")],
    "replanning: no longer tours after waiting": [
        (STUCK, "if shift.team == number and day > home else shift", "if False else shift"),
    ],
    "replanning: days off away": [(STUCK, "if stays and (day.team,", "if False and (day.team,")],
    "replanning: nights that had to be": [(STUCK, "        if long:", "        if False:")],
    "replanning: what has begun is pinned": [
        (BEGUN, "            pins += _pins(", "            _pins(")
    ],
    "replanning: ways that are apart": [(BEGUN, "if not taken & places:", "if True:")],
    "replanning: nothing leads there any more": [(REPLAN, "    if lost:", "    if False:")],
    "stability: the hour": [(STABILITY, "later = before.start != after.start", "later = False")],
    "stability: the day": [(STABILITY, "(before.day != after.day, Shifted", "(False, Shifted")],
    "hits: too late": [(HITS, "late is None or late > timedelta()", "late is None")],
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
    "drafts: a pinned order": [
        (DRAFTS, "order=held.order if Strength.ORDER in strengths else None", "order=None"),
    ],
    "drafts: explicit pins are asked for": [
        (
            COMPLETION,
            "wanted.append(replace(pin, day=pin.day or (moved.day if moved else None)))",
            "pass",
        ),
    ],
    "drafts: what a hand moved is pinned": [(COMPLETION, "wanted.append(moved)", "pass")],
    "drafts: what was dropped stays away": [
        (COMPLETION, "if session.lasting_name in away\n", "if False\n"),
    ],
    "drafts: nothing stands in for what was dropped": [
        (COMPLETION, "(_series(session) in gone and", "(False and"),
    ],
    "drafts: what has begun cannot be edited": [(COMPLETION, "one.session in rest.begun and", "")],
    "drafts: pinned hours are tried": [
        (
            "planner/planning/clashes.py",
            "stop if pin.start_s is None else replace(stop, start_s=pin.start_s)",
            "stop",
        ),
    ],
    "plans from files: hours are the district's": [
        (RETURNING, "not in TOLD_ANEW and value != other", "not in TOLD_ANEW and False"),
    ],
    "plans from files: the checker is asked": [
        (RETURNING, "for one in broken[:MOST_TOLD]", "for one in broken[:0]"),
    ],
    "plans from files: the seed stays": [
        (
            "planner/planning/edits.py",
            "replace(before.solution, seed=plan.proof.seed)",
            "before.solution",
        ),
    ],
}
