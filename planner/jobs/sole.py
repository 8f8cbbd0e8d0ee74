"""A data folder's lock: only one server at a time works through its jobs.

The system lets go of it when the process ends, however that ends. So who gets it knows that jobs
which are not over in the store are nobody's any more.
"""

import sys
from pathlib import Path
from typing import IO

from planner.errors import StorageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "jobs.lock"


def hold(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder, to be closed by whom it was given to; None if another has it.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    try:
        file = (folder / LOCK).open("ab")
    except OSError as error:
        raise StorageError(f"{folder / LOCK}: {error}") from error
    try:
        _lock(file.fileno())
    except OSError:
        file.close()
        return None
    return file


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
