"""What people are served with, and who still waits for it."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.rules import filled, not_negative, positive, within
from planner.errors import refuse


class ServiceForm(StrEnum):
    """How a service takes time: one person at a time, or a whole audience at once.

    ``AT_HOME`` is one at a time, in their homes: these people walk to no other village.
    """

    PER_PERSON = "per_person"
    AT_HOME = "at_home"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One thing people are served with.

    ``minutes`` is the length of a ``TALK`` to at most ``audience`` people; in the other forms it
    is per person and station (kit or helper). ``letter`` is the one-letter mark that stands beside
    its colour.
    """

    id: str
    name: str
    letter: str
    form: ServiceForm = ServiceForm.PER_PERSON
    minutes: float
    audience: int = 0
    needs_kit: bool = False
    needs_power: bool = False
    needs_signal: bool = False
    needs_language: bool = False
    bring: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        faults = filled(id=self.id, name=self.name, letter=self.letter)
        faults += within("minutes", self.minutes, 1, 480) + not_negative(audience=self.audience)
        if self.form is ServiceForm.TALK:
            faults += positive(audience=self.audience)
        refuse("service", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """People of one village still to be served with one service.

    ``weight`` is the worth of serving one of them, 1 for most.
    """

    village: str
    service: str
    people: int
    weight: float = 1.0
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(village=self.village, service=self.service)
        faults += not_negative(people=self.people) + within("weight", self.weight, 0.01, 100)
        refuse("demand", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic of the outreach: a public service, or a group of benefits, with its source."""

    id: str
    group: str
    name: str
    source: str = ""

    def __post_init__(self) -> None:
        refuse("topic", filled(id=self.id, group=self.group, name=self.name))
