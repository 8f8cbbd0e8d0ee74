"""Text that is safe inside a feed: rule 9 of docs/calendars.md.

Every text of a workbook passes here before it reaches icalendar; nothing here knows what it says.
"""

import re
import unicodedata
from functools import lru_cache

# All control characters (category Cc) but the line feed, the two Unicode separators that some
# clients take for line ends, the byte order mark, and lone surrogates, which UTF-8 cannot write.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")

# A quotation mark or a caret inside a parameter is written by RFC 6868, which not every client
# undoes, and some take a backslash there for an escape; a place's name must read the same as
# LOCATION and as the title of its Apple location.
_PLAIN = str.maketrans({'"': "\N{RIGHT DOUBLE QUOTATION MARK}", "^": " ", "\\": "/"})


def clean(text: str) -> str:
    """Return ``text`` in NFC, with no control character but the line feed."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


@lru_cache(maxsize=8192)
def one_line(text: str) -> str:
    """Return ``text`` cleaned, on one line, its runs of white space as one space."""
    return " ".join(clean(text).split())


def place_name(text: str) -> str:
    """Return ``text`` on one line, without the signs that a quoted parameter cannot hold."""
    return one_line(text.translate(_PLAIN))
