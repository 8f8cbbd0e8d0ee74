"""Secret links to feeds: made, found, revoked, rotated (rule 5 of docs/calendars.md).

A token is shown once; only its SHA-256 is kept, as the name of one small file. With 256 random
bits a plain hash is enough: nothing can be guessed from it. Finding a link touches no database.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec

from calendars.feed import REVOKED_STAYS
from calendars.folder import one_writer, write_whole
from planner.errors import NotFound

LINKS = "links"
TOKEN_BYTES = 32
SHORTEST_ID = 8


class LinkState(StrEnum):
    """How a link answers: with its feed, with the revocation event, or as gone (410)."""

    ACTIVE = "active"
    REVOKED = "revoked"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: ``id`` is the hash of its token, ``feed`` the key of the feed it opens."""

    id: str
    feed: str
    created: datetime
    revoked: datetime | None = None

    def state(self, now: datetime) -> LinkState:
        """Return how the link answers at ``now``."""
        if self.revoked is None:
            return LinkState.ACTIVE
        return LinkState.REVOKED if now < self.revoked + REVOKED_STAYS else LinkState.GONE


def create_link(folder: Path, feed_key: str, at: datetime) -> str:
    """Return the token of a new link; it cannot be had again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _write(folder, Link(id=_hash(token), feed=feed_key, created=at))
    return token


def find_link(folder: Path, token: str) -> Link | None:
    """Return the link of a token, revoked or not, or None.

    Every wrong token takes the same way, one hash and one missing file, whatever it looks like.
    """
    return _read(link_path(folder, token))


def link_path(folder: Path, token: str) -> Path:
    """Return where the link of a token is kept, if there is one."""
    return _path(folder, _hash(token))


def list_links(folder: Path) -> tuple[Link, ...]:
    """Return all links, those of one feed together, the oldest first."""
    found = (_read(path) for path in (folder / LINKS).glob("*.json"))
    return tuple(sorted((k for k in found if k), key=lambda k: (k.feed, k.created, k.id)))


def get_link(folder: Path, link_id: str) -> Link:
    """Return the link whose id is, or alone begins with, ``link_id`` (8 signs or more).

    Raises
    ------
    NotFound
        If there is none, or more than one.
    """
    matching = [k for k in list_links(folder) if k.id.startswith(link_id)]
    if len(link_id) < SHORTEST_ID or len(matching) != 1:
        raise NotFound(f"no single link {link_id!r}").saying("no_such_link", number=link_id)
    return matching[0]


def revoke_link(folder: Path, link_id: str, at: datetime) -> Link:
    """Return the link, revoked at ``at`` unless it already was.

    Raises
    ------
    NotFound
        If there is no such link.
    """
    with one_writer(folder):
        link = get_link(folder, link_id)
        if link.revoked is None:
            link = replace(link, revoked=at)
            _write(folder, link)
    return link


def rotate_link(folder: Path, link_id: str, at: datetime) -> tuple[str, str]:
    """Return the key of a link's feed and the token of a new link to it; the old one is revoked.

    Raises
    ------
    NotFound
        If there is no such link.
    """
    feed = get_link(folder, link_id).feed
    token = create_link(folder, feed, at)
    revoke_link(folder, link_id, at)
    return feed, token


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _path(folder: Path, link_id: str) -> Path:
    return folder / LINKS / f"{link_id}.json"


def _read(path: Path) -> Link | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Link)
    except FileNotFoundError:
        return None


def _write(folder: Path, link: Link) -> None:
    write_whole(_path(folder, link.id), msgspec.json.encode(link))
