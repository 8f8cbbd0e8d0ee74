"""Writes what was measured as docs/benchmarks.md."""

import os
import platform

from benchmarks.example import Measured

PAGE = """# Benchmarks

Written by `make bench`; not edited by hand. Machine: {machine}.

## The example district

{villages} villages, {teams} teams, four weeks, dry roads: {candidates:,} candidate sessions. Time
limit {limit_s:g} s, seed {seed}. The solver was compiled before.

| step | time |
|---|---|
| read the workbook | {load_s:.2f} s |
| travel times, sessions due, the problem | {prepare_s:.2f} s |
| first plan, from the start of the solve | {first_plan_s:.2f} s |
| solve to its end (stopped by: {stopped_by}) | {solve_s:.2f} s |
| check | {check_s:.2f} s |

| result | |
|---|---|
| people and services expected | {people_expected:,} of {people_due:,} due |
| value | {value:,} |
| proven bound | {bound:,} |
| gap after 5 s | {early_gap:.2%} |
| gap at the end | {gap:.2%} |
| peak memory of the process | {peak_mib:,.0f} MiB |
"""


def page(measured: Measured) -> str:
    """Return the page of one measurement on this machine."""
    facts = {name: getattr(measured, name) for name in Measured.__slots__}
    return PAGE.format(machine=machine_in_words(), **facts)


def machine_in_words() -> str:
    """Return what of the machine matters for speed, and nothing that names it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}"
    )
