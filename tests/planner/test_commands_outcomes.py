"""``outcomes``, ``register`` and ``report`` on the command line, and what they write."""

import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from planner.data.store import Store
from planner.jobs import outcomes as jobs
from tests.filling import fill, rows_by
from tests.outside import outside_program
from tests.planner.calls import answer, lenban
from tests.web import worlds

AT = "2022-09-11T09:00:00+07:00"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a published plan, which every call uses."""
    folder = worlds.published(tmp_path / "data")
    monkeypatch.setenv("LENBAN_DATA", str(folder))
    monkeypatch.setenv("LENBAN_LANG", "en")
    return folder


@pytest.fixture
def told(data: Path, tmp_path: Path) -> Path:
    """Return the same folder once two of the three sessions are reported."""
    answer("outcomes", "template", "--out", tmp_path / "k.xlsx", "--at", AT)
    book = load_workbook(tmp_path / "k.xlsx")
    sheet = book.worksheets[0]
    rows = rows_by(sheet, "Session (keep as it is)")
    fill(
        sheet,
        rows["v1:evening:t1"],
        {"Held": "held", "Served C": 28, "Absent C": 6, "Served V": 15},
    )
    fill(sheet, rows["v2:evening:t1"], {"Held": "not held", "Reason": "road cut"})
    book.save(tmp_path / "k.xlsx")
    found = answer("outcomes", "import", tmp_path / "k.xlsx", "--at", AT)
    assert (len(found["new"]), found["rows"], found["undecided"]) == (2, 2, 0)
    return data


@pytest.mark.usefixtures("told")
def test_a_sheet_goes_out_comes_back_and_is_nothing_new_again(tmp_path: Path) -> None:
    again = answer("outcomes", "import", tmp_path / "k.xlsx", "--at", AT)
    assert again["new"] == []
    said = lenban("outcomes", "import", tmp_path / "k.xlsx", "--at", AT).stdout
    assert said == "0 new reports taken; 2 were here already.\n"


@pytest.mark.usefixtures("data")
def test_a_faulty_sheet_ends_with_its_cells(tmp_path: Path) -> None:
    answer("outcomes", "template", "--out", tmp_path / "k.xlsx", "--at", AT)
    book = load_workbook(tmp_path / "k.xlsx")
    fill(book.worksheets[0], 2, {"Held": "perhaps"})
    book.save(tmp_path / "k.xlsx")
    result = lenban("outcomes", "import", tmp_path / "k.xlsx", "--at", AT)
    assert result.exit_code == 3
    assert "Outcomes!D2: Held" in result.stderr


@pytest.mark.usefixtures("told")
def test_the_register_counts_what_was_told() -> None:
    facts = answer("register", "--at", AT)
    assert (facts["due"], facts["served"], facts["left"], facts["absent"]) == (140, 43, 97, 6)
    lines = {(x["village"], x["service"]): x for x in facts["lines"]}
    assert lines["v1", "card"]["left"] == 12
    assert lines["v1", "card"]["last_visit"] == "2022-09-05"
    said = lenban("register", "--at", AT).stdout
    assert "Huổi Một" in said
    assert "no report, 6 days ago" in said


@pytest.mark.usefixtures("told")
def test_the_report_of_a_week_says_what_happened() -> None:
    facts = answer("report", "week", "--at", AT)
    whole = {name: facts[name] for name in ("planned", "held", "partly", "not_held", "unreported")}
    assert whole == {"planned": 3, "held": 1, "partly": 0, "not_held": 1, "unreported": 1}
    assert (facts["served"], facts["expected"], facts["expected_all"]) == (43, 85, 95)
    assert (facts["causes"], facts["catch_up"]) == ({"road": 40}, ["v2", "v1"])
    empty = answer("report", "week", "--monday", "2022-09-20", "--at", AT)
    assert (empty["monday"], empty["planned"]) == ("2022-09-19", 0)


def docx_tables(path: Path) -> list[list[list[str]]]:
    """Return the tables of a document, read as what it is: XML in a ZIP file."""
    with zipfile.ZipFile(path) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))  # noqa: S314 - our own
    return [
        [
            ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
            for row in table.iter(f"{WORD}tr")
        ]
        for table in root.iter(f"{WORD}tbl")
    ]


@pytest.mark.usefixtures("told")
def test_document_and_workbook_have_the_same_tables(tmp_path: Path) -> None:
    for form in ("docx", "xlsx"):
        answer("report", "week", "--at", AT, "--out", tmp_path / f"w.{form}")
    book = load_workbook(tmp_path / "w.xlsx")
    sheets = [
        [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets[1:]
    ]
    full = [rows for rows in sheets if len(rows) > 1]
    assert docx_tables(tmp_path / "w.docx") == full
    assert ["Whole district", "95", "85", "43", "51 %", "6"] in full[0]
    assert ["road cut", "1", "0", "40"] in full[3]


@pytest.mark.usefixtures("told")
def test_the_same_report_has_the_same_bytes_of_text(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        answer("report", "week", "--at", AT, "--out", tmp_path / name)
    parts = []
    for name in ("a.docx", "b.docx"):
        with zipfile.ZipFile(tmp_path / name) as packed:
            parts.append({n: packed.read(n) for n in packed.namelist()})
    assert parts[0] == parts[1]


@pytest.mark.slow
@pytest.mark.outside
@pytest.mark.usefixtures("told")
def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    answer("report", "week", "--at", AT, "--out", tmp_path / "w.xlsx")
    soffice = outside_program("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [soffice, profile, "--headless", "--convert-to", every_sheet]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "csv"), str(tmp_path / "w.xlsx")],
        check=True,
        timeout=120,
    )
    text = "\n".join(p.read_text(encoding="utf-8") for p in (tmp_path / "csv").glob("*.csv"))
    assert "Whole district,95,85,43,51 %,6" in text


@pytest.mark.slow
@pytest.mark.outside
@pytest.mark.usefixtures("told")
def test_libreoffice_opens_the_document(tmp_path: Path) -> None:
    answer("report", "week", "--at", AT, "--out", tmp_path / "w.docx", "--lang", "vi")
    lowriter = outside_program("lowriter")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [lowriter, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "w.docx")], check=True, timeout=120)
    reading = [outside_program("pdftotext"), "-layout", str(tmp_path / "w.pdf"), "-"]
    text = subprocess.run(reading, capture_output=True, check=True).stdout.decode()
    assert "Báo cáo tuần từ 05/09/2022 đến 11/09/2022" in text
    assert "đường tắc" in text


# what was served is no longer planned


def test_a_new_plan_is_made_for_the_people_who_are_left(told: Path) -> None:
    store = Store.open(told)
    feeds = {f.name: f.read_bytes() for f in (told / "feeds").glob("*.ics")}
    made = answer("plan", "--from", "2022-09-19", "--weeks", 1, "--seconds", 1, "--roads", "dry")
    assert made["people_due"] == 97
    plan = store.get_plan(made["plan"]).plan
    served = sum(stop.people for shift in plan.shifts for stop in shift.stops)
    cards = sum(n for s in plan.shifts for t in s.stops for v, x, n in t.served if v == "v1")
    assert served <= 97
    assert cards <= 12 + 5
    assert {f.name: f.read_bytes() for f in (told / "feeds").glob("*.ics")} == feeds


def test_the_published_plan_keeps_the_people_it_was_made_for(told: Path) -> None:
    store = Store.open(told)
    stored = store.get_plan()
    due = jobs.people_left(store, stored.district_id, until=stored.made_at, kept=stored.plan)
    assert sum(d.people for d in due.demands) == stored.plan.people_due == 140
