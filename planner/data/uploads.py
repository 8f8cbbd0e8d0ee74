"""Keeps uploaded workbooks in the data folder until they are accepted, or for a day.

Each lies under a random name in a folder of its own, under the name that its owner gave it, so
that what is told of it names the file as people know it. Nothing of it is in the store.
"""

import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from planner.data.outputs import write_whole
from planner.data.safety import MEBIBYTE
from planner.errors import NotFound

FOLDER = "uploads"
KEPT_FOR = timedelta(days=1)
MOST_KEPT = 20
MAX_UPLOAD = 4 * MEBIBYTE
"""Forty times the example's workbook; the commands read larger ones."""
LONGEST_NAME = 80

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded workbook: the random name by which pages know it, and its file."""

    token: str
    path: Path


def keep_upload(folder: Path, name: str, content: bytes, *, at: datetime) -> Upload:
    """Return the upload, kept in a data folder; those too old, or too many, are cleared away."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    _clear(place, at)
    token = secrets.token_hex(16)
    upload = Upload(token, place / token / safe_name(name))
    upload.path.parent.mkdir()
    write_whole(content, upload.path)
    return upload


def find_upload(folder: Path, token: str) -> Upload:
    """Return an upload by its random name.

    Raises
    ------
    NotFound
        If there is none: it was accepted, or it was too old.
    """
    files = sorted((folder / FOLDER / token).glob("*")) if _TOKEN.fullmatch(token) else []
    if not files:
        raise NotFound("no such upload").saying("no_such_upload")
    return Upload(token, files[0])


def drop_upload(upload: Upload) -> None:
    """Clear an upload away; somebody else may have done so already."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """Return a file name of letters, digits, spaces and ``._-()`` that every system can keep."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if c.isalnum() or c in " ._-()").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    # a name is at most 255 bytes, and a Vietnamese letter takes up to three of them
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:8]}" if stem else (kept[:LONGEST_NAME] or "tep")


def _clear(place: Path, at: datetime) -> None:
    """Clear away what is too old, and the oldest of too many."""
    dated = [(path.stat().st_mtime, path) for path in place.iterdir() if path.is_dir()]
    newest = sorted(dated, reverse=True)
    oldest = (at - KEPT_FOR).timestamp()
    for number, (written, path) in enumerate(newest, start=1):
        if written < oldest or number >= MOST_KEPT:
            shutil.rmtree(path, ignore_errors=True)
