"""How much memory this process has held."""

import resource
import sys


def peak_mib() -> float:
    """Return the most memory that this process has held; the system's unit differs."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
