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

LINES = {
    "title": "Thông báo",
    "invited": "Mời bà con đến",
    "where": "Nơi",
    "when": "Ngày",
    "hours": "Giờ tiếp dân",
    "services": "Làm gì",
    "bring": "Mang theo",
    "topics": "Tuyên truyền",
    "who": "Đơn vị",
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
    """All that hangs on the wall of one village.

    ``said`` gives the second language by the Vietnamese line; it is empty where nobody wrote one.
    """

    village: Village
    commune: Commune
    invitations: tuple[Invitation, ...]
    topics: tuple[Topic, ...]
    language: str
    said: dict[str, str]


def notice_of(shown: Shown, village: Village, invited: list[Card]) -> Notice:
    """Return the notice of a village that is invited to these sessions."""
    district = shown.district
    language, said = _second(shown, village)
    tasks = [t for t in district.tasks if not t.communes or village.commune in t.communes]
    wanted = {topic for task in tasks for topic in task.topics}
    return Notice(
        village=village,
        commune=district.commune_by_code[village.commune],
        invitations=tuple(_invitation(shown, village, card) for card in invited),
        topics=tuple(t for t in district.topics if t.id in wanted),
        language=language,
        said=said,
    )


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
