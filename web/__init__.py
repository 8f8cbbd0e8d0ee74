"""Turns requests into calls and results into pages."""
