"""Splits whole numbers so that the parts add up exactly."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float], limits: Sequence[int] = ()) -> list[int]:
    """Return ``total`` split in proportion to ``weights``, largest remainders first.

    Parameters
    ----------
    limits
        No part grows past its limit; what is cut off goes to the others.

    Raises
    ------
    ValueError
        If the limits leave no room for ``total``.
    """
    limits = limits or [total] * len(weights)
    if sum(limits) < total:
        raise ValueError(f"limits {sum(limits)} leave no room for total {total}")
    full = sum(weights)
    exact = [total * w / full for w in weights]
    parts = [min(int(x), limit) for x, limit in zip(exact, limits, strict=True)]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    while missing := total - sum(parts):
        open_ones = [i for i in order if parts[i] < limits[i]]
        for i in open_ones[:missing]:
            parts[i] += 1
    return parts
