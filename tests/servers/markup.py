"""Reads the elements of a drawn page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br", "hr", "img"}


@dataclass
class Element:
    """One element: its name, attributes and the text inside it."""

    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.found.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.parts.append(data)


@dataclass
class Markup:
    """A page's elements in their order."""

    elements: list[Element]

    def all(self, element_name: str = "", /, **attributes: str) -> Iterator[Element]:
        """Yield the elements with this name and these attributes; `_` stands for `-`."""
        wanted = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        for element in self.elements:
            if element_name in {"", element.name} and wanted.items() <= element.attributes.items():
                yield element

    def one(self, element_name: str = "", /, **attributes: str) -> Element:
        """Return the only such element."""
        (element,) = self.all(element_name, **attributes)
        return element


def read_markup(text: str) -> Markup:
    reader = _Reader()
    reader.feed(text)
    return Markup(reader.found)
