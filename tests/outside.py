"""Programs that pip cannot install: found, or the test skips; on CI a missing one is a failure."""

import os
import shutil

import pytest


def outside_program(name: str) -> str:
    """Return the path of the program ``name``.

    Where it is missing the test skips, unless the environment variable ``CI`` is set: a machine
    that checks everything must not pass by checking less.
    """
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is needed here and is not installed")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
