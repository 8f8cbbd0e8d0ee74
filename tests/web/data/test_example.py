"""The pages of the data over the example district: light, fast, and its own export is itself."""

import gzip
from pathlib import Path
from time import perf_counter

import pytest
from flask.testing import FlaskClient

from planner.data.naming import SHEET_OF, row_name, value_said
from planner.data.store import Store
from planner.domain.difference import KEYS, rows_by_key
from tests.web.data.offices import bring, form_at, send
from tests.web.data.test_upload import changed
from tests.web.html import Page, read
from web.app import create_app

LARGEST = 60_000
PAGES = (
    "/data",
    "/data/villages",
    "/data/demand",
    "/data/teams",
    "/data/villages/new",
    "/data/villages/row/nti-01",
    "/data/demand/nti-01",
    "/data/teams/row/mobile-1",
    "/data/members/row/member-mobile-1-1",
    "/data/villages/remove/nti-01",
)


@pytest.fixture
def client(example_folder: Path) -> FlaskClient:
    """Return a client of the example."""
    return create_app(example_folder).test_client()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_light(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.data)) < LARGEST
    times = []
    for _ in range(3):
        begun = perf_counter()
        client.get(address)
        times.append(perf_counter() - begun)
    assert min(times) < 0.15


def test_the_list_is_filtered_by_commune_and_name(client: FlaskClient) -> None:
    assert len(read(client, "/data/villages").rows) == 1 + 121
    names = [row[0] for row in read(client, "/data/villages?commune=03156&q=TẢ lùng").rows[1:]]
    assert names == ["Tả Lùng 1", "Tả Lùng 2", "Tả Lùng 3"]
    assert "Không có bản nào tên như vậy." in read(client, "/data/villages?q=xyz").text
    assert len(read(client, "/data/demand?commune=99").rows) == 1 + 121


def test_the_exports_own_upload_is_no_difference_and_a_large_one_is_folded(
    client: FlaskClient, example_folder: Path
) -> None:
    with client.get("/data/huyen.xlsx") as answer:
        content = answer.data
    assert "no difference" in Page(bring(client, content).text).text
    cells: dict[str, object] = {f"Nhu cầu!D{row}": 3.5 for row in range(2, 728)}
    page = bring(client, changed(content, {**cells, "Bản!C2": "Tên khác"}))
    text = Page(page.text).text
    assert "726 rows changed" in text
    assert "and 686 more" in text
    assert len(gzip.compress(page.data)) < LARGEST
    wrong = bring(client, changed(content, dict.fromkeys(cells, "nhiều")))
    assert "726 faults; nothing was changed." in Page(wrong.text).text
    assert len(gzip.compress(wrong.data)) < LARGEST
    assert len(Store.open(example_folder).list_imports()) == 1


def test_no_row_and_no_value_is_called_by_an_id(example_folder: Path) -> None:
    district = Store.open(example_folder).get_district()
    ids = {
        row.id
        for table in KEYS
        for row in rows_by_key(district, table).values()
        if hasattr(row, "id")
    }
    for table in KEYS:
        for row in rows_by_key(district, table).values():
            assert row_name(district, table, row).vietnamese not in ids
            for column in SHEET_OF[table].columns:
                if column.refers:
                    said = value_said(district, column, getattr(row, column.field)).vietnamese
                    assert ids.isdisjoint(said.split("; ")), (table, column.field, said)


def test_a_save_is_fast(client: FlaskClient) -> None:
    address = "/data/villages/row/nti-01"
    fields = form_at(client, address)
    begun = perf_counter()
    assert send(client, address, fields).status_code == 303
    assert perf_counter() - begun < 1
