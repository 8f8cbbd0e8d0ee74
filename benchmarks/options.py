"""Options that several benchmarks share."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.peers.race import PEERS, installed

T = TypeVar("T")


def comma_separated(kind: Callable[[str], T]) -> Callable[[str], list[T]]:
    """Return a reader of words like ``1,2,3``; argparse tells a word that ``kind`` refuses."""

    def read(text: str) -> list[T]:
        return [kind(word.strip()) for word in text.split(",") if word.strip()]

    read.__name__ = f"comma-separated {kind.__name__}"
    return read


def add_peers(parser: argparse.ArgumentParser, default: list[str]) -> None:
    """Add ``--peers``; a name that nobody has is wrong use."""
    known = ",".join(PEERS)
    parser.add_argument(
        "--peers", type=comma_separated(_peer), default=default, help=f"some of {known}"
    )


def add_table(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add ``--csv`` and ``--resume``."""
    parser.add_argument(
        "--csv", type=Path, required=required, help="rows are appended as they come"
    )
    parser.add_argument("--resume", action="store_true", help="skip the runs that have a row")


def peers_of(names: list[str]) -> tuple[list[str], list[str]]:
    """Return the peers that are installed, and a message for each that is not."""
    return installed(names)


def _peer(name: str) -> str:
    if name not in PEERS:
        raise argparse.ArgumentTypeError(f"{name}: no such peer; known are {', '.join(PEERS)}")
    return name
