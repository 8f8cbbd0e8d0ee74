"""The steps of the chance of passing: one scale on every page, told by width and dashes too."""

from enum import StrEnum


class Band(StrEnum):
    """How likely a road is to be passed, in steps that a map can show."""

    SURE = "pass-sure"
    LIKELY = "pass-likely"
    DOUBTFUL = "pass-doubtful"
    POOR = "pass-poor"
    CLOSED = "pass-closed"


BANDS = (
    (0.98, Band.SURE),
    (0.8, Band.LIKELY),
    (0.5, Band.DOUBTFUL),
    (0.2, Band.POOR),
    (0.0, Band.CLOSED),
)


def band_of(passes: float) -> Band:
    """Return the step that a chance of passing belongs to."""
    return next(band for least, band in BANDS if passes >= least)
