"""The last good copy of every link and feed of a data folder.

What cannot be read for a moment is answered from memory; a cut-off file is never shown. A file is
read again when its system says that it changed. Nothing here opens the database.
"""

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from calendars.feed import revoked_feed
from calendars.folder import feed_path, revision_path, shown_revision
from calendars.links import Link, find_link, link_path

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A feed's bytes, plain and ``packed`` with gzip, their one ETag, and when they changed."""

    content: bytes
    packed: bytes
    etag: str
    changed: datetime


def copy_of(content: bytes, changed: datetime) -> Copy:
    """Return the bytes with their ETag; ``changed`` loses its microseconds as in HTTP."""
    return Copy(
        content=content,
        packed=gzip.compress(content, mtime=0),
        etag=sha256(content).hexdigest()[:32],
        changed=changed.replace(microsecond=0),
    )


class FeedCopies:
    """Reads the links and feeds of one folder and remembers the last good of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[str, tuple[Stamp, Link]] = {}
        self._copies: dict[str, tuple[Stamp, Copy]] = {}
        self._revision: tuple[Stamp, int] = ((0, 0, 0), 0)

    def link(self, token: str) -> Link | None:
        """Return the link of a token, or None if nobody ever had it.

        Every wrong token takes the same way, one hash and one missing file.
        """
        path = link_path(self._folder, token)
        before = self._links.get(path.name)
        try:
            stamp = _stamp(path)
            if before is None or before[0] != stamp:
                found = find_link(self._folder, token)
                before = (stamp, found) if found else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return before[1] if before else None
        if before is None:
            return None
        self._links[path.name] = before
        return before[1]

    def feed(self, feed_key: str) -> Copy | None:
        """Return a feed as it was last published, or None if it never could be read."""
        path = feed_path(self._folder, feed_key)
        before = self._copies.get(feed_key)
        try:
            stamp = _stamp(path)
            if before is None or before[0] != stamp:
                content = path.read_bytes()
                if _is_whole(content):
                    changed = datetime.fromtimestamp(stamp[0] / 1e9, UTC)
                    before = self._copies[feed_key] = (stamp, copy_of(content, changed))
        except OSError:
            return before[1] if before else None
        return before[1] if before else None

    def revision(self) -> int:
        """Return the revision that every feed shows, or is past; ask before reading a feed."""
        try:
            stamp = _stamp(revision_path(self._folder))
        except OSError:
            return self._revision[1]
        if self._revision[0] != stamp:
            self._revision = (stamp, shown_revision(self._folder))
        return self._revision[1]

    def revoked(self, link: Link) -> Copy | None:
        """Return the calendar that takes the place of a revoked link's feed."""
        if link.revoked is None:
            return None
        return copy_of(revoked_feed(link.revoked), link.revoked)


def _stamp(path: Path) -> Stamp:
    """Return what changes when a file is written or replaced."""
    found = path.stat()
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _is_whole(content: bytes) -> bool:
    """Whether nothing is missing: a cut-off feed would wipe calendars."""
    return content.startswith(b"BEGIN:VCALENDAR") and content.rstrip().endswith(b"END:VCALENDAR")
