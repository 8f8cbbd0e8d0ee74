"""Which body brings which outreach."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.rules import filled
from planner.errors import refuse


class OutreachForm(StrEnum):
    """In what form a body brings a topic to people."""

    LOUDSPEAKER = "loudspeaker"
    MEETING = "meeting"
    LEAFLET = "leaflet"
    HOME_VISIT = "home_visit"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTask:
    """One task of the outreach plan: ``communes`` (codes) are empty for the whole district."""

    id: str
    agency: str
    form: OutreachForm
    topics: tuple[str, ...]
    communes: tuple[str, ...] = ()
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        refuse("agency task", filled(id=self.id, agency=self.agency, topics=self.topics))
