"""Numba's compiler as this package uses it: compiled once, kept on disk, and never a surprise.

Compiled code is kept beside the package; where that is read-only, in the user's cache folder, or
where ``NUMBA_CACHE_DIR`` says. Where nothing can be written at all, Numba would refuse to compile:
here it compiles in each process anew. Numba compiles a function anew when its own file is younger
than what is kept, though it holds a copy of all that it calls: here, when any file with kernels is
another.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")
DECORATED = re.compile(rb"^@(njit|kernel|inner)\b", re.MULTILINE)


def njit(**options: Any) -> Callable[[Callable[P, R]], Callable[..., R]]:
    """Return a decorator that compiles a function, and keeps what it compiled where it can.

    To the type checker compiled functions take anything: Numba's numbers are not Python's.
    """

    def compiled(function: Callable[P, R]) -> Callable[..., R]:
        try:
            made: Any = numba.njit(**options)(function)
        except RuntimeError:  # no folder for a cache can be written
            made = numba.njit(**(options | {"cache": False}))(function)
        kept = getattr(made._cache, "_cache_file", None)
        if kept is not None:
            kept._source_stamp = STAMP
        answer: Callable[..., R] = made
        return answer

    return compiled


def kernel(function: Callable[P, R]) -> Callable[..., R]:
    """Compile a kernel that Python calls."""
    return njit(cache=True, nogil=True, error_model="numpy")(function)


def inner(function: Callable[P, R]) -> Callable[..., R]:
    """Compile a part of kernels, which only kernels call.

    It needs no door to Python, which takes longer to compile than most parts do.
    """
    return njit(
        cache=True,
        nogil=True,
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
    )(function)


def _stamp() -> str:
    """Return what says whether anything that is compiled is still the same.

    Files with kernels use one of the decorators here; ``statement`` holds constants compiled in.
    """
    files = {path.name: path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))}
    compiled = [
        text
        for name, text in files.items()
        if DECORATED.search(text) or name in {"compiled.py", "statement.py"}
    ]
    return hashlib.sha256(b"".join(compiled)).hexdigest()


STAMP = _stamp()
