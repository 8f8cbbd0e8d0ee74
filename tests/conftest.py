"""What holds for every test."""

from hypothesis import settings

# The same examples on every machine and in every run, and nothing remembered between them.
settings.register_profile("lenban", derandomize=True, deadline=None, database=None)
settings.load_profile("lenban")
