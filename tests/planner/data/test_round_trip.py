"""What was written is what is read: XLSX, CSV, both languages, and through LibreOffice."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from planner.data.example import example_folder
from planner.data.workbook import read_workbook, write_csv_folder, write_workbook
from planner.domain.district import District
from tests.outside import outside_program
from tests.planner.data.districts import districts
from tests.planner.data.rich import TRICKY, rich_district

_FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking whole districts takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_FEW
@given(district=districts())
def test_a_workbook_reads_back_as_the_same_district(district: District, tmp_path: Path) -> None:
    write_workbook(district, tmp_path / "d.xlsx")
    assert read_workbook(tmp_path / "d.xlsx") == district


@_FEW
@given(district=districts())
def test_a_csv_folder_reads_back_as_the_same_district(district: District, tmp_path: Path) -> None:
    write_csv_folder(district, tmp_path / "d")
    assert read_workbook(tmp_path / "d") == district


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sheet_and_both_languages_round_trip(language: str, tmp_path: Path) -> None:
    write_workbook(rich_district(), tmp_path / "d.xlsx", language)
    write_csv_folder(rich_district(), tmp_path / "d", language)
    assert read_workbook(tmp_path / "d.xlsx") == rich_district()
    assert read_workbook(tmp_path / "d") == rich_district()


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    write_workbook(rich_district(), tmp_path / "d.xlsx")
    sheet = load_workbook(tmp_path / "d.xlsx")["Chủ đề"]
    names = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [(c.value, c.data_type) for c in names] == [(text, "s") for text in TRICKY]


def test_no_csv_text_starts_like_a_formula(tmp_path: Path) -> None:
    write_csv_folder(rich_district(), tmp_path / "d")
    lines = (tmp_path / "d" / "topics.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:5] == [
        "p1,ví dụ,'=1+1,",
        "p2,ví dụ,'+84 912,",
        "p3,ví dụ,'-5,",
        "p4,ví dụ,'@SUM(A1),",
    ]


def test_csv_may_have_a_byte_order_mark_and_semicolons(tmp_path: Path) -> None:
    write_csv_folder(rich_district(), tmp_path / "d")
    path = tmp_path / "d" / "kits.csv"
    text = path.read_text(encoding="utf-8").replace(",", ";").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    assert read_workbook(tmp_path / "d") == rich_district()


def test_headers_in_any_order_case_and_normal_form(tmp_path: Path) -> None:
    write_csv_folder(rich_district(), tmp_path / "d")
    (tmp_path / "d" / "kits.csv").write_text(
        "THUỘC TỔ,ghi\u0323,mã thiết bị\n".replace("ghi\u0323", "Loa\u0323i")
        + "t1,Bộ thu nhận,k1\nt2,ENROLMENT,k2\n",
        encoding="utf-8",
    )
    assert read_workbook(tmp_path / "d") == rich_district()


def test_the_shipped_example_round_trips(tmp_path: Path) -> None:
    shipped = read_workbook(example_folder())
    write_workbook(shipped, tmp_path / "d.xlsx")
    write_csv_folder(shipped, tmp_path / "d")
    assert read_workbook(tmp_path / "d.xlsx") == shipped
    assert read_workbook(tmp_path / "d") == shipped


@pytest.mark.slow
@pytest.mark.outside
@pytest.mark.parametrize("which", ["rich", "example"])
def test_libreoffice_saves_the_same_district(which: str, tmp_path: Path) -> None:
    soffice = outside_program("soffice")
    district = rich_district() if which == "rich" else read_workbook(example_folder())
    write_workbook(district, tmp_path / "d.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "saved"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, str(tmp_path / "d.xlsx")], check=True, timeout=120)
    assert read_workbook(out / "d.xlsx") == district
