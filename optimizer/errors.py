"""What the optimizer refuses, and how it is told to stop."""


class OptimizerError(Exception):
    """The base of all errors of this package."""


class InvalidProblem(OptimizerError, ValueError):
    """The problem contradicts itself; the message names index and value."""


class InvalidSolution(OptimizerError, ValueError):
    """A solution points to something that its problem does not have."""


class CutOff(Exception):
    """The solve is cut off, and what was under way of no use any more; caught in this package."""
