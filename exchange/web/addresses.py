"""Addresses and what is sent there: what no row can have is refused before a database is asked.

A question that a page hands on comes back in part, and by names that the page chooses: `url_for`
takes some names, such as `_method`, for orders to itself.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import abort, current_app, request
from werkzeug.routing import (
    BaseConverter,
    IntegerConverter,
    Rule,
    UnicodeConverter,
    ValidationError,
)

#: What makes domain and path of an address from a rule's values.
Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that learns to write its address when it first has to.

    Werkzeug compiles two functions a rule for that, of which a process seldom needs many: most of
    what building the application cost.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiled: list[Builder] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:  # noqa: ANN401 - of any type
            if not compiled:
                compiled.append(super(LateRule, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build


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


class YearConverter(NumberConverter):
    """A year of which there are days, and of its neighbours."""

    regex = r"(?:1[89]|2[01])\d\d"


#: By the names that rules use.
CONVERTERS: Final[dict[str, type[BaseConverter]]] = {
    "default": TextConverter,
    "string": TextConverter,
    "int": NumberConverter,
    "year": YearConverter,
}


def kept_question(names: Iterable[str]) -> dict[str, list[str]]:
    """Return what the address asks by some names of its own, for `url_for`; nothing for nothing."""
    asked = {name: [*filter(None, request.args.getlist(name))] for name in names}
    return {name: texts for name, texts in asked.items() if texts}


def same_page(**changed: str) -> str:
    """Return the address of this page: its question stays but for what is changed."""
    arguments = {**request.args.to_dict(flat=False), **changed}
    return f"{quote(request.path)}?{urlencode(arguments, doseq=True)}"


def page_above() -> str:
    """Return the nearest address from here upwards that opens: where the form that was sent stands.

    A form that is sent to an address of its own draws a page there, which nobody can come back to.
    """
    adapter, path = current_app.create_url_adapter(request), request.path
    while adapter is not None and not adapter.test(path, "GET"):
        path = path.rstrip("/").rpartition("/")[0] or "/"
    return quote(path)


def refuse_nul() -> None:
    """Refuse a question or a form with a NUL: nobody types one, and PostgreSQL keeps none.

    What a sent file holds is another matter.
    """
    fields = request.form.items(multi=True)
    if b"%00" in request.query_string or any("\x00" in part for pair in fields for part in pair):
        abort(400)
