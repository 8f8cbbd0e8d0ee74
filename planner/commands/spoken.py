"""Click commands that explain themselves in Vietnamese or English.

A text is a (Vietnamese, English) pair; which side is shown is decided when help is asked for.
"""

import os
from collections.abc import Callable
from typing import Any

import click

from planner.config import spoken_in
from planner.messages import LANGUAGES, phrase

Pair = tuple[str, str]
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_CHOSEN = "planner.commands.language"
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
"""A day as people and programs write it."""


def spoken_language() -> str:
    """Return the language chosen by ``--lang`` so far, else that of the environment."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_CHOSEN) if context else None
    return chosen or spoken_in(os.environ)


class SpokenOption(click.Option):
    """An option whose help is a pair."""

    def __init__(self, *args: Any, words: Pair, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of help in the chosen language."""
        self.help = phrase(self.words, spoken_language())
        return super().get_help_record(ctx)


class SpokenCommand(click.Command):
    """A command whose help and epilog are pairs."""

    def __init__(self, *args: Any, words: Pair, closing: Pair = ("", ""), **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.words = words
        self.closing = closing

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - the signature is Click's
        """Return the whole sentence: the list of commands wraps it."""
        return phrase(self.words, spoken_language())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is Click's
        """Write what the command does."""
        _write(formatter, phrase(self.words, spoken_language()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is Click's
        """Write what is said below the options."""
        _write(formatter, phrase(self.closing, spoken_language()))


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose help and epilog are pairs."""


def _write(formatter: click.HelpFormatter, text: str) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            for line in text.splitlines():
                formatter.write_text(line)


def option(*names: str, words: Pair, **rest: Any) -> Decorator:
    """Return a decorator that adds a spoken option."""
    return click.option(*names, cls=SpokenOption, words=words, **rest)


def _choose(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value:
        context.meta[_CHOSEN] = value
    return value


data_option = option(
    "--data",
    type=click.Path(file_okay=False),
    words=(
        "Thư mục dữ liệu (hoặc biến LENBAN_DATA; mặc định: lenban-data).",
        "Data folder (or the variable LENBAN_DATA; default: lenban-data).",
    ),
)
# Read before the others, so that what follows it, help too, is already in that language.
language_option = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_choose,
    words=(
        "Ngôn ngữ: vi hoặc en (hoặc biến LENBAN_LANG; mặc định: vi).",
        "Language: vi or en (or the variable LENBAN_LANG; default: vi).",
    ),
)
