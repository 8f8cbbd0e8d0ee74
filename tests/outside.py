"""Programs that pip cannot install: found, or the test skips; on CI a missing one is a failure."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def outside_program(name: str) -> str:
    """Return the path of the program ``name``.

    Where it is missing the test skips, unless the environment variable ``CI`` is set: a machine
    that checks everything must not pass by checking less.
    """
    return shutil.which(name) or _missing(name)


def outside_package(name: str) -> Path:
    """Return the folder of the Node.js package ``name``; where it is missing, as for a program.

    Packages are looked for in the folder that ``LENBAN_NODE_MODULES`` names, else in
    ``node_modules`` of the current folder.
    """
    folder = Path(os.environ.get("LENBAN_NODE_MODULES", "node_modules")).resolve() / name
    return folder if folder.is_dir() else _missing(f"the Node.js package {name}")


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed here and is not installed")
    pytest.skip(f"{what} is not installed")
