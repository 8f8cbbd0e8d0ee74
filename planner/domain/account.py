"""Accounts: who may sign in, and as what."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from planner.errors import BadData
from planner.messages import Words

LONGEST_NAME = 60
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
NAME = Words("Tên đăng nhập", "The sign-in name")
PASSWORD = Words("Mật khẩu", "The password")
COMMUNE = Words("Xã", "The commune")
SETUP_LASTS = timedelta(days=1)
INVITATION_LASTS = timedelta(days=7)
"""How long a one-time link can be used."""


class Role(StrEnum):
    """What somebody may do: everything, what is their own commune's, or only read."""

    COORDINATOR = "coordinator"
    OFFICER = "officer"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an account may do from some moment on; ``commune`` is the code of an officer's own.

    Raises
    ------
    BadData
        If an officer has no commune, or anybody else has one.
    """

    role: Role
    commune: str = ""
    closed: bool = False

    def __post_init__(self) -> None:
        if self.role is Role.OFFICER and not self.commune:
            raise BadData("officer_without_commune", field="commune", label=COMMUNE)
        if self.role is not Role.OFFICER and self.commune:
            raise BadData("not_of_kind", field="commune", value=self.commune, label=COMMUNE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as it stands now.

    ``version`` tells one standing from the next; ``invited`` says that no password was ever set.
    """

    id: int
    name: str
    standing: Standing
    version: int
    invited: bool = False

    @property
    def role(self) -> Role:
        """What its holder is."""
        return self.standing.role

    @property
    def commune(self) -> str:
        """The code of an officer's commune, empty for others."""
        return self.standing.commune

    @property
    def closed(self) -> bool:
        """Whether nobody can sign in with it any more."""
        return self.standing.closed

    @property
    def coordinates(self) -> bool:
        """Whether its holder is a coordinator, now."""
        return self.role is Role.COORDINATOR and not self.closed


def plain_name(text: str) -> str:
    """Return a sign-in name with single spaces, in composed letters.

    Raises
    ------
    BadData
        If it is empty, too long, or has signs that cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise BadData("empty", field="name", label=NAME)
    if len(name) > LONGEST_NAME:
        raise BadData("too_long", field="name", value=len(name), limit=LONGEST_NAME, label=NAME)
    if any(unicodedata.category(sign)[0] == "C" for sign in name):
        raise BadData("unseen_signs", field="name", label=NAME)
    return name


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common: case and spaces do not count."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def plain_password(text: str) -> str:
    """Return a password in composed letters: keyboards differ in how they type Vietnamese ones."""
    return unicodedata.normalize("NFC", text)


def refuse_weak(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, the name, or one sign over and over.

    Raises
    ------
    BadData
        Never with the password in it.
    """
    plain = plain_password(password)
    if len(plain) < SHORTEST_PASSWORD:
        raise BadData("password_short", field="password", limit=SHORTEST_PASSWORD, label=PASSWORD)
    if len(plain) > LONGEST_PASSWORD:
        raise BadData(
            "too_long", field="password", value=len(plain), limit=LONGEST_PASSWORD, label=PASSWORD
        )
    if name_key(plain) == name_key(name) or len(set(plain)) < 3:
        raise BadData("password_easy", field="password", label=PASSWORD)
