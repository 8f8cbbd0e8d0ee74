"""What the optimizer refuses."""


class OptimizerError(Exception):
    """The base of all errors of this package."""


class InvalidProblem(OptimizerError, ValueError):
    """The problem contradicts itself; the message names index and value."""


class InvalidSolution(OptimizerError, ValueError):
    """A solution points to something that its problem does not have."""
