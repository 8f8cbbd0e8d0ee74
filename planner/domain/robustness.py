"""How sure a plan is: what came of it over many weathers that nobody planned with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstVillage:
    """A village, who was served there on the mean and who should be, after all stops were held."""

    village: str
    people: float
    planned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """People served in the weathers, stops held, teams stranded (of team-days with a shift).

    ``people_p10`` is what is reached in nine weathers of ten.
    """

    weathers: int
    people_mean: float
    people_p10: float
    people_p50: float
    people_p90: float
    held: float
    stranded: float
    worst: tuple[WorstVillage, ...]
