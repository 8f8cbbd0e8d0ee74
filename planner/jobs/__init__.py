"""Loads from the store, calls what is pure, and stores what comes of it, for commands and pages."""
