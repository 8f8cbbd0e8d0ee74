"""What a mistyped word was probably meant to be."""

from collections.abc import Sequence
from difflib import get_close_matches

from planner.messages import Words


def nearest(text: str, known: Sequence[str]) -> str:
    """Return the known word that looks most like ``text``, empty if none does."""
    return next(iter(get_close_matches(text, known, n=1)), "")


def hint(text: str, known: Sequence[str]) -> Words:
    """Return the advice to use the known word that looks most like ``text``, empty if none does."""
    near = nearest(text, known)
    return Words(f"\nCó lẽ: {near}", f"\nMaybe {near}") if near else Words("", "")
