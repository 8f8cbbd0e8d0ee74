"""Opens the store that a command reads."""

from planner.config import Config
from planner.data.store import Store
from planner.errors import NotFound


def existing_store(config: Config) -> Store:
    """Return the store of the data folder; a mistyped folder is not created.

    Raises
    ------
    NotFound
        If nothing was ever stored there.
    """
    if not Store.exists(config.folder):
        raise NotFound(f"no store in {config.folder}").saying("no_store", folder=config.folder)
    return Store.open(config.folder)
