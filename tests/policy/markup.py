"""A template read as the markup it will draw, with its expressions made opaque."""

from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from typing import Final

from jinja2 import Environment, nodes

from tests.policy.sources import Source

#: Stands where an expression will be; it is no letter.
OPAQUE: Final = "\ufffc"

#: Attributes that people read or hear.
_SPOKEN: Final = {"alt", "aria-label", "aria-description", "placeholder", "title", "label"}

#: Elements whose content is a name of a key or of a thing in the program, the same everywhere.
_WORDLESS: Final = {"kbd", "code", "script"}

_VOID: Final = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


def environment() -> Environment:
    return Environment(extensions=["jinja2.ext.do"], autoescape=True)


@cache
def parsed(source: Source) -> nodes.Template:
    """Return a template's tree, made once a run."""
    return environment().parse(source.text)


def drawn(source: Source) -> str:
    """Return the markup: expressions opaque, statements and comments gone, lines kept."""
    written: list[str] = []
    captured: list[str] | None = None
    statement: list[str] = []
    for _, kind, value in environment().lex(source.text):
        out = written if captured is None else captured
        out.append(_shown(kind, value))
        if kind == "block_begin":
            statement = []
        elif kind in {"name", "operator"}:
            statement.append(value)
        elif kind == "block_end" and statement[:1] == ["set"] and "=" not in statement:
            captured = []
        elif kind == "block_end" and statement == ["endset"] and captured is not None:
            written.append(_fragment("".join(captured)))
            captured = None
    return "".join(written)


def _shown(kind: str, value: str) -> str:
    if kind == "data":
        return value
    return (OPAQUE if kind == "variable_begin" else "") + "\n" * value.count("\n")


def _fragment(captured: str) -> str:
    """Return captured text as it is drawn; ASCII without a tag is a piece of an attribute."""
    is_piece = "<" not in captured and captured.replace(OPAQUE, "").isascii()
    return "\n" * captured.count("\n") if is_piece else captured


class _Reader(HTMLParser):
    """Collects what the house refuses in markup."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.faults: list[str] = []
        self.open: list[str] = []
        self.data_block = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        given = {name: value or "" for name, value in attrs}
        self.data_block = tag == "script" and given.get("type") == "application/json"
        if tag == "style":
            self._refuse("<style>")
        if tag == "html" and OPAQUE not in given.get("lang", ""):
            self._refuse("<html> without lang={{ lang }}")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self._refuse(f"inline {name}=")
            if value.strip().lower().startswith("javascript:"):
                self._refuse("a javascript: address")
            if name in _SPOKEN and _words(value):
                self._refuse(f"words in {name}=: {value.strip()}")

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" in self.open and data.strip() and not self.data_block:
            self._refuse("inline script")
        elif not _WORDLESS & set(self.open) and _words(data):
            self._refuse(f"words: {data.strip()}")

    def _refuse(self, what: str) -> None:
        self.faults.append(f"{self.path}:{self.getpos()[0]} {what}")


def _words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def markup_faults(source: Source) -> list[str]:
    """Name inline script and style, and visible words that are not in the catalogues."""
    reader = _Reader(source.path)
    reader.feed(drawn(source))
    reader.close()
    return reader.faults
