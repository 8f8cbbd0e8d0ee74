"""docs/benchmarks.md: a part of the page for each benchmark, written anew or left as it was.

All of them take hours together. So one can be measured alone: what stands on the page of the
others stays, as long as it was measured on the same kind of machine.
"""

import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

HEAD = """# Benchmarks

Written by `make bench`; not edited by hand. Machine: {machine}.
"""
MARK = "<!-- {part}: measured on {day} -->"
_MARKED = re.compile(r"^<!-- (?P<part>\w+): measured on \d{4}-\d{2}-\d{2} -->$", re.MULTILINE)


def written(
    before: str,
    measured: Mapping[str, str],
    order: Iterable[str],
    *,
    day: date,
) -> str:
    """Return the page with what was measured in the place of what stood there before.

    Parameters
    ----------
    before
        The page as it was, or nothing.
    measured
        Sections by part.
    """
    head = HEAD.format(machine=machine_in_words())
    kept = kept_parts(before) if before.startswith(head) else {}
    new = {p: f"{MARK.format(part=p, day=day)}\n{text.strip()}\n" for p, text in measured.items()}
    parts = kept | new
    return "\n".join([head, *(parts[p] for p in order if p in parts)])


def with_absent(section: str, missing: Sequence[str]) -> str:
    """Return a section with a line, under its heading, for each peer that was not there."""
    heading, _, rest = section.lstrip().partition("\n")
    absent = "\n".join(f"* {message}" for message in missing)
    return f"{heading}\n\n{absent}\n{rest}" if missing else section


def kept_parts(text: str) -> dict[str, str]:
    """Return the parts of a page, each with its mark."""
    marks = list(_MARKED.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    return {
        mark["part"]: text[mark.start() : end].rstrip() + "\n"
        for mark, end in zip(marks, ends, strict=True)
    }


def machine_in_words() -> str:
    """Return what of the machine matters for speed, and nothing that names it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}"
    )
