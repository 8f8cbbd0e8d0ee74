"""Fetches a forecast, or reads one from a file, and keeps it."""

from datetime import date, datetime
from pathlib import Path

from planner.data.bulletin import read_bulletin
from planner.data.store import Store
from planner.data.weather import Told, add_weather, list_weather
from planner.domain.district import District
from planner.domain.weather import Forecast
from planner.errors import BadData, BadFile
from planner.world.openmeteo import Service, fetch_forecast, read_forecast


def newest_forecast(store: Store) -> Told[Forecast] | None:
    """Return the forecast in use."""
    kept = list_weather(store, Forecast)
    return kept[-1] if kept else None


def read_told(file: Path, district: District, made_on: date, source: str) -> Forecast:
    """Return the forecast that a file holds: CSV (commune, day, rain), else Open-Meteo's JSON.

    ``source`` is whose a CSV file is; without one it is named for the file.

    Raises
    ------
    BadFile
        With every fault of the file, by its place.
    """
    if file.suffix.casefold() == ".csv":
        return read_bulletin(file, district, made_on, source or file.name)
    try:
        return read_forecast(file.read_bytes(), district, made_on)
    except BadData as fault:
        raise BadFile(file.name, [fault.at(file.name)]) from fault


def fetch(store: Store, service: Service, *, today: date, at: datetime) -> int:
    """Return the number of the forecast that was fetched; the one before stays if none comes.

    Raises
    ------
    SourceDown
        If the service does not answer.
    """
    return add_weather(store, fetch_forecast(store.get_district(), today, service), at=at)
