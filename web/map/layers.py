"""What of the map is drawn: parts that the reader switches on and off, by a form or by links."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict


class Layer(StrEnum):
    """A part of the map."""

    CHANCE = "chance"
    CLOSURES = "closures"
    PEOPLE = "people"
    SIGNAL = "signal"
    TOURS = "tours"
    NAMES = "names"


WORDS = {
    Layer.CHANCE: lazy_gettext("Chance of passing"),
    Layer.CLOSURES: lazy_gettext("Closures reported"),
    Layer.PEOPLE: lazy_gettext("People left"),
    Layer.SIGNAL: lazy_gettext("Phone signal"),
    Layer.TOURS: lazy_gettext("Tours"),
    Layer.NAMES: lazy_gettext("Names"),
}
CHOSEN, LAYER = "set", "layer"
"""Names in an address: that somebody chose, and each layer that was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The parts that are drawn."""

    shown: frozenset[Layer]

    def __contains__(self, layer: str) -> bool:
        return layer in self.shown

    @property
    def address(self) -> Mapping[str, object]:
        """What an address must say so that the same parts are drawn."""
        if self.shown == frozenset(Layer):
            return {}
        return {CHOSEN: 1, LAYER: [layer.value for layer in Layer if layer in self.shown]}


def chosen_layers(arguments: MultiDict[str, str]) -> Layers:
    """Return the parts that an address asks for: all if it says nothing of them."""
    if CHOSEN not in arguments:
        return Layers(shown=frozenset(Layer))
    asked = set(arguments.getlist(LAYER))
    return Layers(shown=frozenset(layer for layer in Layer if layer.value in asked))
