"""When each link last fetched its feed, with what program, and which revision it saw.

Kept in memory and written to one small file of the data folder now and then: feeds go out whether
or not that succeeds. Nothing of the phone is kept but the family of its program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock, Timer

import msgspec

from calendars.folder import write_whole
from planner.errors import StorageError

FETCHES = "fetches.json"
SAVE_AFTER_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One answer that a link got: at what time, by which family of programs.

    All that was published up to ``revision`` was in it.
    """

    at: datetime
    client: str
    revision: int


def read_fetches(folder: Path) -> dict[str, Fetch]:
    """Return the last fetch of each link by the link's id, as far as it was written down."""
    try:
        return msgspec.json.decode((folder / FETCHES).read_bytes(), type=dict[str, Fetch])
    except (OSError, ValueError):
        return {}


def revisions_behind(last: Fetch | None, newest: int) -> int:
    """Return how many revisions a link has not seen, whose last fetch this is; 0 if none."""
    return max(0, newest - (last.revision if last else 0))


class Fetches:
    """The last fetch of each link of one data folder; many threads may note at once."""

    def __init__(self, folder: Path, *, save_after_s: float = SAVE_AFTER_S) -> None:
        self._folder = folder
        self._save_after_s = save_after_s
        self._noted: dict[str, Fetch] = {}
        self._waiting = Lock()
        self._saving = Lock()

    def note(self, link_id: str, fetch: Fetch) -> None:
        """Remember a fetch; it is written down a little later, with what comes until then."""
        self._noted[link_id] = fetch
        if self._waiting.acquire(blocking=False):
            timer = Timer(self._save_after_s, self._save_once)
            timer.daemon = True
            timer.start()

    def known(self) -> Mapping[str, Fetch]:
        """Return the last fetch of each link, written down or not."""
        return _newest(read_fetches(self._folder), self._noted.copy())

    def save(self) -> None:
        """Write down what was noted; what another process wrote meanwhile stays if it is newer.

        Raises
        ------
        StorageError
            If it cannot be written; it stays noted.
        """
        with self._saving:
            write_whole(self._folder / FETCHES, msgspec.json.encode(self.known()))

    def _save_once(self) -> None:
        self._waiting.release()
        try:
            self.save()
        except (StorageError, OSError):
            return  # noted still: the next fetch tries again


def _newest(one: Mapping[str, Fetch], other: Mapping[str, Fetch]) -> dict[str, Fetch]:
    newest = dict(one)
    for link_id, fetch in other.items():
        if link_id not in newest or newest[link_id].at <= fetch.at:
            newest[link_id] = fetch
    return newest
