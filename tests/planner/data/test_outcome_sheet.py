"""The sheet of outcomes: offered, filled in, read; and every faulty cell named."""

import subprocess
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from planner.data.outcome_sheet import outcome_sheet_bytes
from planner.data.store import Store
from planner.domain.outcome import Channel, Count, Held, Reporter, RoadMet, WhyNot
from planner.errors import BadData, BadFile
from planner.jobs import outcomes as jobs
from tests.filling import fill, heads
from tests.outside import outside_program
from tests.web import worlds

NOW = worlds.at(date(2022, 9, 11), 9)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(worlds.published(tmp_path / "data"))


def sheet_of(store: Store, language: str = "vi") -> Workbook:
    known = jobs.told(store, NOW)
    return load_workbook(BytesIO(outcome_sheet_bytes(known.promised, known.district, language)))


def taken(store: Store, book: Workbook, path: Path) -> jobs.Taken:
    book.save(path)
    return jobs.take_sheet(store, path, at=NOW)


FULL = {
    "Diễn ra": "Diễn ra một phần",
    "Lý do": "mưa",
    "Đã phục vụ C": 21,
    "Vắng mặt C": 3,
    "Đã phục vụ V": 11,
    "Giờ đến": time(16, 50),
    "Giờ rời": time(19, 40),
    "Đường đi": "chỉ xe máy qua được",
    "Ghi chú": "trơn",
    "Ai báo": "cán bộ xã",
    "Ngày báo": date(2022, 9, 6),
}

FULL_IN_ENGLISH = {
    "Held": "Held in part",
    "Reason": "rain",
    "Served C": 21,
    "Absent C": 3,
    "Served V": 11,
    "Arrived": time(16, 50),
    "Left": time(19, 40),
    "Road": "motorbikes only",
    "Note": "trơn",
    "Reporter": "a commune officer",
}


def test_a_row_is_read_back_as_it_was_filled_in(store: Store, tmp_path: Path) -> None:
    book = sheet_of(store)
    fill(book.worksheets[0], 2, FULL)
    assert taken(store, book, tmp_path / "k.xlsx").rows == 1
    (one,) = jobs.told(store, NOW).found
    told = one.counting
    assert (told.session, told.day, told.place) == ("v1:evening:t1", worlds.MONDAY, "v1")
    assert (told.held, told.reason, told.road) == (Held.PARTLY, WhyNot.RAIN, RoadMet.MOTORBIKE)
    assert told.counts == (
        Count(service="card", served=21, absent=3),
        Count(service="vneid", served=11),
    )
    assert told.stay == timedelta(hours=2, minutes=50)
    assert (told.reporter, told.channel, told.note) == (Reporter.COMMUNE, Channel.SHEET, "trơn")
    assert told.told_at == datetime(2022, 9, 6, 5, tzinfo=UTC)
    assert one.served == {("v1", "card"): 21, ("v1", "vneid"): 11}


def test_the_same_file_again_is_nothing_new_and_english_heads_are_the_same(
    store: Store, tmp_path: Path
) -> None:
    book = sheet_of(store)
    fill(book.worksheets[0], 2, FULL)
    first = taken(store, book, tmp_path / "k.xlsx")
    assert len(first.new) == 1
    assert taken(store, book, tmp_path / "k.xlsx").new == ()
    english = sheet_of(store, "en")
    fill(
        english.worksheets[0],
        2,
        {"Held": "Held in part", "Reason": "rain", "Served C": 21, "Absent C": 3},
    )
    fill(english.worksheets[0], 2, {"Served V": 11, "Arrived": time(16, 50), "Left": time(19, 40)})
    fill(
        english.worksheets[0],
        2,
        {"Road": "motorbikes only", "Note": "trơn", "Reporter": "a commune officer"},
    )
    assert taken(store, english, tmp_path / "k.xlsx").new == ()


