"""One village: its facts, who is still to be served, its sessions, and how far it is."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template

from planner.domain.place import Place, Village
from planner.domain.plan import Left
from planner.domain.road import RoadState, VehicleClass
from planner.errors import NotFound
from web import figures
from web.board import Card, cards
from web.shelf import Shown, shelf

blueprint = Blueprint("village", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How long one class of vehicle takes from the commune's office; None where it cannot pass."""

    vehicle_class: VehicleClass
    dry: timedelta | None
    wet: timedelta | None


@blueprint.get("/village/<path:village_id>")
def page(village_id: str) -> str:
    """Return the page of one village."""
    shown = shelf().shown()
    village = _village(shown, village_id)
    seat = shown.district.place(shown.district.commune_by_code[village.commune].seat)
    return render_template(
        "village.html",
        shown=shown,
        village=village,
        commune=shown.district.commune_by_code[village.commune],
        seat=seat,
        progress=figures.of_village(shown.district, shown.plan, village.id),
        reasons=_reasons(shown, village),
        cards=[card for card in cards(shown) if _serves(card, village)],
        distances=_distances(shown, seat, village),
    )


def _village(shown: Shown, village_id: str) -> Village:
    try:
        return shown.district.village_by_id[village_id]
    except KeyError:
        raise NotFound("no such village") from None


def _serves(card: Card, village: Village) -> bool:
    return any(served == village.id for served, _, people in card.stop.served if people)


def _reasons(shown: Shown, village: Village) -> dict[str, Left]:
    """Return why people are left, by service id."""
    return {x.service: x for x in shown.plan.left if x.village == village.id and x.people > 0}


def _distances(shown: Shown, seat: Place, village: Village) -> list[Distance]:
    dry = shelf().travel(shown.district_id, RoadState.DRY)
    wet = shelf().travel(shown.district_id, RoadState.WET)
    return [
        Distance(
            vehicle_class=vehicle,
            dry=dry.between(vehicle, seat.id, village.id),
            wet=wet.between(vehicle, seat.id, village.id),
        )
        for vehicle in VehicleClass
    ]
