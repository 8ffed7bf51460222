"""The forms of a page, as a program finds them: where each is sent, and what it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_FIELDS: Final = frozenset({"input", "select", "textarea", "button"})


@dataclass(slots=True)
class PageForm:
    """One form that is posted: every address it can be sent to, and its fields by name."""

    actions: list[str]
    #: Those a person cannot see, as the page filled them.
    hidden: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.named: dict[str, PageForm] = {}
        self.open: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm([told.get("action", "")])
            if told.get("method") == "post":
                self.forms.append(self.open)
            self.named[told.get("id", "")] = self.open
        elif tag in _FIELDS and (form := self._of(told)):
            _add(form, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None

    def _of(self, told: Mapping[str, str]) -> PageForm | None:
        return self.named.get(told["form"]) if "form" in told else self.open


def _add(form: PageForm, told: Mapping[str, str]) -> None:
    name, kind = told.get("name", ""), told.get("type", "")
    if action := told.get("formaction"):
        form.actions.append(action)
    if name and kind == "hidden":
        form.hidden[name] = told.get("value", "")
    elif name and kind == "file":
        form.files.add(name)
    elif name:
        form.typed.add(name)


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page that are posted; one without an address goes to its own."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
