"""What holds for every page: safety headers, languages, errors, form."""

import gzip
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from optimizer.problem import Constraint
from planner.errors import (
    BadData,
    BadFile,
    Conflict,
    Infeasible,
    NotFound,
    SourceDown,
    StorageError,
)
from tests.web import worlds
from tests.web.html import Page
from tests.web.pages import addresses
from web.app import create_app
from web.errors import status_of

LARGEST_STYLE = 20 * 1024
CONSTRAINTS = [c.value for c in Constraint if "_" in c.value]


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """Return the address of one page of each kind."""
    return addresses(app)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_well_formed_in_its_language(
    client: FlaskClient, pages: dict[str, str], language: str
) -> None:
    for address in pages.values():
        html = client.get(f"{address}?lang={language}").text
        page = Page(html)
        assert ("html", "lang", language) in page.attributes
        assert page.ids.count("content") == 1
        assert html.count("<h1>") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nobody_reads_ids_or_names_of_constraints(
    client: FlaskClient, pages: dict[str, str], language: str
) -> None:
    inner = [*CONSTRAINTS, "evening:", "village_", "commune_seat", "StrEnum", "%(", "None", "{{"]
    for address in pages.values():
        text = Page(client.get(f"{address}?lang={language}").text).text
        assert [word for word in inner if word in text] == []


def test_no_page_has_inline_style_or_script(client: FlaskClient, pages: dict[str, str]) -> None:
    for address in pages.values():
        page = Page(client.get(address).text)
        names = [name for _, name, _ in page.attributes]
        assert [n for n in names if n == "style" or n.startswith("on")] == []
        html = client.get(address).text
        assert html.count("<script") == html.count('<script src="/static/')
        assert html.count("</script>") == html.count(" defer></script>")


def test_security_headers(client: FlaskClient) -> None:
    for address in ("/", "/no-such-page", "/static/style.css"):
        with client.get(address) as answer:
            headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_pages_answer_only_to_this_machines_names(client: FlaskClient) -> None:
    for host, status in (
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("lenban.example", 403),
        ("127.0.0.1.evil.example", 403),
    ):
        assert client.get("/", headers={"Host": host}).status_code == status


def test_the_language_is_remembered_after_a_switch(client: FlaskClient) -> None:
    assert "Tổng quan" in client.get("/").text
    assert "Overview" in client.get("/?lang=en").text
    assert "Overview" in client.get("/").text
    assert "Overview" in client.get("/?lang=fr").text
    assert "Tổng quan" in client.get("/?lang=vi").text


def test_the_switch_keeps_the_page_and_its_filters(client: FlaskClient) -> None:
    html = client.get("/week/2022-09-05?team=t1&_external=1").text
    assert "/week/2022-09-05?team=t1&lang=en" in Page(html).links


def test_the_switch_never_leads_elsewhere(client: FlaskClient) -> None:
    links = Page(client.get("//evil.example/").text).links
    assert [k for k in links if k.startswith("//")] == []


def test_an_unknown_page_is_explained_in_both_languages(client: FlaskClient) -> None:
    for language, words in (("vi", "Không tìm thấy trang"), ("en", "Page not found")):
        answer = client.get(f"/nowhere?lang={language}")
        assert answer.status_code == 404
        assert words in Page(answer.text).text


def test_a_broken_store_is_explained_and_keeps_its_secrets(tmp_path: Path) -> None:
    (tmp_path / "lenban.sqlite").write_bytes(b"not a database" * 100)
    answer = create_app(tmp_path).test_client().get("/?lang=en")
    assert answer.status_code == 500
    text = Page(answer.text).text
    assert "Something went wrong here" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x"), HTTPStatus.NOT_FOUND),
        (BadData("empty", field="x"), HTTPStatus.UNPROCESSABLE_ENTITY),
        (BadFile("x", [BadData("empty", field="x")]), HTTPStatus.UNPROCESSABLE_ENTITY),
        (Conflict("x", ours=1, theirs=2), HTTPStatus.CONFLICT),
        (SourceDown("x"), HTTPStatus.SERVICE_UNAVAILABLE),
        (StorageError("x"), HTTPStatus.INTERNAL_SERVER_ERROR),
        (Infeasible("x"), HTTPStatus.INTERNAL_SERVER_ERROR),
        (RuntimeError("x"), HTTPStatus.INTERNAL_SERVER_ERROR),
    ],
)
def test_each_kind_of_error_has_its_status(error: Exception, status: HTTPStatus) -> None:
    assert status_of(error) == status


def test_the_store_is_opened_by_the_first_page_and_not_before(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    client.get("/robots.txt")
    client.get("/f/x.ics")
    assert list(tmp_path.iterdir()) == []
    client.get("/")
    assert (tmp_path / "lenban.sqlite").is_file()


def test_the_style_sheet_is_small(client: FlaskClient) -> None:
    with client.get("/static/style.css") as answer:
        style = answer.data
    assert len(style) < LARGEST_STYLE
    assert len(gzip.compress(style)) < 6_000


def test_every_link_leads_somewhere(app: Flask, client: FlaskClient) -> None:
    waiting, seen = ["/", "/?lang=en"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("#", "geo:", "webcal:")):
            continue
        seen.add(address)
        with client.get(address, follow_redirects=True) as answer:
            assert answer.status_code == 200, address
            if answer.mimetype == "text/html":
                waiting += Page(answer.get_data(as_text=True)).links
    assert {a.partition("?")[0] for a in addresses(app).values()} - {"/no-such-page"} <= {
        a.partition("?")[0] for a in seen
    }
    assert worlds.MONDAY.isoformat() in "".join(seen)
