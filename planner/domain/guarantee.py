"""Guarantees: what a district promises to every village, whatever else would serve more people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.rules import filled, not_negative, within
from planner.errors import BadData, refuse


class GuaranteeKind(StrEnum):
    """What is promised.

    ``SEEN``: a session is held in each village. ``SHARE``: of the people due in each commune, or in
    one village, at least a share is expected to be served.
    """

    SEEN = "seen"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """One rule of the district, for each village or commune in its scope.

    ``scope`` is empty for the whole district, or a commune's code, or a village's id. What counts
    is held up to the day ``by``, or within the first ``weeks`` of a plan; with neither, up to the
    plan's last day. It is for villages that nobody visited in the ``waited_days`` before the plan
    (never visited: waited longest). ``share`` is a fraction of the people due. A village is seen if
    it is likely enough: the shares of weathers in which its sessions are held come to ``chance``.
    """

    id: str
    kind: GuaranteeKind
    scope: str = ""
    by: date | None = None
    weeks: int = 0
    waited_days: int = 0
    share: float = 0.0
    chance: float = 0.8
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id)
        faults += not_negative(weeks=self.weeks, waited_days=self.waited_days)
        faults += within("chance", self.chance, 0.01, 1)
        if self.by and self.weeks:
            faults.append(BadData("not_both", field="weeks", value=self.weeks, other=self.by))
        if self.kind is GuaranteeKind.SHARE:
            faults += within("share", self.share, 0.01, 1)
        elif self.share:
            faults.append(BadData("not_of_kind", field="share", value=self.share))
        refuse("guarantee", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What a guarantee promises to one village, or one commune, in one plan.

    ``area`` is the village's id or the commune's code; ``villages`` are those meant, with people
    due. What is held up to the end of ``until`` counts. ``need`` is how much must come together:
    percent of a session in the mean of the weathers for ``SEEN``, people and services for
    ``SHARE``.
    """

    guarantee: str
    kind: GuaranteeKind
    area: str
    villages: tuple[str, ...]
    until: date
    need: int
