"""The lists of mutants: each change is one of the code as it is."""

from pathlib import Path

import pytest

from tests.mutations import Edit
from tests.mutations.calendars import CALENDARS
from tests.mutations.engine import ENGINE
from tests.mutations.planning import PLANNING
from tests.mutations.rules import CHECKER, REFUSALS, REPAIRS

ROOT = Path(__file__).parents[2]
EDITS = [
    pytest.param(edit, id=name)
    for mutants in (CALENDARS, ENGINE, PLANNING, CHECKER, REFUSALS, REPAIRS)
    for name, edits in mutants.items()
    for edit in edits
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_mutant_changes_what_is_there(edit: Edit) -> None:
    name, old, new = edit
    assert old in (ROOT / name).read_text("utf-8")
    assert new != old
