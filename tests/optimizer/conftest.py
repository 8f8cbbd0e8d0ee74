"""Tests of time limits are about planning: whatever compiles has compiled before them."""

import pytest

from optimizer.warm import warm_up


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """Compile the method, or load it, once for each process of the tests."""
    warm_up()
