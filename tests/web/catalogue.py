"""The Vietnamese catalogue: ``python -m tests.web.catalogue`` brings it up to date.

Collects every message of web's code and templates into messages.po, keeps the translations that
stand there, and compiles messages.mo beside it. What is still untranslated is printed.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "web" / "translations" / "vi" / "LC_MESSAGES"
PO, MO = FOLDER / "messages.po", FOLDER / "messages.mo"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
FIRST_WRITTEN = datetime(2022, 9, 1, tzinfo=UTC)
LIKE_THE_APP = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def template() -> Catalog:
    """Return every message of the product's pages, untranslated."""
    catalog = Catalog(project="Len Ban", charset="utf-8")
    options = {"**/templates/**.html": LIKE_THE_APP}
    found = extract_from_dir(str(ROOT / "web"), METHODS, options, keywords=KEYWORDS)
    for path, line, message, _comments, context in found:
        catalog.add(message, locations=[(f"web/{path}", line)], context=context)
    return catalog


def translated() -> Catalog:
    """Return the Vietnamese catalogue as it stands in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi", charset="utf-8")


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as the product reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main() -> None:
    """Bring messages.po and messages.mo up to date with the pages."""
    catalog = translated() if PO.exists() else Catalog(locale="vi", charset="utf-8")
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = "# The Vietnamese words of the pages; see tests/web/catalogue.py."
    catalog.project, catalog.version, catalog.fuzzy = "Lên Bản", "1", False
    catalog.creation_date = catalog.revision_date = FIRST_WRITTEN
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Lên Bản"
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False, sort_output=True, omit_header=False)
    MO.write_bytes(compiled(translated()))
    for message in catalog:
        if message.id and not message.string:
            print(message.id)


if __name__ == "__main__":
    main()
