"""Which family of calendar programs asks for a feed, by what it says of itself.

Only the family is kept, never the whole text: that would tell much about a phone. No library is
used, for those that read User-Agent know browsers, not the programs that fetch calendars.
"""

OTHER = "other"

MARKS = (
    ("google-calendar-importer", "google"),
    ("googlebot", "google"),
    ("dataaccessd", "apple"),
    ("remindd", "apple"),
    ("calendaragent", "apple"),
    ("caldav-sync", "android"),
    ("icsx5", "icsx5"),
    ("davx5", "icsx5"),
    ("dmfs", "android"),
    ("thunderbird", "thunderbird"),
    ("lightning", "thunderbird"),
    ("outlook", "outlook"),
    ("microsoft exchange", "outlook"),
    ("exchangeservices", "outlook"),
    ("msoffice", "outlook"),
    ("nextcloud", "nextcloud"),
    ("vdirsyncer", "vdirsyncer"),
    ("khal", "vdirsyncer"),
    ("evolution", "gnome"),
    ("gnome", "gnome"),
    ("curl", "curl"),
    ("mozilla/", "browser"),
)
"""What stands in the text, in small letters, and the family: the first that is found counts."""

FAMILIES = tuple(dict.fromkeys([*(family for _, family in MARKS), OTHER]))


def client_family(user_agent: str) -> str:
    """Return the family of the program that sent ``user_agent``."""
    said = user_agent.casefold()
    return next((family for mark, family in MARKS if mark in said), OTHER)
