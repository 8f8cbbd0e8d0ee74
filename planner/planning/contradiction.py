"""The smallest sets of facts that contradict each other: none of them can be left out.

Knows nothing of what the facts are: whoever asks says of any of them whether they contradict.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

Fact = TypeVar("Fact")


def smallest_contradiction(
    facts: Sequence[Fact], contradicts: Callable[[tuple[Fact, ...]], bool]
) -> tuple[Fact, ...]:
    """Return facts that contradict each other, none of which can be left out; () if none do.

    Found by halving (QuickXplain [1]_, sections 4 and 5), which asks seldom if few facts are at
    fault among many. Then each is left out once more: what comes back was asked, and without any
    one of its facts nothing contradicts, even where more facts do not always contradict more. Of
    several such sets that of the facts that come first is preferred.

    References
    ----------
    .. [1] Junker, U. (2004). QuickXplain: preferred explanations and relaxations for
           over-constrained problems. AAAI.
    """
    every = tuple(facts)
    if not contradicts(every):
        return ()
    found = _explained((), every, contradicts, is_new=False) if every else ()
    return _irreducible(found if contradicts(found) else every, contradicts)


def _explained(
    known: tuple[Fact, ...],
    facts: tuple[Fact, ...],
    contradicts: Callable[[tuple[Fact, ...]], bool],
    *,
    is_new: bool,
) -> tuple[Fact, ...]:
    """Return those of the facts that contradict together with what is known."""
    if is_new and contradicts(known):
        return ()
    if len(facts) == 1:
        return facts
    half = len(facts) // 2
    first, last = facts[:half], facts[half:]
    late = _explained(known + first, last, contradicts, is_new=True)
    early = _explained(known + late, first, contradicts, is_new=bool(late))
    return early + late


def _irreducible(
    facts: tuple[Fact, ...], contradicts: Callable[[tuple[Fact, ...]], bool]
) -> tuple[Fact, ...]:
    """Leave facts out, the last first, until none can be."""
    for at in reversed(range(len(facts))):
        fewer = (*facts[:at], *facts[at + 1 :])
        if contradicts(fewer):
            return _irreducible(fewer, contradicts)
    return facts
