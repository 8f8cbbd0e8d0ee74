"""How fast people walk. Owns Tobler's function; knows nothing of networks."""

import math

# The exponent's two figures, and the slope (-5 %) at which people walk fastest.
STEEPNESS = 3.5
FASTEST_SLOPE = -0.05


def walking_kmh(slope: float, flat_kmh: float = 5.0) -> float:
    """Return the walking speed on a signed slope, where uphill is positive.

    Tobler's hiking function [1]_, scaled so that the flat is walked at ``flat_kmh``.

    References
    ----------
    .. [1] Tobler, W. (1993). Three presentations on geographical analysis and modeling.
           NCGIA Technical Report 93-1, p. 3.
    """
    on_slope = math.exp(-STEEPNESS * abs(slope - FASTEST_SLOPE))
    on_flat = math.exp(-STEEPNESS * abs(FASTEST_SLOPE))
    return flat_kmh * on_slope / on_flat


def walking_s(length_km: float, climb_m: float, kmh_on_flat: float = 5.0) -> int:
    """Return the time to walk a path one way, in whole seconds, rounded up.

    Parameters
    ----------
    climb_m
        Signed: a path and its reverse take different times.
    """
    slope = climb_m / (1000 * length_km)
    return math.ceil(3600 * length_km / walking_kmh(slope, kmh_on_flat))
