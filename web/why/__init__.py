"""Why a session is where it is, or people are not planned, and what would change that."""

from web.why.page import blueprint

__all__ = ["blueprint"]
