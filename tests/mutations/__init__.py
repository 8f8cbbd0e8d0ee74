"""Mutants: each is one constraint, dropped everywhere that it is kept."""

Edit = tuple[str, str, str]
"""A file, what stands in it, and what is to stand there instead."""
