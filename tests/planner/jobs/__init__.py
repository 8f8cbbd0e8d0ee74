"""Tests of planner.jobs."""
