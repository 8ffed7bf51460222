"""Addresses: what no row can have is refused before a database is asked for it."""

from typing import Final

from flask import abort, request
from werkzeug.routing import BaseConverter, IntegerConverter, UnicodeConverter, ValidationError


class TextConverter(UnicodeConverter):
    """A part of words; PostgreSQL takes none with a NUL."""

    def to_python(self, value: str) -> str:
        """Return the words; raises ValidationError, which reads as not found."""
        if "\x00" in value:
            raise ValidationError
        return value


class NumberConverter(IntegerConverter):
    """A number that a column of integers can hold."""

    regex = r"\d{1,9}"


#: By the names that rules use.
CONVERTERS: Final[dict[str, type[BaseConverter]]] = {
    "default": TextConverter,
    "string": TextConverter,
    "int": NumberConverter,
}


def refuse_nul() -> None:
    """Refuse a question with a NUL: nobody types one, and PostgreSQL keeps none."""
    if b"%00" in request.query_string:
        abort(400)
