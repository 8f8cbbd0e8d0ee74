"""What a run is told by its options or its environment, and by nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.messages import DEFAULT_LANGUAGE, LANGUAGES

DATA = "LENBAN_DATA"
LANGUAGE = "LENBAN_LANG"
HOST = "LENBAN_HOST"
PUBLIC_URL = "LENBAN_PUBLIC_URL"
DEFAULT_FOLDER = "lenban-data"
DEFAULT_HOST = "lenban.local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Where the data are, which language is spoken, and under which name feeds are published.

    ``host`` is part of every event's identity on phones: it must stay the same for ever, and must
    never come from a request. ``public_url`` is scheme and host under which phones reach this
    server, a reverse proxy's; empty while there is none.
    """

    folder: Path
    language: str = DEFAULT_LANGUAGE
    host: str = DEFAULT_HOST
    public_url: str = ""


def configured(
    environment: Mapping[str, str], *, folder: str | None = None, language: str | None = None
) -> Config:
    """Return the configuration: an option before the environment before the default."""
    return Config(
        folder=Path(folder or environment.get(DATA) or DEFAULT_FOLDER),
        language=language or spoken_in(environment),
        host=environment.get(HOST) or DEFAULT_HOST,
        public_url=environment.get(PUBLIC_URL, ""),
    )


def spoken_in(environment: Mapping[str, str]) -> str:
    """Return the language of the environment, the default if it names none that is known."""
    named = environment.get(LANGUAGE, "")
    return named if named in LANGUAGES else DEFAULT_LANGUAGE
