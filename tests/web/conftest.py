"""The tiny published plan as an application, and a client of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web import example, worlds
from tests.web.client import Client
from tests.web.drafting import planned
from web.app import create_app
from web.gate.acting import DEMO_VISITOR


@pytest.fixture(autouse=True, scope="session")
def everybody_is_signed_in() -> Iterator[None]:
    """Let apps of tests have the demo's visitor, a coordinator, unless a test says otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        defaults = create_app.__kwdefaults__
        assert defaults is not None
        patch.setitem(defaults, "visitor", DEMO_VISITOR)
        patch.setattr(Flask, "test_client_class", Client)
        yield


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that tests only read."""
    return worlds.published(tmp_path_factory.mktemp("published"))


@pytest.fixture
def app(published_folder: Path) -> Flask:
    """Return the application over the published plan."""
    return create_app(published_folder, now=lambda: worlds.NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client that follows no redirects and has no cookies yet."""
    return app.test_client()


@pytest.fixture(scope="session")
def two_teams_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a real plan of two teams, which tests only read or copy."""
    folder = tmp_path_factory.mktemp("two-teams")
    planned(folder)
    return folder


@pytest.fixture
def drafting_folder(two_teams_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of it in which drafts may be opened and kept."""
    shutil.copytree(two_teams_folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the example district and a made-up plan of full size."""
    return example.published(tmp_path_factory.mktemp("example"))
