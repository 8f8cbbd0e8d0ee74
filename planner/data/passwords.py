"""Hashes passwords with Argon2id and compares them; nothing else knows the method."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.domain.account import plain_password

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
"""RFC 9106's second choice (3 passes over 64 MiB) on one core; see decision 29."""
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=1$ppxDFrLnLO2mMWwLaKZL/A"
    "$GtoqBMHGN0hnmhKOW7QSnXjN7fwPPFwtRYKME0HWPe0"
)
"""The hash of random bytes that nobody kept: unknown names cost the same time as known ones."""

_AT_ONCE = BoundedSemaphore(2)
"""How many hashes are made at a time: 64 MiB each, and other pages want the machine too."""


def hash_password(password: str) -> str:
    """Return the hash of a password, with a new salt and its parameters in it."""
    with _AT_ONCE:
        return HASHER.hash(plain_password(password))


def is_password(hashed: str | None, password: str) -> bool:
    """Whether the hash is of this password; without a hash it is not, after the same work."""
    try:
        with _AT_ONCE:
            fits = HASHER.verify(hashed or NOBODYS, plain_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and hashed is not None


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other parameters than are used now."""
    return HASHER.check_needs_rehash(hashed)
