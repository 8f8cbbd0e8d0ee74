"""The tiny published plan behind the sign-in page, and Mai, who coordinates."""

from pathlib import Path

import pytest
from flask import Flask

from planner.data.accounts import (
    add_account,
    set_password,
)
from planner.data.passwords import hash_password
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing
from tests.web import worlds
from tests.web.gate.forms import PASSWORD, Clock
from web.app import create_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


@pytest.fixture
def store(folder: Path) -> Store:
    return Store.open(folder)


@pytest.fixture
def mai(store: Store) -> Account:
    """Return a coordinator who has a password."""
    made = add_account(store, "Mai", Standing(role=Role.COORDINATOR), at=worlds.NOW)
    set_password(store, made.id, hash_password(PASSWORD), at=worlds.NOW)
    return made


@pytest.fixture
def fresh(folder: Path, clock: Clock) -> Flask:
    """Return the application as ``lenban serve`` has it, before there is any account."""
    return create_app(folder, now=clock, visitor=None)


@pytest.fixture
def app(fresh: Flask, mai: Account) -> Flask:
    """Return the application with Mai's account."""
    assert mai.id == 1
    return fresh
