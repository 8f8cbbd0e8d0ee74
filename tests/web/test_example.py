"""The pages at full size: 121 villages, 17 teams, four weeks."""

import gzip
from pathlib import Path

import pytest
from flask import Flask

from tests.web.html import Page
from tests.web.pages import addresses
from web.app import create_app
from web.figures import by_village
from web.map.draw import View, draw
from web.shelf import shelf

pytestmark = pytest.mark.slow

FIRST_LOAD = 60_000


@pytest.fixture(scope="module")
def app(example_folder: Path) -> Flask:
    """Return the application over the example district."""
    return create_app(example_folder)


def test_no_page_is_more_than_sixty_kilobytes_at_first_load(app: Flask) -> None:
    client = app.test_client()
    with client.get("/static/style.css") as answer:
        style = len(gzip.compress(answer.data))
    for name, address in addresses(app).items():
        html = client.get(address).data
        assert len(gzip.compress(html)) + style <= FIRST_LOAD, name
        Page(html.decode())


def test_every_village_and_commune_finds_room_for_its_name(app: Flask) -> None:
    with app.test_request_context():
        shown = shelf().shown()
    progress = by_village(shown.district, shown.plan)
    labels = draw(View(district=shown.district, progress=progress, tours=())).labels
    kinds = [label.wish.kind for label in labels]
    assert (kinds.count("village"), kinds.count("seat")) == (121, 15)
    for commune in shown.district.communes:
        only = frozenset({commune.code})
        view = View(district=shown.district, progress=progress, tours=(), communes=only)
        found = [k.wish.kind for k in draw(view).labels]
        assert found.count("village") == len(view.villages), commune.name


def test_the_week_shows_all_teams(app: Flask) -> None:
    rows = Page(app.test_client().get("/week/2022-09-05").text).rows
    assert len(rows) == 1 + 17
    assert all(cell for row in rows for cell in row)
