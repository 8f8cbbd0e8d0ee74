"""What holds for every test."""

import logging
import secrets
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from planner.data import passwords

# The same examples on every machine and in every run, and nothing remembered between them.
settings.register_profile("lenban", derandomize=True, deadline=None, database=None)
settings.load_profile("lenban")


@pytest.fixture(autouse=True, scope="session")
def hashes_cost_little() -> Iterator[None]:
    """Let passwords of tests be hashed in a millisecond; ``test_passwords`` looks at the rest."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "HASHER", cheap)
        patch.setattr(passwords, "NOBODYS", cheap.hash("nobody's password"))
        yield


class Heard(logging.Handler):
    """Keeps every line that anything logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line with its traceback."""
        self.lines.append(self.format(record))


@pytest.fixture(autouse=True, scope="session")
def no_log_names_a_token() -> Iterator[None]:
    """Hear all logs of all tests of this process: no secret of a link may stand in them."""
    made: set[str] = set()
    heard, root = Heard(), logging.getLogger()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", noting(made))
        root.addHandler(heard)
        before = root.level
        root.setLevel(logging.INFO)
        yield
        root.setLevel(before)
        root.removeHandler(heard)
    assert [line for line in heard.lines if any(token in line for token in made)] == []


def noting(made: set[str]) -> object:
    """Return ``secrets.token_urlsafe`` that also remembers what it made."""
    make = secrets.token_urlsafe

    def noted(nbytes: int | None = None) -> str:
        token = make(nbytes)
        made.add(token)
        return token

    return noted
