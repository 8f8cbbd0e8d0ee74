"""A village's notice: what its people are invited to, in two languages where somebody wrote them.

The second language is the workbook's own: the sheet of phrases holds what a line of the notice is
in the language of most people of the village. What is not there stays in Vietnamese alone; the
product translates nothing itself.
"""

from dataclasses import dataclass
from datetime import datetime

from planner.domain.place import Commune, Village
from planner.domain.service import Service, Topic
from web.board import Card
from web.session import open_hours
from web.shelf import Shown

MOST_INVITATIONS = 7
FEW_LINES, SOME_LINES = 8, 18
FEW_TOPICS = 8

LINES = {
    "title": "Thông báo",
    "where": "Nơi",
    "when": "Ngày",
    "hours": "Giờ tiếp dân",
    "services": "Làm gì",
    "bring": "Mang theo",
    "topics": "Tuyên truyền",
    "later": "Các buổi sau nữa",
    "rain": "Trời mưa, đường tắc: hỏi trưởng bản trước khi đi.",
}
"""The fixed lines of a notice, as the sheet of phrases must spell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One session to which the village is invited; local times."""

    card: Card
    opens: datetime
    closes: datetime
    services: tuple[Service, ...]
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """All that hangs on the wall of one village, on one sheet.

    ``later`` counts the sessions that find no room on it, ``topics`` are named in the commune's
    outreach. ``said`` gives the second language by the Vietnamese line; it is empty where nobody
    wrote one.
    """

    village: Village
    commune: Commune
    invitations: tuple[Invitation, ...]
    later: int
    topics: tuple[str, ...]
    language: str
    said: dict[str, str]

    @property
    def services(self) -> tuple[Service, ...]:
        """What the village is invited for, each service once."""
        return tuple(dict.fromkeys(s for i in self.invitations for s in i.services))

    @property
    def size(self) -> str:
        """How large the type may be for all to fit: print.css has the sizes."""
        lines = sum(1 + len(i.services) for i in self.invitations) * (2 if self.said else 1)
        if lines <= FEW_LINES:
            return ""
        return "some" if lines <= SOME_LINES else "many"


def notice_of(shown: Shown, village: Village, invited: list[Card]) -> Notice:
    """Return the notice of a village that is invited to these sessions."""
    district = shown.district
    language, said = _second(shown, village)
    tasks = [t for t in district.tasks if not t.communes or village.commune in t.communes]
    wanted = {topic for task in tasks for topic in task.topics}
    return Notice(
        village=village,
        commune=district.commune_by_code[village.commune],
        invitations=tuple(_invitation(shown, village, c) for c in invited[:MOST_INVITATIONS]),
        later=max(0, len(invited) - MOST_INVITATIONS),
        topics=_named(tuple(t for t in district.topics if t.id in wanted)),
        language=language,
        said=said,
    )


def _named(topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Return the names of topics, of their groups where there are too many for a wall."""
    names = [t.name for t in topics]
    return tuple(dict.fromkeys(names if len(names) <= FEW_TOPICS else [t.group for t in topics]))


def _invitation(shown: Shown, village: Village, card: Card) -> Invitation:
    opens, closes = open_hours(shown, card)
    wanted = {service for there, service, _ in card.stop.served if there == village.id}
    return Invitation(
        card=card,
        opens=opens,
        closes=closes,
        services=tuple(s for s in card.services if s.id in wanted),
        here=card.place.id == village.id,
    )


def _second(shown: Shown, village: Village) -> tuple[str, dict[str, str]]:
    """Return the first language of the village that the workbook has phrases in, and those."""
    for language in village.languages:
        said = {
            p.text: p.translation
            for p in shown.district.phrases
            if p.language.casefold() == language.casefold()
        }
        if said:
            return language, said
    return "", {}
