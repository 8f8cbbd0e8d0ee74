"""Writes the example district: ``python -m planner.data.example.generate FOLDER``.

The seed is fixed, so that the same folder comes out on every machine.
"""

import sys
from pathlib import Path
from random import Random

from planner.data.example.almanac import make_almanac
from planner.data.example.demand import make_demands
from planner.data.example.ground import Ground
from planner.data.example.outreach import make_services, make_tasks, make_topics
from planner.data.example.people import make_kits, make_lodgings, make_members, make_teams
from planner.data.example.places import make_communes, make_places
from planner.data.example.roads import make_segments, make_speeds, make_weak_points
from planner.data.example.sites import place_sites
from planner.data.example.sky import make_climate, make_rain_rules
from planner.data.example.villages import make_villages
from planner.data.workbook import write_csv_folder
from planner.domain.district import District, OutlinePoint, Settings

SEED = 103  # the district's code until 2025
OUTLINE_SOURCE = "Mesoshapes (CC0), by way of Who's On First 1108780975"


def example_district() -> District:
    """Return Nậm Pồ as it was in 2022, with what is not known made up."""
    rng = Random(SEED)  # noqa: S311  nobody's secret depends on it
    ground = Ground()
    places = make_places(ground)
    villages = make_villages(place_sites(rng, ground), rng)
    segments = make_segments(places, villages)
    return District(
        settings=Settings(name="Huyện Nậm Pồ (ví dụ)", province="Tỉnh Điện Biên"),
        communes=make_communes(),
        places=places,
        villages=villages,
        outline=_outline(ground),
        segments=segments,
        weak_points=make_weak_points(segments, villages, rng),
        speeds=make_speeds(),
        rain_rules=make_rain_rules(),
        climate=make_climate(),
        services=make_services(),
        topics=make_topics(),
        demands=make_demands(villages, rng),
        teams=make_teams(),
        members=make_members(rng),
        kits=make_kits(),
        lodgings=make_lodgings(places),
        almanac=make_almanac(),
        tasks=make_tasks(),
    )


def _outline(ground: Ground) -> tuple[OutlinePoint, ...]:
    return tuple(
        OutlinePoint(
            order=order,
            latitude_deg=point.latitude_deg,
            longitude_deg=point.longitude_deg,
            source=OUTLINE_SOURCE,
        )
        for order, point in enumerate(ground.outline, 1)
    )


if __name__ == "__main__":
    write_csv_folder(example_district(), Path(sys.argv[1]))
