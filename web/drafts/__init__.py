"""Drafts: plans changed by hand on the week board, each step judged before and after it."""

from web.drafts import board, listing, moves, steps
from web.drafts.subject import blueprint

__all__ = ["blueprint", "board", "listing", "moves", "steps"]
