"""Everything that can go wrong in planning, one class per way of reacting to it."""

from collections.abc import Sequence
from typing import Any, Self

from planner.messages import DEFAULT_LANGUAGE, Words, say


class PlannerError(Exception):
    """The base of all errors of this package.

    ``str(error)`` is for developers. What people read comes from ``planner.messages.FAULTS`` once
    ``saying`` has named the sentence.
    """

    code: str = ""
    facts: dict[str, Any]

    def saying(self, code: str, **facts: Any) -> Self:
        """Return the same error with the sentence that tells it to people."""
        self.code, self.facts = code, facts
        return self

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the message in ``language``, in English if nobody named a sentence."""
        return say(self.code, language, **self.facts) if self.code else str(self)


class NotFound(PlannerError, LookupError):
    """Something was asked for by a key that nothing has."""


class BadData(PlannerError, ValueError):
    """One value is wrong: which, where, and what would be right.

    Parameters
    ----------
    code
        A key of ``planner.messages.FAULTS``; tells kinds of faults apart.
    field
        The name of the domain field that holds the value, if one does.
    value
        The value as it was found.
    where
        Sheet and cell, ``Villages!F47``; empty until an edge adds it.
    label
        What people call the field, in both languages; None until an edge adds it.
    facts
        What else the message needs, by name.
    """

    def __init__(
        self,
        code: str,
        *,
        field: str = "",
        value: object = None,
        where: str = "",
        label: Words | None = None,
        **facts: Any,
    ) -> None:
        self.code = code
        self.field = field
        self.value = value
        self.where = where
        self.label = label
        self.facts = facts
        super().__init__(self.text("en"))

    def at(self, where: str, label: Words | None = None, **facts: Any) -> "BadData":
        """Return the same fault with its place, and with what people call its field and facts."""
        return BadData(
            self.code,
            field=self.field,
            value=self.value,
            where=where,
            label=label or self.label,
            **{**self.facts, **facts},
        )

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the message in ``language``, its place first."""
        named = self.label or self.field
        said = say(self.code, language, field=named, value=self.value, **self.facts)
        return f"{self.where}: {said}" if self.where else said


class BadFile(ExceptionGroup[BadData], PlannerError):
    """Everything that is wrong with one file (or one row of it), at once."""

    def derive(self, excs: Sequence[BadData]) -> "BadFile":  # type: ignore[override]
        """Return a group of the same kind over fewer faults (see ExceptionGroup)."""
        return BadFile(self.message, excs)


class Conflict(PlannerError):
    """Somebody else changed it first; carries both values."""

    def __init__(self, message: str, *, ours: object, theirs: object) -> None:
        self.ours = ours
        self.theirs = theirs
        super().__init__(message)


class SourceDown(PlannerError, OSError):
    """A forecast or elevation service did not answer; nothing is lost, try later."""


class StorageError(PlannerError):
    """The store could not read or write; the cause is chained."""


class Infeasible(PlannerError):
    """The checker refused a plan: our bug, never shown as a plan."""


def refuse(what: str, faults: Sequence[BadData]) -> None:
    """Raise ``BadFile`` over ``faults`` if there are any.

    Raises
    ------
    BadFile
        With one ``BadData`` per fault.
    """
    if faults:
        raise BadFile(what, faults)
