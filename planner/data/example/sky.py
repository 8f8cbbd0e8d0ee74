"""The climate of the example, and how rain closes its roads."""

from planner.data.example.facts import read_facts
from planner.data.example.ground import km_between, point_of
from planner.domain.weather import ClimateMonth, RainRule, RainTarget


def make_climate() -> tuple[ClimateMonth, ...]:
    """Return the twelve months: chains of wet and dry days, amounts fitted to the monthly means."""
    return tuple(
        ClimateMonth(
            month=int(row["month"]),
            wet_after_wet=float(row["wet_after_wet"]),
            wet_after_dry=float(row["wet_after_dry"]),
            shape=float(row["shape"]),
            scale_mm=round(float(row["scale_mm"]) * float(row["bias"]), 2),
            source=row["source"],
        )
        for row in read_facts("climate")
    )


def make_rain_rules() -> tuple[RainRule, ...]:
    """Return how rain acts on each surface and kind of weak point."""
    return tuple(
        RainRule(
            target=RainTarget(row["target"]),
            slow_from_mm=_amount(row["slow_from_mm"]),
            closed_at_mm=_amount(row["closed_at_mm"]),
            spread=float(row["spread"]),
            slides=row["slides"] == "1",
            reopens_h=float(row["reopens_h"]),
            heavy_mm=float(row["heavy_mm"]),
            heavy_reopens_h=float(row["heavy_reopens_h"]),
            source=row["source"],
        )
        for row in read_facts("rain_rules")
    )


def rain_factors() -> dict[str, float]:
    """Return the rain of each commune (code) over that of the district, from the nearest known."""
    places = {row["id"]: point_of(row) for row in read_facts("places")}
    seats = {row["code"]: places[f"seat-{row['slug']}"] for row in read_facts("communes")}
    known = {row["commune"]: float(row["year_mm"]) for row in read_facts("rain")}
    mean_mm = sum(known.values()) / len(known)
    return {
        code: round(known[min((km_between(seat, seats[k]), k) for k in known)[1]] / mean_mm, 2)
        for code, seat in seats.items()
    }


def _amount(text: str) -> float | None:
    return float(text) if text else None
