"""Calls of the command line as programs make them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click
from click.testing import CliRunner, Result

from planner.commands import COMMANDS
from planner.commands.edge import assemble

NOW = datetime(2022, 9, 1, tzinfo=UTC)


def lenban(
    *arguments: object, commands: Mapping[str, str] = COMMANDS, also: click.Command | None = None
) -> Result:
    """Return what one call of the command line did, with one more command if one is given."""
    group = assemble(commands)
    if also:
        group.add_command(also)
    return CliRunner().invoke(group, [str(a) for a in arguments], catch_exceptions=False)


def answer(*arguments: object) -> dict[str, Any]:
    """Return the JSON object of a call that went well, which printed nothing else."""
    result = lenban(*arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts
