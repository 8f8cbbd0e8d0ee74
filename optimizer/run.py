"""One solve on its way: what is done when, and by which of two threads.

Time, or work where that is limited, is cut into epochs. In each a walk goes on in one thread while
the other proves (``prover``). Once nothing is left to prove both better the plan: by diving where
shifts are many (``lane``), by walking where they are few or nights tie them. Between epochs they
exchange their best plans. Where work is limited, what either does in an epoch
depends on nothing that the other does in it, so that the plan does not depend on the number of
cores; where time is, a walk goes on while the other is late.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from optimizer.budget import Budget, Turn
from optimizer.cycles import EPOCHS, Cycles
from optimizer.draft import Draft
from optimizer.incumbent import Incumbent
from optimizer.kinds import Column, Kinds
from optimizer.lanes import Lanes
from optimizer.prover import Prover
from optimizer.restarts import Restarts
from optimizer.rows import nights_tie, toured
from optimizer.search import Search
from optimizer.walk import Walk

SHORT_WALK_S = 0.02
"""How long a walk goes on between two looks at whether the other thread is ready."""
PACK_EVERY = 2
"""Epochs from one packing of all shifts that the walks met to the next, where shifts are few."""
MOST_WHOLE = 5000
"""Columns that the packing of a whole plan may choose from."""
PROVE_FEW, PROVE_MANY, PROVE_SHORT = 0.4, 0.6, 0.95
"""Shares of the budget after which the bound is as low as it gets.

