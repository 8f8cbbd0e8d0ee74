"""Better plans: walks of the compiled search and, of few shifts, packings of those they met."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from optimizer.arrays import world_of
from optimizer.budget import Budget
from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds
from optimizer.packing import Packer
from optimizer.walk import Walk

WALKS = 2
"""Walks side by side; not a matter of cores, so that a plan does not depend on them."""


class Search:
    """Walks, and a packer of whole plans."""

    def __init__(self, kinds: Kinds, budget: Budget, *, seed: int) -> None:
        self.kinds = kinds
        world = world_of(kinds)
        self.walks = [Walk(kinds, world, seed * WALKS + i) for i in range(WALKS)]
        self.packer = Packer(kinds, budget)

    def construct(self) -> list[Column]:
        """Return the first plan, from which all walks go on."""
        self.walks[0].construct()
        first = self.walks[0].columns()
        for walk in self.walks[1:]:
            walk.load(first)
        return first

    def load(self, columns: Sequence[Column]) -> None:
        """Let all walks go on from a plan."""
        for walk in self.walks:
            walk.load(columns)

    def met(self, most: int) -> Iterator[Column]:
        """Copy what the walks met, the most earning first to be kept.

        Yields it as columns, some twice: that takes time, while the walks can go on.
        """
        return chain.from_iterable([walk.pooled(most // WALKS) for walk in self.walks])

    def on_all_alike(self, columns: Iterable[Column]) -> Iterator[Column]:
        """Yield columns of shifts exchanged for the first of them on every one of those shifts."""
        like = defaultdict(list)
        for k, first in enumerate(self.kinds.like.tolist()):
            like[first].append(k)
        return (self.kinds.moved(c, k) for c in columns for k in like[c.shift])

    def packed_whole(self, best: Draft, columns: Iterable[Column]) -> Draft | None:
        """Return the best plan that can be packed from ``columns``, starting from ``best``."""
        chosen = self.packer.pack(Draft(self.kinds), columns, hint=list(best.columns.values()))
        return None if chosen is None else Draft(self.kinds, chosen)
