"""Makes the communes and the places that are not villages."""

from planner.data.example.facts import read_facts
from planner.data.example.ground import Ground, point_of
from planner.data.example.sky import rain_factors
from planner.domain.place import Commune, Place, PlaceKind

EDITION = 2022
COMMUNE_SOURCE = (
    "code: statistics office catalogue; area, population: yearbook of Điện Biên 2022 "
    "(vi.wikipedia.org, Nậm Pồ); households: census 2019"
)


def make_communes() -> tuple[Commune, ...]:
    """Return the 15 communes as they were in 2022."""
    factors = rain_factors()
    return tuple(
        Commune(
            code=row["code"],
            edition=EDITION,
            name=row["name"],
            seat=f"seat-{row['slug']}",
            area_km2=float(row["area_km2"]),
            population=int(row["population_2022"]),
            households=int(row["households_2019"]),
            rain_factor=factors[row["code"]],
            source=COMMUNE_SOURCE,
        )
        for row in read_facts("communes")
    )


def make_places(ground: Ground) -> tuple[Place, ...]:
    """Return seats, base, junctions, markets and lodgings."""
    return tuple(_place(row, ground) for row in read_facts("places"))


def _place(row: dict[str, str], ground: Ground) -> Place:
    point = point_of(row)
    height = "" if row["elevation_m"] else "; height: between the known points"
    return Place(
        id=row["id"],
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        commune=row["commune"],
        latitude_deg=point.latitude_deg,
        longitude_deg=point.longitude_deg,
        elevation_m=float(row["elevation_m"] or ground.height_m(point)),
        source=row["source"] + height,
        synthetic=row["synthetic"] == "1",
    )
