"""Where a feed points to: the pages of the configured host, and the map outside it.

The host comes from configuration, never from a request, and no address holds a token.
"""

from datetime import date
from urllib.parse import quote


def subscribe_address(host: str, feed_key: str) -> str:
    """Return the address of the page that tells how to subscribe to a feed."""
    return f"https://{quote(host, safe=':[]')}/subscribe/{quote(feed_key)}"


def session_address(host: str, session_id: str) -> str:
    """Return the address of a session's page."""
    return f"https://{quote(host, safe=':[]')}/session/{quote(session_id)}"


def announcing_address(host: str, day: date) -> str:
    """Return the address of the page on which the announcements of a day's sessions are noted."""
    return f"https://{quote(host, safe=':[]')}/announcing/{day}"


def geo_address(latitude_deg: float, longitude_deg: float) -> str:
    """Return the RFC 5870 address of a point, which phones open in their map."""
    return f"geo:{latitude_deg:.5f},{longitude_deg:.5f}"
