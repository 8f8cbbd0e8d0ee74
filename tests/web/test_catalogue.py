"""The Vietnamese catalogue is complete, fresh, and fits its messages."""

import re
import unicodedata
from gettext import GNUTranslations
from io import BytesIO

from tests.web import catalogue

PLACES = re.compile(r"%\((\w+)\)s")


def test_every_message_of_the_pages_has_a_translation() -> None:
    wanted = {m.id for m in catalogue.template() if m.id}
    there = {m.id for m in catalogue.translated() if m.id and m.string and not m.fuzzy}
    assert wanted == there


def test_the_compiled_catalogue_is_fresh() -> None:
    shipped = GNUTranslations(BytesIO(catalogue.MO.read_bytes()))
    fresh = GNUTranslations(BytesIO(catalogue.compiled(catalogue.translated())))
    for message in catalogue.translated():
        if isinstance(message.id, tuple):
            one, many = message.id
            assert shipped.ngettext(one, many, 2) == fresh.ngettext(one, many, 2) != many
        elif message.id:
            assert shipped.gettext(str(message.id)) == message.string


def test_a_translation_has_the_places_of_its_message() -> None:
    for message in catalogue.translated():
        if message.id:
            asked = message.id[-1] if isinstance(message.id, tuple) else str(message.id)
            said = message.string[0] if isinstance(message.string, tuple) else message.string
            assert set(PLACES.findall(asked)) == set(PLACES.findall(str(said))), asked


def test_vietnamese_is_written_in_composed_letters() -> None:
    text = catalogue.PO.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
