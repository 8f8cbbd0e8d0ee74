"""Workbooks on the page: refused, looked over, compared, accepted; the store changes only then."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from planner.commands.show import write_export
from planner.data.safety import MAX_PARTS
from planner.data.store import Store
from planner.data.uploads import FOLDER, MAX_UPLOAD, MOST_KEPT, keep_upload, safe_name
from planner.data.workbook import read_workbook, workbook_bytes
from planner.domain.district import District
from planner.errors import BadData, BadFile
from tests.planner.data.rich import rich_district
from tests.web import worlds
from tests.web.data.offices import OWN, Form, bring, current, form_at, office, small_district
from tests.web.html import Page, read
from web.app import create_app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Return an office with the tiny district."""
    return office(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def smaller() -> District:
    """Return the tiny district without a team, a village and their rows; one has moved."""
    base = small_district()
    return replace(
        base,
        teams=base.teams[:1],
        members=base.members[:2],
        kits=tuple(k for k in base.kits if k.team == "t1"),
        villages=(replace(base.villages[0], residents=104), base.villages[1]),
        segments=base.segments[:3],
        demands=base.demands[:3],
    )


def changed(content: bytes, cells: dict[str, object]) -> bytes:
    """Return a workbook in which single cells (``Bản!F2``) were given another content."""
    book = load_workbook(BytesIO(content))
    for where, value in cells.items():
        sheet, cell = where.split("!")
        book[sheet][cell].value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def bomb() -> bytes:
    """Return a workbook whose sheet claims 70 MB of zeros."""
    content = BytesIO(workbook_bytes(small_district()))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", b"0" * (70 << 20))
    return content.getvalue()


def crowd() -> bytes:
    """Return a workbook of more parts than any has."""
    content = BytesIO(workbook_bytes(small_district()))
    with zipfile.ZipFile(content, "a") as archive:
        for number in range(MAX_PARTS):
            archive.writestr(f"xl/media/{number}.png", b"")
    return content.getvalue()


def zipped(name: str) -> bytes:
    """Return a zip archive that is no workbook."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, b"hello")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "rong.xlsx", "the file rong.xlsx is empty (0 bytes)"),
        ("Bản;Xã\n".encode(), "bản.csv", "bản.csv is not an .xlsx workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "ảnh.xlsx", "ảnh.xlsx is not an .xlsx workbook"),
        (b"%PDF-1.7" + bytes(99), "x.xlsx", "is not an .xlsx workbook"),
        (zipped("word/document.xml"), "renamed.xlsx", "is not an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "old.xls", "is an old .xls"),
        (workbook_bytes(small_district())[:3000], "half.xlsx", "or it is damaged"),
        (bomb(), "bomb.xlsx", "it was not opened"),
        (crowd(), "crowd.xlsx", "a number of parts"),
    ],
    ids=lambda x: x if isinstance(x, str) and "." in x and " " not in x else "",
)
def test_what_is_no_workbook_is_refused_in_words(
    client: FlaskClient, tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    before = current(tmp_path)
    answer = bring(client, content, name)
    assert answer.status_code == 422
    assert said in Page(answer.text).text
    assert current(tmp_path) == before
    assert list((tmp_path / FOLDER).iterdir()) == []


@pytest.mark.parametrize("size", [MAX_UPLOAD + 1, MAX_UPLOAD + (2 << 20)])
def test_a_file_that_is_too_large_is_refused(
    client: FlaskClient, tmp_path: Path, size: int
) -> None:
    answer = bring(client, bytes(size))
    assert answer.status_code == 413
    assert "The file is larger than 4 MB." in Page(answer.text).text
    assert not (tmp_path / FOLDER).exists()


def test_without_a_file_it_says_so(client: FlaskClient) -> None:
    answer = client.post("/data/upload?lang=en", data={}, headers=OWN)
    assert answer.status_code == 422
    assert "Choose a workbook first." in Page(answer.text).text
    assert bring(client, b"", "").status_code == 422


def test_a_file_named_otherwise_is_read_for_what_it_holds(client: FlaskClient) -> None:
    answer = bring(client, workbook_bytes(small_district()), "../../etc/pass\x00wd")
    assert "no difference" in Page(answer.text).text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Huyện Nậm Pồ (08-2022).xlsx", "Huyện Nậm Pồ (08-2022).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.xlsx", "b.xlsx"),
        ("..", "tep"),
        ("a|b<c>!.xlsx", "abc.xlsx"),
        ("x" * 500 + ".xlsx", "x" * 80 + ".xlsx"),
    ],
)
def test_names_of_files_are_kept_as_far_as_they_are_safe(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@given(st.text())
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    kept = safe_name(name)
    assert Path(kept).name == kept
    assert len(kept.encode()) < 400


def test_what_is_exported_is_no_difference(client: FlaskClient, tmp_path: Path) -> None:
    with client.get("/data/huyen.xlsx") as answer:
        taken = answer.data
    out = tmp_path / "out.xlsx"
    write_export(Store.open(tmp_path), "xlsx", None, out)
    assert taken == out.read_bytes()
    page = bring(client, taken)
    assert page.status_code == 200
    assert "It is what is stored already: no difference." in Page(page.text).text
    assert Form(page.text).fields == {}


def test_faults_are_those_of_read_workbook(client: FlaskClient, tmp_path: Path) -> None:
    cells = {"Bản!F2": 221, "Bản!K3": "trăm", "Tổ!K2": "card; dance", "Nhu cầu!C2": -4}
    content = changed(workbook_bytes(rich_district()), cells)
    path = tmp_path / "huyen.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_workbook(path)
    faults = [f for f in refused.value.exceptions if isinstance(f, BadData)]
    before = current(tmp_path)
    page = Page(bring(client, content).text)
    rows = [[*row] for row in page.rows if len(row) == 2 and row != ["Cell", "What is not right"]]
    wanted = [[f.where.rpartition("!")[2], " ".join(f.at("").text("en").split())] for f in faults]
    assert rows == wanted
    assert f"{len(faults)} faults; nothing was changed." in page.text
    assert [s for s in ("Sheet Bản", "Sheet Tổ", "Sheet Nhu cầu") if s not in page.text] == []
    assert current(tmp_path) == before


def test_the_marked_copy_has_each_fault_at_its_cell(client: FlaskClient) -> None:
    cells = {"Bản!F2": 221, "Bản!K3": "trăm"}
    answer = bring(client, changed(workbook_bytes(rich_district()), cells))
    (address,) = [k for k in Page(answer.text).links if k.endswith("marked.xlsx")]
    with client.get(f"{address}?lang=en") as file:
        book = load_workbook(BytesIO(file.data))
    marked = {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert set(marked) == set(cells)
    assert "221" in marked["Bản!F2"]
    assert book["Bản"]["F2"].fill.fgColor.rgb == "FFFFD24D"
    assert book["Bản"]["F2"].value == 221


def test_the_difference_is_told_in_words_and_accepted(tmp_path: Path) -> None:
    worlds.published(tmp_path)
    client = create_app(tmp_path, now=lambda: worlds.NOW).test_client()
    answer = bring(client, workbook_bytes(smaller()))
    page = Page(answer.text)
    assert ["Huổi Một", "Residents", "100", "104"] in page.rows
    for said in (
        "Teams 1 row removed. Removed: 1 Tổ xã Một",
        "Villages 1 row removed. 1 row changed.",
        "Teams: Tổ xã Một , 1 planned session needs it",
        f"Villages: {worlds.ODD_NAME} , 1 planned session needs it",
    ):
        assert said in page.text
    address = next(a for _, n, a in page.attributes if n == "action" and a.endswith("accept"))
    assert current(tmp_path)[0] == 1
    accepted = client.post(address, data=Form(answer.text).fields, headers=OWN)
    assert (accepted.status_code, accepted.headers["Location"]) == (303, "/data?done=1")
    assert current(tmp_path) == (2, smaller())
    assert client.post(address, data=Form(answer.text).fields, headers=OWN).status_code == 404
    text = read(client, "/data?done=1&lang=en").text
    assert "made with older data" in text
    assert client.get("/").status_code == 200


def test_who_accepts_after_somebody_else_sees_the_new_difference(
    client: FlaskClient, tmp_path: Path
) -> None:
    answer = bring(client, workbook_bytes(smaller()))
    address = next(a for _, n, a in Page(answer.text).attributes if a.endswith("accept"))
    v2 = "/data/villages/row/v2"
    saved = client.post(v2, data={**form_at(client, v2), "0-residents": "200"}, headers=OWN)
    assert saved.status_code == 303
    late = client.post(f"{address}?lang=en", data=Form(answer.text).fields, headers=OWN)
    assert late.status_code == 409
    assert ["Nậm Hai", "Residents", "200", "100"] in Page(late.text).rows
    assert current(tmp_path)[1].villages[1].residents == 200
    again = client.post(address, data=Form(late.text).fields, headers=OWN)
    assert again.status_code == 303
    assert current(tmp_path)[1] == smaller()


def test_the_first_workbook_of_an_empty_folder(tmp_path: Path) -> None:
    client = create_app(tmp_path, now=lambda: worlds.NOW).test_client()
    assert "Nothing is stored yet." in read(client, "/data?lang=en").text
    for address in ("/data/villages", "/data/demand", "/data/teams", "/data/huyen.xlsx"):
        assert client.get(address).status_code == 404
    answer = bring(client, workbook_bytes(small_district()))
    assert "all of it is new" in Page(answer.text).text
    address = next(a for _, n, a in Page(answer.text).attributes if a.endswith("accept"))
    assert client.post(address, data=Form(answer.text).fields, headers=OWN).status_code == 303
    assert current(tmp_path) == (1, small_district())
    assert "Huyện thử" in read(client, "/data").text


@pytest.mark.parametrize("token", ["0" * 32, "..", "x", "%2e%2e%2flenban.sqlite", "0" * 31 + "g"])
def test_unknown_uploads_are_not_found(client: FlaskClient, token: str) -> None:
    assert client.get(f"/data/uploads/{token}").status_code == 404
    assert client.get(f"/data/uploads/{token}/marked.xlsx").status_code == 404
    sent = client.post(f"/data/uploads/{token}/accept", data={"compared": "1"}, headers=OWN)
    assert sent.status_code == 404


@pytest.mark.parametrize("form", [{}, {"compared": ""}, {"compared": "x"}])
def test_what_was_not_compared_is_not_accepted(
    client: FlaskClient, tmp_path: Path, form: dict[str, str]
) -> None:
    before = current(tmp_path)
    answer = bring(client, workbook_bytes(smaller()))
    address = next(a for _, n, a in Page(answer.text).attributes if a.endswith("accept"))
    assert client.post(address, data=form, headers=OWN).status_code == 422
    assert client.post(address, data={"compared": "7"}, headers=OWN).status_code == 409
    assert client.post(address, data={"compared": "1"}).status_code == 403
    assert current(tmp_path) == before


def test_a_faulty_workbook_is_never_accepted(client: FlaskClient, tmp_path: Path) -> None:
    before = current(tmp_path)
    bring(client, changed(workbook_bytes(rich_district()), {"Bản!F2": 221}))
    (kept,) = (tmp_path / FOLDER).iterdir()
    address = f"/data/uploads/{kept.name}/accept"
    assert client.post(address, data={"compared": "1"}, headers=OWN).status_code == 422
    assert current(tmp_path) == before


def test_old_uploads_are_cleared_away(tmp_path: Path) -> None:
    first = keep_upload(tmp_path, "a.xlsx", b"x", at=worlds.NOW)
    for _ in range(MOST_KEPT + 5):
        keep_upload(tmp_path, "b.xlsx", b"x", at=worlds.NOW)
    assert len(list((tmp_path / FOLDER).iterdir())) == MOST_KEPT
    assert not first.path.exists()
    keep_upload(tmp_path, "c.xlsx", b"x", at=datetime.now(UTC) + timedelta(days=2))
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


CONTENTS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.sampled_from(["=1/0", "=NOW()", "#REF!", "31/02/2022", "1.234,5", "\u202eabc", "v1", "c1"]),
)
BOOK = workbook_bytes(rich_district())
CELLS = [
    f"{sheet.title}!{cell.coordinate}"
    for sheet in load_workbook(BytesIO(BOOK))
    for row in sheet.iter_rows(max_row=4)
    for cell in row
]


@pytest.fixture(scope="module")
def rich_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the rich district."""
    folder = tmp_path_factory.mktemp("rich")
    office(folder, rich_district())
    return folder


@pytest.mark.slow
@settings(max_examples=40)
@given(st.sampled_from(CELLS), CONTENTS.filter(lambda c: not _is_unwritable(c)))
def test_no_single_damaged_cell_breaks_the_page_or_the_store(
    rich_folder: Path, cell: str, content: object
) -> None:
    client = create_app(rich_folder, now=lambda: worlds.NOW).test_client()
    before = current(rich_folder)
    answer = bring(client, changed(BOOK, {cell: content}))
    assert answer.status_code == 200
    text = Page(answer.text).text
    assert "The workbook has no faults." in text or "nothing was changed." in text
    for link in Page(answer.text).links:
        if link.endswith("marked.xlsx"):
            with client.get(link) as marked:
                assert marked.status_code == 200
    assert current(rich_folder) == before


def _is_unwritable(content: object) -> bool:
    """Return whether openpyxl itself refuses to write it."""
    return isinstance(content, str) and not content.isprintable()
