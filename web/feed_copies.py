"""The last good copy of every link and feed of a data folder.

What cannot be read for a moment is answered from memory; a cut-off file is never shown. Nothing
here opens the database.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from calendars.feed import revoked_feed
from calendars.folder import feed_path
from calendars.links import Link, find_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A feed's bytes, their ETag (one for all codings), and when they changed."""

    content: bytes
    etag: str
    changed: datetime


def copy_of(content: bytes, changed: datetime) -> Copy:
    """Return the bytes with their ETag; ``changed`` loses its microseconds as in HTTP."""
    etag = sha256(content).hexdigest()[:32]
    return Copy(content=content, etag=etag, changed=changed.replace(microsecond=0))


class FeedCopies:
    """Reads the links and feeds of one folder and remembers the last good of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[bytes, Link] = {}
        self._copies: dict[str, Copy] = {}

    def link(self, token: str) -> Link | None:
        """Return the link of a token, or None if nobody ever had it."""
        key = sha256(token.encode("utf-8", "surrogatepass")).digest()
        try:
            found = find_link(self._folder, token)
        except (OSError, ValueError):
            return self._links.get(key)
        if found:
            self._links[key] = found
        return found

    def feed(self, feed_key: str) -> Copy | None:
        """Return a feed as it was last published, or None if it never could be read."""
        path = feed_path(self._folder, feed_key)
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            content = path.read_bytes()
        except OSError:
            return self._copies.get(feed_key)
        if _is_whole(content):
            self._copies[feed_key] = copy_of(content, changed)
        return self._copies.get(feed_key)

    def revoked(self, link: Link) -> Copy | None:
        """Return the calendar that takes the place of a revoked link's feed."""
        if link.revoked is None:
            return None
        return copy_of(revoked_feed(link.revoked), link.revoked)


def _is_whole(content: bytes) -> bool:
    """Whether nothing is missing: a cut-off feed would wipe calendars."""
    return content.startswith(b"BEGIN:VCALENDAR") and content.rstrip().endswith(b"END:VCALENDAR")
