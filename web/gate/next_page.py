"""Where a reader goes after signing in: only ever to a page of this very site."""

from urllib.parse import quote, urlsplit

from flask import request

from web.headers import own_origins


def local_path(text: str) -> str:
    """Return an address of this site, empty if ``text`` is not plainly one.

    Browsers drop tabs and line ends and take a backslash for a slash, so that none may be in it.
    """
    if not text.startswith("/") or text.startswith("//"):
        return ""
    if "\\" in text or any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in text):
        return ""
    return text


def here_again(*, safe: bool) -> str:
    """Return the address of this request, or of the page whose form it was; empty for the start."""
    if safe:
        query = request.query_string.decode("ascii", "replace")
        wanted = quote(request.path) + (f"?{query}" if query else "")
    else:
        referrer = urlsplit(request.headers.get("Referer", ""))
        own = f"{referrer.scheme}://{referrer.netloc}" in own_origins()
        wanted = referrer.path if own else ""
    wanted = local_path(wanted)
    return "" if wanted == "/" else wanted
