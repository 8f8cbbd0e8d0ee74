"""Writes values of the domain as JSON documents, and reads them back.

A document is named by the SHA-256 of its bytes, so that damage is noticed when it is read.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Self, TypeVar

import msgspec

from planner.errors import PlannerError, StorageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON text of one value and its SHA-256 in hexadecimal digits."""

    text: str
    sha256: str

    @classmethod
    def of(cls, value: object) -> Self:
        """Return the document of a value: equal values have equal documents."""
        encoded = msgspec.json.encode(value)
        return cls(encoded.decode(), sha256(encoded).hexdigest())

    def value(self, kind: type[T]) -> T:
        """Return the value, validated as at its birth.

        Raises
        ------
        StorageError
            If the text is not what was written, or not a ``kind``.
        """
        if sha256(self.text.encode()).hexdigest() != self.sha256:
            raise self._damaged()
        try:
            return msgspec.json.decode(self.text, type=kind)
        except (msgspec.MsgspecError, PlannerError) as error:
            raise self._damaged() from error

    def _damaged(self) -> StorageError:
        name = self.sha256[:12]
        return StorageError(f"document {name} is damaged").saying("document_damaged", name=name)