The last if the budget is short, or the bound nearly as low as the LP."""
VAIN, PROVE_VAIN = 0.2, 0.15
"""Gap to the LP from which on proving a few long shifts further is in vain, after that share."""
ROUNDS_VAIN, SLOW_ROUND = 30, 0.15
"""But not before so many rounds, unless one takes that share of the budget."""
SHORT_S = 15.0
MET_FEW, MET_MANY = 3000, 1000
"""Columns that the first walks give to column generation, where shifts are few and many."""
WALK_FIRST_S, WALK_FIRST = 1.2, 0.3
"""How long walks go on before the first round, where shifts are many; at most that share."""
LAGGING = 4.0
"""So many times further from the LP than the bound is, a plan needs walking more than proof."""


@dataclass(slots=True, kw_only=True)
class Run:
    """One solve: the best plan and bound so far."""

    kinds: Kinds
    budget: Budget
    seed: int
    cores: int
    good_enough: float
    incumbent: Incumbent
    tell: Callable[[], None]
    search: Search = field(init=False)
    prover: Prover = field(init=False)
    _few: bool = field(init=False)
    _tied: bool = field(init=False)
    _anew: dict[int, Restarts] = field(init=False)
    _lanes: Lanes = field(init=False)
    _cycles: Cycles = field(init=False)
    _found: list[Draft] = field(default_factory=list)
    _owes: list[int] = field(default_factory=lambda: [0, 0])
    _shared: int = 0
    _to_pack: Iterator[Column] | None = None

    def __post_init__(self) -> None:
        self._few, self._tied = self.kinds.few, nights_tie(self.kinds)
        self._cycles = Cycles(self.kinds, self.budget)
        self.search = Search(self.kinds, self.budget, seed=self.seed)
        self._anew = {i: Restarts(self.search.walks[i]) for i in self._begun_anew()}
        self.prover = Prover(self.kinds, self.budget, cores=self.cores, few=self._few)
        self._lanes = Lanes(self.prover, self.budget, seed=self.seed)

    def go(self) -> None:
        """Better plan and bound until the budget is used up or they meet."""
        self._begin()
        if self.done():
            return
        with ThreadPoolExecutor(max_workers=2) as pool:
            if not self._few:
                self._walk_first(pool)
            for epoch in range(self._cycles.epochs):
                if self.done():
                    return
                until = self._cycles.until(epoch)
                if self.budget.limit is None and self.budget.over(until):
                    continue  # it passed while the other thread was at work
                self._epoch(pool, epoch, until)

    def done(self) -> bool:
        """Return whether the budget is used up, or the plan is good enough."""
        return self.budget.over() or self.gap() <= self.good_enough

    def gap(self) -> float:
        """Return (bound − value) / bound, infinite while either is not known."""
        bound, worth = self.prover.bound, self.incumbent.value
        if worth is None or math.isinf(bound):
            return math.inf
        if bound <= 0:
            # no share of nothing: good enough is the bound itself
            return 0.0 if worth >= bound else math.inf
        return (bound - worth) / bound

    def _begun_anew(self) -> Sequence[int]:
        """Return which walks are begun anew: of a single shift both, of few that prove beside."""
        certain = self.kinds.open_in is None and not any(toured(self.kinds.problem))
        if not self._few or not certain:
            return ()
        return (0, 1) if len(self.kinds.problem.shifts) == 1 else (1,)

    def _begin(self) -> None:
        """Make a first plan, or take the one that was given; give its columns to the LP."""
        if self.incumbent.draft is None:
            self._offer(self.search.construct())
            if self.incumbent.draft is None:
                self._offer([])
        else:
            self.tell()
            self.search.load(self.incumbent.columns())
        if not self.done():
            self.prover.generation.master.add(self.incumbent.columns())

    def _walk_first(self, pool: ThreadPoolExecutor) -> None:
        """Cool a walk down once beside the first rounds; give what it met to the LP."""
        length_s = self.budget.length_s()
        takes = min(WALK_FIRST, WALK_FIRST_S / length_s) if length_s else 0.0
        self._cycles.begun = self.budget.share() + takes
        self._side_by_side(pool, self._cycles.begun, 0.0, 1.0)
        self._exchange(EPOCHS - 1)
        if self.done():
            return
        self.prover.generation.master.add(self.incumbent.columns())
        self.prover.generation.master.add(self.search.met(MET_MANY))

    def _epoch(self, pool: ThreadPoolExecutor, epoch: int, until: float) -> None:
        """Let both threads work until that share of the budget is used; exchange their finds."""
        at = epoch % EPOCHS
        begin, end = at / EPOCHS, (at + 1) / EPOCHS
        if not self._both():
            self._beside(until, begin, end)
            self.budget.count(until)
        else:
            self._side_by_side(pool, until, begin, end)
        self._exchange(epoch)

    def _side_by_side(
        self, pool: ThreadPoolExecutor, until: float, begin: float, end: float
    ) -> None:
        """Walk, or dive, in one thread, prove and dive in the other; on one core, by turns."""
        if self.cores > 1:
            beside = pool.submit(self._beside, until, begin, end)
            self._here(until, begin, end)
            if self.budget.limit is None:
                self._go_on(beside)
            beside.result()
        else:
            self._beside(self._halfway(until), begin, end)
            self._here(until, begin, end)
        self.budget.count(until)

    def _here(self, until: float, begin: float, end: float) -> None:
        """Walk, or dive where both threads do."""
        turn = Turn(self.budget, until, self._owes[0])
        if self._lanes.here is None:
            self._walk(0, turn, begin, end)
        else:
            while not turn.over():
                turn.spend(self._lanes.here.step(self._best()))
        self._owes[0] = turn.owes

    def _beside(self, until: float, begin: float, end: float) -> None:
        """Prove, then better the plan."""
        turn = Turn(self.budget, until, self._owes[1])
        self._prove_or_better(turn, begin, end)
        self._owes[1] = turn.owes

    def _walk(self, which: int, turn: Turn, begin: float, end: float) -> None:
        """Let a walk go on until the turn is over, or be begun anew again and again."""
        if which in self._anew:
            self._anew[which].go(turn, self.budget.flag)
        else:
            self.search.walks[which].go(turn, self.budget.flag, begin, end)

    def _go_on(self, beside: Future[None]) -> None:
        """Walk or dive until the other thread is ready, through the epochs that pass meanwhile."""
        if self._lanes.here is not None:
            while not beside.done() and not self.budget.over():
                self._lanes.here.step(self._best())
            return
        walk, at = self.search.walks[0], 1.0
        short = SHORT_WALK_S / max(SHORT_WALK_S, self.budget.length_s())
        while not beside.done() and not self.budget.over():
            before, at = at, self._cycles.at()
            if at < before and 0 not in self._anew:
                # a cycle begins: from the best plan of its own, for what is found is not told yet
                walk.load(walk.columns())
            self._walk(0, Turn(self.budget, self.budget.share() + short), at, at)
            self._offer_walked(walk)

    def _both(self) -> bool:
        """Return whether to walk in this epoch, or dive in both threads.

        Where shifts are many, rounds have both cores: pricing can use them, and walking brings
        little until the bound is much nearer to the LP than the plan is.
        """
        generation, worth = self.prover.generation, self.incumbent.value
        if self._few or self._tied or self._lanes.begun or self.prover.ended:
            return True
        if worth is None or not math.isfinite(generation.gap):
            return False
        return generation.lp - worth > LAGGING * generation.gap * abs(generation.lp)

    def _halfway(self, until: float) -> float:
        """Return the share until which one core works for the other; work is counted for each."""
        if self.budget.limit is not None:
            return until
        return (self.budget.share() + until) / 2

    def _prove_or_better(self, turn: Turn, begin: float, end: float) -> None:
        """Prove while that is worth while; then better the plan."""
        prove_until = self._prove_until()
        while not turn.over():
            share = self.budget.share()
            if self.prover.landed is not None:
                self._keep(self.prover.landed)
                self.prover.landed = None
            rounds = share < (PROVE_SHORT if self.prover.is_close else prove_until)
            proves = self.prover.wants_to_go_on(self.incumbent.value, rounds=rounds)
            lane = self._lanes.beside(proves=proves)
            if lane is not None:
                work = lane.step(self._best())
                turn.spend(work)
                self._lanes.worked(dived=work)
            elif proves:
                work = self.prover.step(self.incumbent.value)
                turn.spend(work)
                self._lanes.worked(proved=work)
                if self.gap() <= self.good_enough:
                    return
            elif self._few and self._to_pack is not None:
                met, self._to_pack = self._to_pack, None
                turn.spend(self._pack_whole(met))
            else:
                self._walk(1, turn, begin, end)

    def _prove_until(self) -> float:
        if self._few:
            return PROVE_VAIN if self._in_vain() else PROVE_FEW
        return PROVE_SHORT if self.budget.length_s() < SHORT_S else PROVE_MANY

    def _in_vain(self) -> bool:
        generation = self.prover.generation
        slow = self.budget.share() > SLOW_ROUND * max(1, generation.rounds)
        return generation.gap > VAIN and (slow or generation.rounds >= ROUNDS_VAIN)

    def _pack_whole(self, met: Iterator[Column]) -> int:
        columns = chain(met, self.search.on_all_alike(self.prover.columns))
        before = self.search.packer.work
        better = self.search.packed_whole(self.incumbent.draft or Draft(self.kinds), columns)
        if better is not None:
            self._keep(better)
        return self.search.packer.work - before

    def _best(self) -> Draft:
        return self.incumbent.draft or Draft(self.kinds)

    def _keep(self, draft: Draft) -> None:
        """Keep a plan for the exchange, if the checker accepts it."""
        if draft.is_sound():
            self._found.append(draft)

    def _exchange(self, epoch: int) -> None:
        """Tell the best plan of both threads; let walks start from it at the end of a cycle."""
        for walk in self.search.walks:
            self._offer_walked(walk)
        for draft in [*self._found, *self._lanes.exchange()]:
            if self.incumbent.offer_draft(draft):
                self.tell()
                if self._few and self.kinds.open_in is not None:
                    # packed as if every day began as planned: a walk sees what nights do to it
                    self.search.walks[1].load(self.incumbent.columns())
        self._found.clear()
        self.tell()
        if not self.done():
            self._share(epoch)

    def _share(self, epoch: int) -> None:
        if self._few and (epoch + 1) // PACK_EVERY > self._shared // PACK_EVERY:
            self._to_pack = self.search.met(MOST_WHOLE)
        if epoch == 0 and self._few:
            self.prover.generation.master.add(self.search.met(MET_FEW))
        if (epoch + 1) // EPOCHS > self._shared // EPOCHS:
            for which, walk in enumerate(self.search.walks):
                if which not in self._anew:
                    walk.load(self.incumbent.columns())
        self._shared = epoch + 1

    def _offer_walked(self, walk: Walk) -> None:
        worth = self.incumbent.value
        if worth is None or walk.best_worth > worth * self.kinds.parts:
            self._offer(walk.columns())

    def _offer(self, columns: list[Column]) -> None:
        if self.incumbent.offer(columns):
            self.tell()
