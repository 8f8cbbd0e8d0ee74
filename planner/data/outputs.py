"""Writes files whole or not at all, and says what keeps one from being written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import BadData


@contextmanager
def saying_why_not(path: Path) -> Iterator[None]:
    """Tell a failure of the system to write ``path`` as a fault of what was asked.

    Raises
    ------
    BadData
        If the system refuses: there is no such folder, it is full, or not ours to write.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise BadData("cannot_write", value=str(path), where=str(path), why=why) from error


def write_whole(content: bytes, path: Path) -> None:
    """Write a file beside its place, then put it there: nobody ever reads half of it.

    Raises
    ------
    BadData
        If it cannot be written.
    """
    with saying_why_not(path):
        beside = path.with_name(f".{path.name}.part")
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
