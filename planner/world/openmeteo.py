"""Forecasts of Open-Meteo: its JSON, over HTTP or from a file that somebody carried.

Owns the HTTP client. Knows no store: what it returns is kept, or not, by who asked. Data are by
Open-Meteo.com, CC BY 4.0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic

import httpx
import msgspec
import tenacity

from planner.domain.district import District
from planner.domain.place import Commune
from planner.domain.weather import Forecast, Foreseen
from planner.errors import BadData, BadFile, SourceDown

ADDRESS = "https://api.open-meteo.com/v1/forecast"
ENSEMBLE_ADDRESS = "https://ensemble-api.open-meteo.com/v1/ensemble"
ENSEMBLE = "ecmwf_ifs025"
"""The model asked for an ensemble: that of ECMWF, 50 members besides the control run, worldwide."""
SOURCE = "Open-Meteo"
AHEAD_DAYS, PAST_DAYS = 8, 4
"""Days asked for: from today on, and those before, for roads remember rain."""
DAILY = "precipitation_sum"
MEMBER = "precipitation_sum_member"
TRIES = 4
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 20.0
CONNECT_S, READ_S = 5.0, 20.0
WHOLE_S = 60.0
"""How long one answer may take as a whole: a line that trickles is no line."""
MOST_BYTES = 5_000_000
"""More is no answer to what was asked."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be over in a moment."""


class Answer(msgspec.Struct):
    """What the service says of one point; ``daily`` has a list for each variable asked for."""

    daily: dict[str, list[float | str | None]] | None = None
    error: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Where to ask, and how patiently: seconds between tries grow from ``first_wait_s``.

    ``model`` is that of an ensemble, "" for the one forecast.
    """

    address: str = ADDRESS
    tries: int = TRIES
    first_wait_s: float = FIRST_WAIT_S
    connect_s: float = CONNECT_S
    read_s: float = READ_S
    model: str = ""


class _Passing(Exception):
    """A failure after which it is worth trying again."""

    def __init__(self, failure: SourceDown) -> None:
        super().__init__(str(failure))
        self.failure = failure


def fetch_forecast(district: District, today: date, service: Service) -> Forecast:
    """Return the forecast for all communes, one point each.

    Raises
    ------
    SourceDown
        If the service does not answer, or not with a forecast: why, after all tries.
    """
    seats = [district.place(commune.seat) for commune in district.communes]
    asked = {
        "latitude": ",".join(f"{seat.latitude_deg:.4f}" for seat in seats),
        "longitude": ",".join(f"{seat.longitude_deg:.4f}" for seat in seats),
        "daily": DAILY,
        "timezone": district.settings.timezone,
        "forecast_days": str(AHEAD_DAYS),
        "past_days": str(PAST_DAYS),
    }
    asked |= {"models": service.model} if service.model else {}
    source = f"{SOURCE} {service.model}".strip()
    timeout = httpx.Timeout(service.read_s, connect=service.connect_s)
    patience = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(_Passing),
        stop=tenacity.stop_after_attempt(service.tries),
        wait=tenacity.wait_random_exponential(service.first_wait_s, LONGEST_WAIT_S),
        reraise=True,
    )
    try:
        with httpx.Client(timeout=timeout, follow_redirects=True) as client:
            body = patience(_ask, client, service.address, asked)
    except _Passing as error:
        raise error.failure from error
    try:
        return read_forecast(body, district, today, source)
    except BadData as error:
        raise SourceDown(f"{SOURCE}: {error}").saying(
            error.code, value=error.value, **error.facts
        ) from error


def _ask(client: httpx.Client, address: str, asked: dict[str, str]) -> bytes:
    """Return the body of an answer with status 200.

    Raises
    ------
    _Passing
        If it may be better in a moment.
    SourceDown
        If it will not.
    """
    until = monotonic() + WHOLE_S
    try:
        with client.stream("GET", address, params=asked) as answer:
            body = b""
            for part in answer.iter_bytes():
                body += part
                if monotonic() > until:
                    raise httpx.ReadTimeout("it trickles")
                if len(body) > MOST_BYTES:
                    raise SourceDown(f"{SOURCE}: more than {MOST_BYTES} bytes").saying(
                        "weather_too_long", most=MOST_BYTES
                    )
    except httpx.TimeoutException as error:
        raise _Passing(SourceDown(f"{SOURCE}: {error!r}").saying("weather_slow")) from error
    except httpx.HTTPError as error:
        failure = SourceDown(f"{SOURCE}: {error!r}").saying("weather_unreachable", why=str(error))
        raise _Passing(failure) from error
    if answer.status_code == httpx.codes.OK:
        return body
    failure = SourceDown(f"{SOURCE}: status {answer.status_code}").saying(
        "weather_status", status=answer.status_code, why=_reason(body)
    )
    raise _Passing(failure) if answer.status_code in AGAIN else failure


def _reason(body: bytes) -> str:
    """Return why the service refuses, as far as it says so."""
    try:
        return msgspec.json.decode(body, type=Answer).reason
    except msgspec.MsgspecError:
        return ""


def read_forecast(body: bytes, district: District, made_on: date, source: str = SOURCE) -> Forecast:
    """Return the forecast that an answer holds; what is null in it is not known.

    Raises
    ------
    BadData
        If it is not JSON of this form to its end, not of as many points as the district has
        communes, or says nothing of any day.
    """
    try:
        decoded = msgspec.json.decode(body, type=Answer | list[Answer])
    except msgspec.MsgspecError as error:
        raise BadData("weather_not_json", value=str(error)) from error
    answers = decoded if isinstance(decoded, list) else [decoded]
    for answer in answers:
        if answer.error:
            raise BadData("weather_refused", value=answer.reason)
    if len(answers) != len(district.communes):
        raise BadData("weather_points", value=len(answers), communes=len(district.communes))
    pairs = zip(district.communes, answers, strict=True)
    days = tuple(one for commune, answer in pairs for one in _days(commune, answer))
    if not days:
        raise BadData("weather_empty", value=len(answers))
    return Forecast(made_on=made_on, source=source, days=days)


def _days(commune: Commune, answer: Answer) -> Iterator[Foreseen]:
    """Yield the days of one point for which there are amounts."""
    daily = answer.daily or {}
    times, names = daily.get("time"), _members(daily)
    if times is None or not names:
        raise BadData("weather_no_days", value=commune.name)
    for name in names:
        if len(daily[name]) != len(times):
            raise BadData(
                "weather_lengths", value=commune.name, days=len(times), amounts=len(daily[name])
            )
    for number, time in enumerate(times):
        amounts = [daily[name][number] for name in names]
        known = tuple(float(a) for a in amounts if isinstance(a, (int, float)))
        if known and len(known) == len(amounts):
            yield _foreseen(commune, _day(commune, time), known)


def _foreseen(commune: Commune, day: date, mm: tuple[float, ...]) -> Foreseen:
    try:
        return Foreseen(commune=commune.code, day=day, mm=mm)
    except BadFile as refused:
        raise BadData("weather_amount", value=max(mm), commune=commune.name) from refused


def _members(daily: dict[str, list[float | str | None]]) -> Sequence[str]:
    """Return the variables that hold rain: the members of an ensemble, or the one there is."""
    members = sorted(name for name in daily if name.startswith(MEMBER))
    return members or [name for name in daily if name == DAILY]


def _day(commune: Commune, time: object) -> date:
    try:
        return date.fromisoformat(str(time))
    except ValueError as error:
        raise BadData("weather_day", value=time, commune=commune.name) from error
