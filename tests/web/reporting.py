"""A district with two hundred sessions, and reports of them as three channels send them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from flask.testing import FlaskClient
from openpyxl import load_workbook

from calendars.links import create_link
from calendars.publish import publish
from planner.data.store import Store
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan, Shift, Stop
from planner.domain.road import RoadState
from planner.domain.service import Demand
from planner.domain.session import Expected, Session, Sitting, Window
from planner.planning.tally import promised_of
from tests import worlds
from tests.filling import fill, rows_by
from tests.web.worlds import MADE_AT, MONDAY, at, tiny_plan

VILLAGES = tuple(f"v{n}" for n in range(1, 9))
SERVICES = ("card", "vneid")
TEAMS = ("t1", "t2")
DUE = 900
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def district() -> District:
    """Return eight villages in which ``DUE`` people wait for each of two services."""
    return worlds.district(
        villages=tuple(worlds.village(n, name=f"Bản {n}") for n in range(1, 9)),
        segments=tuple(worlds.segment("seat", v) for v in VILLAGES),
        services=(worlds.service(), worlds.service(id="vneid", name="Kích hoạt", letter="V")),
        demands=tuple(Demand(village=v, service=s, people=DUE) for v in VILLAGES for s in SERVICES),
    )


def plan(sessions: int, seed: int = 1) -> Plan:
    """Return a plan of so many sessions, five each team and day; some serve three villages."""
    toss = random.Random(seed)
    shifts: dict[tuple[str, date], list[Stop]] = {}
    for number in range(sessions):
        day = MONDAY + timedelta(days=number // 10)
        team = TEAMS[number % 2]
        stops = shifts.setdefault((team, day), [])
        stops.append(_stop(toss, number, team, day, hour=6 + 3 * len(stops)))
    return replace(
        tiny_plan(),
        horizon=Horizon(first=MONDAY, last=MONDAY + timedelta(days=27)),
        road_state=RoadState.DRY,
        shifts=tuple(
            Shift(
                team=team,
                day=day,
                start_place="seat",
                end_place="seat",
                depart=at(day, 5),
                back=at(day, 22),
                stops=tuple(stops),
                travel=timedelta(hours=1),
                km=9.0,
            )
            for (team, day), stops in shifts.items()
        ),
        left=(),
        people_due=DUE * len(VILLAGES) * len(SERVICES),
    )


def _stop(toss: random.Random, number: int, team: str, day: date, hour: int) -> Stop:
    own = VILLAGES[number % len(VILLAGES)]
    others = [v for v in VILLAGES if v != own]
    coming = [own, *toss.sample(others, toss.choice((0, 0, 1, 2)))]
    served = tuple((v, s, toss.randint(1, 9)) for v in coming for s in SERVICES)
    start = at(day, hour)
    return Stop(
        session=Session(
            id=f"{own}/evening/{team}/{number}/3h",
            place=own,
            sitting=Sitting.VILLAGE_EVENING,
            services=SERVICES,
            repeat=1,
            stations=1,
            takes=((team, timedelta(hours=2)),),
            windows=(Window(earliest=start, latest=start),),
            expected=tuple(
                Expected(village=v, service=s, people=n, walk_in=v != own) for v, s, n in served
            ),
            group=f"{own}/evening/{team}/{number}",
        ),
        arrive=start,
        start=start,
        end=start + timedelta(hours=2),
        served=served,
    )


def published(folder: Path, sessions: int, seed: int = 1) -> Path:
    """Return a folder in which the plan is published."""
    store = Store.open(folder)
    district_id = store.add_district(district(), at=MADE_AT)
    plan_id = store.add_plan(plan(sessions, seed), district_id=district_id, at=MADE_AT)
    publish(store, plan_id, folder=folder, at=MADE_AT, host="lenban.example")
    return folder


@dataclass
class Told:
    """One report as somebody makes it; ``counts`` are served and absent by service."""

    session: str
    day: date
    channel: str
    at: datetime
    held: str
    reason: str
    counts: dict[str, tuple[int, int]]
    code: str = ""
    note: str = ""

    def says(self) -> tuple[object, ...]:
        """Return what must be equal for two reports to agree."""
        return self.held, self.reason, {s: c for s, c in self.counts.items() if any(c)}


def made_up(toss: random.Random, sessions: Plan) -> list[Told]:
    """Return one to three reports of most sessions, each told at a moment of its own."""
    found: list[Told] = []
    clock = datetime.combine(MONDAY + timedelta(days=28), time(1), UTC)
    for number, promised in enumerate(promised_of(sessions)):
        for turn in range(toss.choice((0, 1, 1, 1, 2, 3))):
            moment = clock + timedelta(minutes=toss.randrange(0, 20_000), microseconds=number)
            held = toss.choice(("held", "held", "partly", "not_held"))
            counts = {
                s: (0 if held == "not_held" else toss.randint(0, 30), toss.randint(0, 6))
                for s in SERVICES
            }
            told = Told(
                session=promised.name,
                day=promised.day,
                channel=toss.choice(("phone", "call", "sheet")),
                at=moment + timedelta(seconds=turn),
                held=held,
                reason="" if held == "held" else toss.choice(("road", "rain", "kit")),
                counts=counts,
                code=f"p-{number}-{turn}",
            )
            same_words = turn and toss.random() < 0.3
            found.append(
                replace(told, **{k: getattr(found[-1], k) for k in ("held", "reason", "counts")})
                if same_words
                else told
            )
    return found


@dataclass
class Senders:
    """Sends reports as phones, callers and spreadsheets do; ``clock`` is the server's."""

    client: FlaskClient
    folder: Path
    clock: list[datetime]
    teams: dict[tuple[str, date], str]
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for team in TEAMS:
            self.tokens[team] = create_link(self.folder, f"team-{team}", MADE_AT)

    def send(self, told: Told, received: datetime) -> None:
        """Send a report so that it arrives at a moment, which phones may choose later."""
        self.clock[0] = received
        {"phone": self._phone, "call": self._call, "sheet": self._sheet}[told.channel](told)

    def _phone(self, told: Told) -> None:
        token = self.tokens[self.teams[told.session, told.day]]
        answer = self.client.post(
            f"/m/{token}/outcome/{told.day}/{told.session}",
            data={**self._fields(told), "told_at": told.at.isoformat(), "report": told.code},
        )
        assert answer.status_code == 303, answer.text

    def _call(self, told: Told) -> None:
        page = self.client.get(f"/outcomes?day={told.day}").text
        prefix = next(
            piece.rpartition('name="')[2]
            for piece in page.split(f'key" value="{told.session}"')[:1]
        )
        fields = {f"{prefix}{k}": v for k, v in self._fields(told).items()}
        fields |= {f"{prefix}key": told.session, f"{prefix}report": told.code}
        answer = self.client.post(
            "/outcomes/quick", data={"day": str(told.day), **fields}, headers=SAME_SITE
        )
        assert answer.status_code == 303, answer.text

    def _sheet(self, told: Told) -> None:
        content = filled_sheet(self.client, [told])
        answer = self.client.post(
            "/outcomes/sheet", data={"file": (BytesIO(content), "k.xlsx")}, headers=SAME_SITE
        )
        assert answer.status_code == 303, answer.text

    @staticmethod
    def _fields(told: Told) -> dict[str, str]:
        fields = {"held": told.held, "reason": told.reason, "note": told.note, "reporter": "team"}
        for service, (served, absent) in told.counts.items():
            fields |= {f"served_{service}": str(served), f"absent_{service}": str(absent)}
        return fields


def filled_sheet(client: FlaskClient, reports: list[Told]) -> bytes:
    """Return the sheet of the week that the product offers, filled in for some sessions."""
    monday = reports[0].day - timedelta(days=reports[0].day.weekday())
    book = load_workbook(BytesIO(client.get(f"/outcomes/sheet/{monday}.xlsx?lang=en").data))
    sheet = book.worksheets[0]
    rows = rows_by(sheet, "Session (keep as it is)")
    for told in reports:
        fill(sheet, rows[told.session], dict(_row(told)))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _row(told: Told) -> Iterator[tuple[str, object]]:
    yield "Held", {"held": "held", "partly": "held in part", "not_held": "not held"}[told.held]
    if told.reason:
        yield "Reason", {"road": "road cut", "rain": "mưa", "kit": "kit broken"}[told.reason]
    for service, letter in (("card", "C"), ("vneid", "V")):
        yield f"Served {letter}", told.counts[service][0]
        yield f"Absent {letter}", told.counts[service][1]
