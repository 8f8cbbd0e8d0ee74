"""Remembers what was said of the sky and the roads: forecasts, rainfall, reports, warnings.

A ledger: everything is added once, with the time at which it was told, and never changed. What was
known at any time can be read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import func, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.documents import Document
from planner.data.schema import weather
from planner.data.store import Store
from planner.domain.weather import Forecast, Foreseen, Rainfall, RoadReport, Sky, WeatherWarning

T = TypeVar("T", Forecast, Rainfall, RoadReport, WeatherWarning)
Said = Forecast | Rainfall | RoadReport | WeatherWarning
KINDS: dict[type[Said], str] = {
    Forecast: "forecast",
    Rainfall: "rainfall",
    RoadReport: "report",
    WeatherWarning: "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Generic[T]):
    """One line of the ledger, and when it was written."""

    id: int
    told_at: datetime
    said: T


def add_weather(store: Store, said: Said, *, at: datetime) -> int:
    """Return the number of a new line of the ledger."""
    document = Document.of(said)
    values = {
        "kind": KINDS[type(said)],
        "told_at": at,
        "sha256": document.sha256,
        "document": document.text,
    }
    with failing_as_storage(store.path), writing(store.engine) as connection:
        added = weather.insert().values(**values).returning(weather.c.id)
        return int(connection.execute(added).scalar_one())


def list_weather(
    store: Store, kind: type[T], *, until: datetime | None = None
) -> tuple[Told[T], ...]:
    """Return the lines of one kind, oldest first; ``until``: those written by then."""
    asked = select(weather).where(weather.c.kind == KINDS[kind]).order_by(weather.c.id)
    if until is not None:
        asked = asked.where(weather.c.told_at <= until)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    return tuple(
        Told(id=r.id, told_at=r.told_at, said=Document(r.document, r.sha256).value(kind))
        for r in rows
    )


def newest_weather(store: Store) -> int:
    """Return the number of the newest line of the ledger, 0 if there is none."""
    with failing_as_storage(store.path), reading(store.engine) as connection:
        found = connection.execute(select(func.max(weather.c.id))).scalar_one()
    return int(found or 0)


def get_sky(store: Store, *, seed: int, until: datetime | None = None) -> Sky:
    """Return what is known: the newest forecast and rainfall, all reports and warnings."""
    forecasts = list_weather(store, Forecast, until=until)
    fallen = list_weather(store, Rainfall, until=until)
    reports = list_weather(store, RoadReport, until=until)
    warnings = list_weather(store, WeatherWarning, until=until)
    return Sky(
        seed=seed,
        forecast=forecasts[-1].said if forecasts else None,
        fallen=tuple(newest_rainfall(told.said for told in fallen).values()),
        reports=tuple(told.said for told in reports),
        warnings=tuple(told.said for told in warnings),
    )


def newest_rainfall(fallen: Iterable[Rainfall]) -> dict[tuple[str, date], Foreseen]:
    """Return what fell, by commune and day; what was told last counts."""
    return {(one.commune, one.day): one for told in fallen for one in told.days}