def test_every_faulty_cell_is_named_and_nothing_is_taken(store: Store, tmp_path: Path) -> None:
    book = sheet_of(store)
    fill(book.worksheets[0], 2, FULL)
    fill(book.worksheets[0], 3, {"Diễn ra": "có", "Đã phục vụ C": "nhiều"})
    fill(book.worksheets[0], 4, {"Diễn ra": "không diễn ra", "Đã phục vụ C": 4})
    sheet = book.worksheets[0]
    letters = {name: get_column_letter(n) for name, n in heads(sheet).items()}
    with pytest.raises(BadFile) as refused:
        taken(store, book, tmp_path / "k.xlsx")
    places = {f.where: f.code for f in refused.value.exceptions if isinstance(f, BadData)}
    assert places == {
        f"Kết quả!{letters['Diễn ra']}3": "unknown_word",
        f"Kết quả!{letters['Đã phục vụ C']}3": "wrong_type",
    }
    fill(
        book.worksheets[0],
        3,
        {"Diễn ra": "diễn ra đủ", "Đã phục vụ C": 12, "Mã buổi (không sửa)": "v9:x"},
    )
    with pytest.raises(BadFile) as refused:
        taken(store, book, tmp_path / "k.xlsx")
    places = {f.where: f.code for f in refused.value.exceptions if isinstance(f, BadData)}
    assert places == {
        f"Kết quả!{letters['Mã buổi (không sửa)']}3": "not_promised",
        f"Kết quả!{letters['Lý do']}4": "why_not_needed",
        f"Kết quả!{letters['Đã phục vụ C']}4": "served_though_not_held",
    }
    assert jobs.told(store, NOW).found == ()


def test_a_row_that_says_something_must_say_whether_it_was_held(
    store: Store, tmp_path: Path
) -> None:
    book = sheet_of(store)
    fill(book.worksheets[0], 2, {"Đã phục vụ C": 12})
    with pytest.raises(BadFile) as refused:
        taken(store, book, tmp_path / "k.xlsx")
    (fault,) = refused.value.exceptions
    assert isinstance(fault, BadData)
    assert (fault.code, fault.field) == ("empty", "held")


def test_two_rows_of_one_session_must_say_the_same(store: Store, tmp_path: Path) -> None:
    book = sheet_of(store)
    fill(book.worksheets[0], 2, FULL)
    known = book.worksheets[0]
    cells = {name: known.cell(2, column).value for name, column in heads(known).items()}
    fill(book.worksheets[0], 4, cells)
    assert taken(store, book, tmp_path / "k.xlsx").rows == 2
    assert len(jobs.told(store, NOW).found[0].reports) == 1
    fill(book.worksheets[0], 4, {"Đã phục vụ C": 20})
    with pytest.raises(BadFile) as refused:
        taken(store, book, tmp_path / "k.xlsx")
    (fault,) = refused.value.exceptions
    assert isinstance(fault, BadData)
    assert (fault.code, fault.where[:8]) == ("row_twice", "Kết quả!")


def test_a_workbook_without_the_sheet_is_refused(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Bản"
    with pytest.raises(BadFile) as refused:
        taken(store, book, tmp_path / "k.xlsx")
    (fault,) = refused.value.exceptions
    assert isinstance(fault, BadData)
    assert fault.code == "no_outcome_sheet"


@pytest.mark.slow
@pytest.mark.outside
def test_libreoffice_saves_the_same_reports(store: Store, tmp_path: Path) -> None:
    soffice = outside_program("soffice")
    book = sheet_of(store)
    fill(book.worksheets[0], 2, FULL)
    fill(book.worksheets[0], 3, {"Diễn ra": "không diễn ra", "Lý do": "đường tắc"})
    book.save(tmp_path / "k.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "saved"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, str(tmp_path / "k.xlsx")], check=True, timeout=120)
    assert len(jobs.take_sheet(store, out / "k.xlsx", at=NOW).new) == 2
    assert jobs.take_sheet(store, tmp_path / "k.xlsx", at=NOW).new == ()
