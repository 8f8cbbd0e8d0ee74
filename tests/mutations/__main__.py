"""Drop one constraint at a time and see that a test notices: ``python -m tests.mutations``.

``python -m tests.mutations walk checker`` tries those whose names begin so.

Works on a copy in a temporary folder. Prints one line a mutant and ends with 1 if one survives.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutations import Edit
from tests.mutations.calendars import CALENDARS
from tests.mutations.engine import ENGINE
from tests.mutations.planning import PLANNING
from tests.mutations.rules import CHECKER, REFUSALS, REPAIRS

ROOT = Path(__file__).parents[2]
LIKELY = [f"tests/optimizer/test_{name}.py" for name in ("rows", "walk", "dive", "tours")]
FEEDS = [
    *(f"tests/calendars/test_{name}.py" for name in ("ledger", "news", "calls", "publish", "feed")),
    "tests/calendars/test_subscribers.py",
    "tests/calendars/test_folder.py",
    *(f"tests/web/test_{name}.py" for name in ("feed", "member", "publishing", "links", "sheets")),
    "tests/web/test_app.py",
    "tests/web/test_subscribe.py",
    "tests/calendars/test_text.py",
    "tests/calendars/test_chains.py",
]
LONGEST_S = 900
"""A mutant that hangs is noticed too; one whose kernels compile anew takes minutes."""


def survives(edits: list[Edit], tests: list[str]) -> bool:
    """Return whether all tests pass with ``edits`` made."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        # what was compiled goes with it, and is used where no kernel is changed
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "*.pyc"))
        for name, old, new in edits:
            file = copy / name
            text = file.read_text("utf-8")
            if text.count(old) < 1:
                raise SystemExit(f"{name} has no {old!r}: mend this list")
            file.write_text(text.replace(old, new), "utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", *tests]
        try:
            done = subprocess.run(
                command, cwd=copy, capture_output=True, timeout=LONGEST_S, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main(words: list[str] | None = None) -> int:
    """Run the mutants that ``words`` name, or all; return how the process should end.

    Each against the tests of its room, those first that are the most likely to notice.
    """
    named = sys.argv[1:] if words is None else words
    rooms = (
        (PLANNING, ["tests/planner/planning"]),
        (ENGINE, [*LIKELY, "tests/optimizer"]),
        (CHECKER | REFUSALS | REPAIRS, ["tests/optimizer"]),
        (CALENDARS, FEEDS),
    )
    told = {
        name: _told(name, edits, tests)
        for mutants, tests in rooms
        for name, edits in mutants.items()
        if not named or any(name.startswith(one) for one in named)
    }
    alive = [name for name, survived in told.items() if survived]
    print(f"{len(told) - len(alive)} noticed, {len(alive)} survived {alive or ''}")
    return 1 if alive else 0


def _told(name: str, edits: list[Edit], tests: list[str]) -> bool:
    alive = survives(edits, tests)
    print(f"{'SURVIVED' if alive else 'noticed ':9} {name}", flush=True)
    return alive


if __name__ == "__main__":
    sys.exit(main())
