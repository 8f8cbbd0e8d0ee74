"""The folder of feeds: each file is complete at every moment, and never goes back.

Knows bytes and file names only.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from planner.errors import StorageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FEEDS = "feeds"
LOCK = "feeds.lock"
REVISION = "revision"
WAITING = ".new"
LONGEST_NAME = 200


def feed_path(folder: Path, feed_key: str) -> Path:
    """Return where a feed's bytes lie in a data folder.

    Signs that a file name cannot hold everywhere are quoted, very long keys are hashed.
    """
    name = quote(feed_key, safe="")
    if len(name) > LONGEST_NAME:
        name = sha256(feed_key.encode()).hexdigest()
    return folder / FEEDS / f"{name}.ics"


def revision_path(folder: Path) -> Path:
    """Return where a data folder says which revision its feeds show."""
    return folder / FEEDS / REVISION


def shown_revision(folder: Path) -> int:
    """Return the revision that every feed of a data folder shows, or is past; 0 before the first.

    It is the last file that a publication puts in its place.
    """
    try:
        return int(revision_path(folder).read_bytes())
    except (OSError, ValueError):
        return 0


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold back every other writer of this folder; the system lets go if the process dies.

    What a writer who died had not yet shown is thrown away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        _lock(file.fileno())
        for leftover in (folder / FEEDS).glob(f".*{WAITING}"):
            leftover.unlink()
        yield


class Staged:
    """New bytes on disk beside the files that they will replace.

    Writing, which may fail on a full disk, comes first; ``show`` only renames. Files that already
    hold the bytes are not touched.

    Raises
    ------
    StorageError
        If the files cannot be written; those that people see are as they were.
    """

    def __init__(self, contents: Mapping[Path, bytes]) -> None:
        self._waiting: list[tuple[Path, Path]] = []
        try:
            for path, content in contents.items():
                if not _holds(path, content):
                    self._stage(path, content)
        except OSError as error:
            self.drop()
            raise StorageError(f"cannot write {error.filename}: {error.strerror}") from error

    def _stage(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_name(f".{path.name}{WAITING}")
        self._waiting.append((waiting, path))
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def show(self) -> None:
        """Put every file in its place, each at one stroke."""
        for waiting, path in self._waiting:
            waiting.replace(path)
        for parent in dict.fromkeys(path.parent for _, path in self._waiting):
            _sync_folder(parent)
        self._waiting.clear()

    def drop(self) -> None:
        """Take back what was not shown."""
        for waiting, _ in self._waiting:
            waiting.unlink(missing_ok=True)
        self._waiting.clear()


def write_whole(path: Path, content: bytes) -> None:
    """Write one file so that nobody ever sees a part of it."""
    Staged({path: content}).show()


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _sync_folder(_folder: Path) -> None:
        """Do nothing: Windows keeps the order of renames itself and cannot open a folder."""

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
