"""What a peer may use for one answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Wall-clock seconds from the start of building the model, the seed, and the cores.

    A peer that works on one core is asked once per core at the same time; ``turn`` numbers these,
    and each turn has another setting or seed.
    """

    seconds: float
    seed: int = 1
    cores: int = 2
    turn: int = 0
