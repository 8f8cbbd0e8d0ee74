"""The edge of the command line: options come in, answers and failures go out.

A command is a function from a ``Config`` and its own options to an ``Answer``; only this module
prints, and only here are errors caught.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from pkgutil import resolve_name
from typing import Any

import click
import msgspec

from optimizer.errors import OptimizerError
from planner.commands.spoken import (
    Pair,
    SpokenCommand,
    SpokenGroup,
    data_option,
    language_option,
    option,
    spoken_language,
)
from planner.config import Config, configured
from planner.errors import BadData, BadFile, Conflict, NotFound, PlannerError, SourceDown
from planner.messages import phrase

EXIT_CODES: tuple[tuple[type[PlannerError], int], ...] = (
    (BadFile, 3),
    (BadData, 3),
    (NotFound, 4),
    (Conflict, 5),
    (SourceDown, 6),
)
OUR_FAULT = 1
ABOUT: Pair = (
    "Lên Bản: lập lịch các tổ lưu động và các buổi tuyên truyền ở bản, công bố thành lịch.",
    "Lên Bản plans mobile teams and outreach sessions in mountain villages, and publishes the "
    "plan as calendars.",
)
CLOSING: Pair = (
    """Mã thoát:
0  xong
1  lỗi của chương trình hoặc của kho dữ liệu
2  gọi lệnh sai
3  dữ liệu vào có lỗi
4  không tìm thấy
5  người khác đã thay đổi trước
6  nguồn dữ liệu không trả lời""",
    """Exit codes:
0  done
1  our bug, or the store failed
2  wrong usage
3  faults in the input
4  not found
5  somebody else changed it first
6  a source does not answer""",
)
FAULTY: Pair = ("Có {count} lỗi, chưa thay đổi gì:", "{count} faults, nothing was changed:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command found: facts for programs, lines for people, then what runs on (a server)."""

    facts: Mapping[str, object]
    lines: Iterable[str]
    then: Callable[[], None] = lambda: None


def command(
    name: str, words: Pair, closing: Pair = ("", "")
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Return a decorator that makes a function a command with --data, --lang and --json.

    The function's own options come from ``click`` decorators below this one; ``closing`` is said
    below them.
    """

    def decorate(work: Callable[..., Answer]) -> click.Command:
        @wraps(work)
        def run(*, data: str | None, lang: str | None, as_json: bool, **given: Any) -> None:
            _run(lambda config: work(config, **given), _config(data, lang), as_json)

        with_options = data_option(language_option(_json_option(run)))
        return click.command(name, cls=SpokenCommand, words=words, closing=closing)(with_options)

    return decorate


class PlacedGroup(SpokenGroup):
    """A group whose commands are imported when they are asked for, each from its place.

    With all of them come OR-Tools and Numba, which take two seconds that most calls do not need.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """Return the names in the order in which a week needs them."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, imported from its place."""
        if cmd_name not in self.places:
            return super().get_command(ctx, cmd_name)
        found: click.Command = resolve_name(self.places[cmd_name])
        return found


def assemble(places: Mapping[str, str]) -> click.Group:
    """Return the group ``lenban`` of commands by name, with the options that all of them share."""

    @click.group("lenban", cls=PlacedGroup, places=places, words=ABOUT, closing=CLOSING)
    @data_option
    @language_option
    @click.pass_context
    def group(context: click.Context, data: str | None, lang: str | None) -> None:
        context.obj = {"data": data, "lang": lang}

    return group


_json_option = option(
    "--json",
    "as_json",
    is_flag=True,
    words=(
        "In một đối tượng JSON, không in gì khác.",
        "Print one JSON object and nothing else.",
    ),
)


def _config(folder: str | None, language: str | None) -> Config:
    """Return the configuration; an option after the command's name wins over one before it."""
    before: Mapping[str, str | None] = click.get_current_context().obj or {}
    return configured(
        os.environ,
        folder=folder or before.get("data"),
        language=language or before.get("lang") or spoken_language(),
    )


def _run(work: Callable[[Config], Answer], config: Config, as_json: bool) -> None:
    try:
        answer = work(config)
    except (PlannerError, OptimizerError) as error:
        _tell_failure(error, config.language, as_json)
        raise SystemExit(exit_code(error)) from error
    if as_json:
        _print_json(answer.facts)
    else:
        for line in answer.lines:
            click.echo(line)
    answer.then()


def exit_code(error: Exception) -> int:
    """Return the code with which the process ends after ``error``."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), OUR_FAULT)


def _tell_failure(error: PlannerError | OptimizerError, language: str, as_json: bool) -> None:
    faults = faults_of(error)
    text = _headline(error, len(faults), language)
    if as_json:
        _print_json({"error": text, "faults": [_fault_facts(f, language) for f in faults]})
        return
    click.echo(text, err=True)
    if isinstance(error, BadFile):
        for fault in faults:
            click.echo(f"  {fault.text(language)}", err=True)


def _headline(error: PlannerError | OptimizerError, faults: int, language: str) -> str:
    if isinstance(error, BadFile):
        return phrase(FAULTY, language, count=faults)
    return error.text(language) if isinstance(error, PlannerError) else str(error)


def faults_of(error: Exception) -> tuple[BadData, ...]:
    """Return every fault that an error carries, in order."""
    if isinstance(error, BadFile):
        return tuple(fault for inner in error.exceptions for fault in faults_of(inner))
    return (error,) if isinstance(error, BadData) else ()


def _fault_facts(fault: BadData, language: str) -> dict[str, str]:
    return {"where": fault.where, "code": fault.code, "message": fault.text(language)}


def _print_json(facts: Mapping[str, object]) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(facts), indent=2).decode())
