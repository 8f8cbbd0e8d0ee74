"""Lists of villages, teams and demand as stored now, by commune and by a part of a name."""

from flask import Blueprint, render_template, request

from planner.domain.district import District
from planner.domain.place import Village
from planner.domain.rules import same_name
from planner.domain.team import Team
from web.data.stored import Stored, frame, stored

blueprint = Blueprint("lists", __name__)


@blueprint.get("/data/villages")
def villages() -> str:
    """Return the list of villages."""
    now = stored()
    return _page("data_villages.html", now, villages=_villages(now.district))


@blueprint.get("/data/demand")
def demand() -> str:
    """Return the people still to be served, by village and service."""
    now = stored()
    people = {(d.village, d.service): d.people for d in now.district.demands}
    return _page("data_demand.html", now, villages=_villages(now.district), people=people)


@blueprint.get("/data/teams")
def teams() -> str:
    """Return the list of teams."""
    now = stored()
    return _page("data_teams.html", now, teams=_teams(now.district))


def _page(template: str, now: Stored, **found: object) -> str:
    return render_template(
        template,
        **frame(),
        now=now,
        commune=_commune(now.district),
        part=request.args.get("q", ""),
        saved="saved" in request.args,
        **found,
    )


def _villages(district: District) -> list[Village]:
    commune = _commune(district)
    return [
        v
        for v in district.villages
        if (not commune or v.commune == commune) and _is_wanted(v.name, v.other_name)
    ]


def _teams(district: District) -> list[Team]:
    """Return the teams that are asked for; those of one commune, and those that serve all."""
    commune = _commune(district)
    return [
        t
        for t in district.teams
        if (not commune or t.commune in ("", commune)) and _is_wanted(t.name)
    ]


def _commune(district: District) -> str:
    """Return the code of the commune that is asked for, empty for all."""
    wanted = request.args.get("commune", "")
    return wanted if wanted in district.commune_by_code else ""


def _is_wanted(*names: str) -> bool:
    part = same_name(request.args.get("q", ""))
    return any(part in same_name(name) for name in names)
