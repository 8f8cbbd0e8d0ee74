"""Mutants of search, pricing, master and packing: what the engine keeps to."""

from tests.mutations import Edit

KINDS, PRICING, DRAFT = "optimizer/shiftkinds.py", "optimizer/pricing.py", "optimizer/draft.py"
RUIN, SCHEDULE, TIMING = "optimizer/ruin.py", "optimizer/schedule.py", "optimizer/timing.py"
PLACEMENT, RECREATE = "optimizer/placement.py", "optimizer/recreate.py"
STOPS, CLOSING, CHOICE = "optimizer/stops.py", "optimizer/closing.py", "optimizer/choice.py"
MASTER, PACKING, CHECK = "optimizer/master.py", "optimizer/packing.py", "optimizer/check.py"
DIVE, ROWS, TOURS = "optimizer/dive.py", "optimizer/rows.py", "optimizer/tours.py"
LABELS, REACH, MASKS = "optimizer/labels.py", "optimizer/reach.py", "optimizer/masks.py"

ENGINE: dict[str, list[Edit]] = {
    "time_window": [(PRICING, "if arrives <= window_hi[w]:", "if True:")],
    "travel": [(PRICING, "arrives, worked_there = leaves + leg", "arrives, worked_there = leaves")],
    "passable": [
        (REACH, "leg_to[h, g] = travel_s[", "leg_to[h, g] = 60 + 0 * travel_s["),
        (
            REACH,
            "leg_to[groups + s, g] = travel_s[",
            "leg_to[groups + s, g] = 60 + 0 * travel_s[",
        ),
    ],
    "shift_hours: end": [
        (PRICING, "leaves + leg > end_s or", "False or"),
        (REACH, "end_s - busy_s)", "UNREACHABLE)"),
        (PRICING, "or begins + service_s[j] + home_s[g] > end_s", ""),
    ],
    "shift_hours: work": [
        (PRICING, "or work[current] + leg > max_work_s", ""),
        (REACH, "max_work_s - busy_s)", "UNREACHABLE)"),
        (PRICING, "if worked + home_s[g] > max_work_s:", "if False:"),
    ],
    "shift_hours: late in a row": [
        (DRAFT, "if column.late and", "if False and"),
        (ROWS, "(LATE, _most_late(problem))", "(LATE, [10**6] * len(problem.teams))"),
    ],
    "max_nights": [
        (ROWS, "(NIGHTS, _most_nights(problem))", "(NIGHTS, [10**6] * len(problem.teams))"),
    ],
    "lodging: wake where one slept": [
        (ROWS, "uses[NIGHT, shift.team, shift.day - 1, column.slept_at] -= 1", "pass"),
    ],
    "lodging: capacity": [
        (ROWS, "float(lodging.capacity)", "1e6"),
    ],
    "skills, language, kit, power, signal": [
        (KINDS, " & (chosen.needs & lacks == 0)", ""),
    ],
    "skills: crew": [
        (KINDS, "(chosen.service_s[:, shift.crew] != NOT_OFFERED) & ", ""),
    ],
    "resource": [
        (DRAFT, "end <= busy_from or start >= busy_to", "True or (end, start, busy_from, busy_to)"),
        (PACKING, "while_on(overlapping(self._kinds, columns))", "()"),
    ],
    "alternatives": [
        (STOPS, "visit.group if visit.group != NONE else -2 - v", "-2 - v"),
    ],
    "visited_at_most_once": [
        (STOPS, "tuple(len(groups) for", "tuple(9 + len(groups) for"),
    ],
    "capped demand": [
        (PACKING, 'served = solver.NumVar(0, 1, "")', 'served = solver.NumVar(0, 9, "")'),
        (DRAFT, "demand.weight * min(n, demand.people)", "demand.weight * n"),
        (DRAFT, "demands[d].weight * min(self.people[d], demands[d].people)", "self.people[d]"),
    ],
    "walk: beds": [(RUIN, "sched.guests[place - 1, world.shifts[shift].day] >=", "-1 >=")],
    "walk: nights in a row": [
        (RUIN, "nights_in_a_row(world, sched, k) > world.shifts[k].max_nights", "False"),
    ],
    "walk: late days": [
        (
            TIMING,
            "or late_in_a_row(world, sched, shift) <= world.shifts[shift].max_late",
            "or True",
        ),
    ],
    "walk: strand safety": [
        (TIMING, "safe = safe and bits(stranded) <= world.most_stranded", "pass"),
    ],
    "walk: time window": [
        (SCHEDULE, "if arrives > world.windows[w].hi:", "if False:"),
        (SCHEDULE, "if start <= world.windows[w].hi:", "if True:"),
    ],
    "walk: travel": [
        (
            TIMING,
            "begins(world, sched, shift, entry, clock + leg)",
            "begins(world, sched, shift, entry, clock)",
        ),
    ],
    "walk: end of the shift": [
        (TIMING, "or clock + leg > world.shifts[shift].end_s", ""),
        (PLACEMENT, "or clock + leg > world.shifts[shift].end_s", ""),
    ],
    "walk: work": [
        (TIMING, "if sched.days[shift].work_s > world.shifts[shift].max_work_s:", "if False:"),
        (PLACEMENT, "or detour > room", ""),
        (PLACEMENT, "        > world.shifts[shift].max_work_s\n", "        > 10**9\n"),
    ],
    "walk: resource": [
        (
            SCHEDULE,
            "if resource == NONE:\n            return start",
            "if True:\n            return start",
        )
    ],
    "walk: visited at most once, alternatives": [
        (RECREATE, ">= world.rows[stop.row].limit", ">= 9"),
    ],
    "walk: capped demand": [
        (SCHEDULE, "low, high = min(had, cap), min(has, cap)", "low, high = had, has")
    ],
    "walk: pinned": [(SCHEDULE, "sched.sums[BROKEN] += 1", "pass")],
    "walk: pinned position": [(TIMING, "count += wanted not in (-1, j)", "count += 0 * wanted")],
    "walk: weather": [(TIMING, "                mask &= leg\n", "                mask &= full\n")],
    "walk: wakes where it slept": [
        (RUIN, "sched.days[following].slept = sched.days[k].sleeps", "pass"),
    ],
    "columns: pinned position": [
        ("optimizer/kinds.py", "self.position[stop] not in {NONE, i}", "False"),
    ],
    "columns: strand safety": [
        ("optimizer/kinds.py", "stranded.bit_count() <= self", "True or stranded <= self"),
        (PRICING, "if bits(lost[current] | failing) > most_stranded:", "if False:"),
        (PRICING, "if bits(lost_there) > most_stranded:", "if False:"),
    ],
    "bound with strand safety": [
        (PRICING, "if bits(lost_there) > most_stranded:", "if lost_there != 0:"),
    ],
    "labels: those that may yet be stranded": [
        (PRICING, "(lost[other] | held[other] & ~weathers & traps) & ~lost_there) == 0", "0) == 0"),
        (
            LABELS,
            "(lost[other] | held[other] & ~held[current] & traps) & ~lost[current]) == 0",
            "0) == 0",
        ),
    ],
    "labels: those that wake as often": [
        (PRICING, "covers[origin[other], origin[current]]", "True"),
        (LABELS, "covers[origin[other], origin[current]]", "True"),
    ],
    "bound with nights in weather": [
        (MASKS, "(found[before] & way[:, None])", "(found[before][:1] & way[:1, None])"),
    ],
    "columns: nights in weather": [
        (
            "optimizer/kinds.py",
            "woke = [int(mask) for mask in enter[1 + column.slept_at]]",
            "woke = [1]",
        ),
    ],
    "packing: wakes where it slept": [(PACKING, "equal = key[0] == NIGHT or (", "equal = (")],
    "packing: pinned": [
        (PACKING, "(key[0] == ROW and self._kinds.must[key[1]])", "False"),
        (PACKING, "musts = ((ROW, int(r)) for r in self._kinds.must.nonzero()[0])", "musts = ()"),
    ],
    "packing: what is kept": [
        (PACKING, "self._row(solver, key, used[key])", "self._row(solver, key, 0)"),
    ],
    "dive: what fits": [(DIVE, "if self.draft.allows(moved):", "if True:")],
    "dive: what is kept": [
        (DIVE, "self.draft = Draft(market.kinds, kept)", "self.draft = Draft(market.kinds)")
    ],
    "dive: what is not good enough": [(DIVE, "self._master.value() < self._least", "False")],
    "dive: the programme is given back": [(DIVE, "self._master.fix(number, least=0)", "pass")],
    "dive: no way to a plan": [(DIVE, "elif not solved:", "elif False:")],
    "dive: both days of a night": [
        ("optimizer/neighbours.py", "return _whole_tours(best, freed)", "return freed"),
    ],
    "lane: a plan has to be sound": [
        ("optimizer/lane.py", "gained > 0 and draft.is_sound()", "gained > 0"),
    ],
    "lane: a plan has to be better": [("optimizer/lane.py", "if gained > 0 and", "if")],
    "programme: room for columns": [(MASTER, "len(self._x) == len(self._room)", "True")],
    "choice: wakes where it slept": [(CHOICE, "equal = key[0] == NIGHT or (", "equal = (")],
    "choice: pinned": [
        (CHOICE, "(key[0] == ROW and self._kinds.must[key[1]])", "False"),
        (CHOICE, "if not all((ROW, int(r))", "if False and not all((ROW, int(r))"),
    ],
    "labels: those that remember less": [
        (LABELS, "(seen[other, 0] & ~seen[current, 0]) == 0", "True"),
        (LABELS, "(seen[other, 1] & ~seen[current, 1]) == 0", "True"),
    ],
    "labels: those that worked less": [
        (LABELS, "(not tires or work[other] <= work[current])", "True"),
    ],
    "labels: those held in more weathers": [
        (LABELS, "(held[current] & ~held[other]) == 0", "True"),
    ],
    "labels: those that are later": [
        (LABELS, "if clock[other] <= clock[current] and (", "if ("),
    ],
    "weights: walk and labels": [(MASKS, "if len(weights) == 0:", "if len(weights) >= 0:")],
    "weights: labels": [
        (PRICING, "weigh_most(weathers, woke, weights) / parts", "bits(weathers) / scenarios"),
    ],
    "weights: rows": [
        (
            "optimizer/kinds.py",
            "max(self.problem.weigh(mask & one) for one in woke)",
            "max((mask & one).bit_count() for one in woke)",
        ),
        (
            "optimizer/kinds.py",
            "[self.problem.weigh(mask) for mask in masks]",
            "[mask.bit_count() for mask in masks]",
        ),
    ],
    "weights: tail": [("optimizer/unlucky.py", "times[scenario] += 1", "times[scenario] += 0")],
    "bound": [
        ("optimizer/market.py", "bound += max(0.0, most_earned) * len(alike)", "pass"),
    ],
    "bound of shifts alike": [
        ("optimizer/market.py", "max(0.0, most_earned) * len(alike)", "max(0.0, most_earned)"),
    ],
    "bound with promises": [
        ("optimizer/earnings.py", "kinds.bonus - prices.row[kinds.row]", "-prices.row[kinds.row]"),
    ],
    "bound in weather": [
        (PRICING, "weathers = held[current] & open_in[", "weathers = held[current] | open_in["),
    ],
    "bound with nights: where it woke": [
        (PRICING, "earned[s] = -1, 0, 0, wake[s]", "earned[s] = -1, 0, 0, 0.0"),
    ],
    "tours: worth on waking": [(TOURS, "_plus(prices.wake[k, :places], woke)", "woke")],
    "tours: the price of a shift": [
        (TOURS, "prices.shift[one.shift] + one.slept[0]", "one.slept[0]"),
    ],
    "tours: new prices of nights": [(TOURS, "one.slept[0] - one.slept)", "0.0)")],
    "tours: where nobody can sleep": [
        (TOURS, "[one.slept <= NO_WORTH] = NO_VALUE", "[one.slept <= NO_WORTH] += 0.0"),
    ],
    "tours: a kernel that gave up": [
        (TOURS, "or not one.found.proof.complete:", "or False:"),
    ],
    "tours: what the next days add": [(TOURS, "(ahead - prices.shift[", "(0.0 - prices.shift[")],
    "tours: where a fixed column ends": [
        (TOURS, "slept[1 + fixed[k].sleeps_at] = woke", "slept[:] = woke"),
    ],
    "tours: the bound of the others": [
        ("optimizer/generation.py", "bound + found.bound", "found.bound"),
    ],
    "bound with pins": [
        (MASTER, "(k[0] == ROW and kinds.must[k[1]])", "False"),
    ],
    "pinned second": [(STOPS, "windows = _cut(windows, pin.start_s)", "pass")],
    "pinned team and shift": [(STOPS, "if shift.team == pin.team and", "if True or")],
    "proof: columns within the gap": [
        (CLOSING, "least = self._earned - slack", "least = self._earned - 0.3 * slack"),
    ],
    "proof: other stops are not as good": [
        ("optimizer/enumeration.py", "and _same_stops(labels, other, stop, parent)", ""),
        ("optimizer/enumeration.py", "mix[other] == mix[labels]", "True"),
        ("optimizer/enumeration.py", "slot = (mix[labels] ^ (", "slot = (np.uint64(1) ^ ("),
    ],
    "proof: what may follow": [
        ("optimizer/asking.py", "worth=found.earned[found", "worth=0.5 * found.earned[found"),
    ],
    "bound of a cut-off kernel": [
        ("optimizer/earnings.py", "if found.complete else np.inf", ""),
    ],
}
