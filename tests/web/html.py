"""A page as tests read it: its text, tables and links; refuses what is not well-formed."""

from html.parser import HTMLParser
from http import HTTPStatus

from flask.testing import FlaskClient

VOID = {"meta", "link", "input", "br", "img", "hr"}
SHAPES = {"path", "circle", "rect", "polyline", "polygon", "line"}


class Page(HTMLParser):
    """One parsed page.

    ``rows`` are the cells' texts of every table row, ``links`` all addresses, ``ids`` all ids.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        self._texts: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], self._open
        assert len(self.ids) == len(set(self.ids)), self.ids

    @property
    def text(self) -> str:
        """Everything a reader sees, with single spaces."""
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag and keep what tests ask for."""
        self._note(tag, attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a shape of an SVG, which closes itself."""
        assert tag in SHAPES, tag
        self._note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, which must be the last that was opened."""
        assert self._open.pop() == tag, (tag, self._open)

    def handle_data(self, data: str) -> None:
        """Keep text, in its cell too."""
        if "title" in self._open or "style" in self._open:
            return
        self._texts.append(data)
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")


def read(client: FlaskClient, address: str) -> Page:
    """Return the page at an address that answers 200."""
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, address
    return Page(answer.text)
