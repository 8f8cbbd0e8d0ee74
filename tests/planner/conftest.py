"""A data folder for commands: empty, and with one plan in it."""

from pathlib import Path

import pytest

from planner.data.store import Store
from tests import worlds
from tests.planner.calls import NOW


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder that every call of this test uses; nothing is in it yet."""
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("LENBAN_LANG", raising=False)
    return tmp_path / "data"


@pytest.fixture
def planned(data: Path) -> Store:
    """Return the store of that folder with Ba Bản and its one plan in it."""
    store = Store.open(data)
    store.add_plan(worlds.plan(), district_id=store.add_district(worlds.district(), at=NOW), at=NOW)
    return store
