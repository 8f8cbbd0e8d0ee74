"""Sentences in the languages of the villages, as somebody who speaks them wrote them."""

from dataclasses import dataclass

from planner.domain.rules import filled
from planner.errors import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a Vietnamese ``text`` of the notices is in another ``language``."""

    language: str
    text: str
    translation: str
    source: str = ""

    def __post_init__(self) -> None:
        refuse(
            "phrase",
            filled(language=self.language, text=self.text, translation=self.translation),
        )
