"""Fields that forms of several rooms share: dates as far as known, texts in the languages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import Field, Form, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from exchange.core.database import Editable, Localized, present_values
from exchange.core.dates import parse_partial
from exchange.core.errors import DomainError
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import Message, message

#: What follows a field's name where it takes the text in another language than Japanese.
_SUFFIXES: Final = {
    tag: f"_{tag.lower().replace('-', '_')}" for tag in OWN_NAMES if tag != Language.JA
}
ASKED: Final = tuple(Language)
#: The first of a list's choices: nothing is stated by merely sending a form.
UNCHOSEN: Final = SelectChoice("", message("web.form.choose"))


class PastedField(Field):  # type: ignore[misc]  # wtforms has no types
    """Lines of a spreadsheet as they were copied: the tabs between the cells are kept."""

    widget = TextArea()

    def _value(self) -> str:
        return self.data or ""


class PartialDateField(StringField):  # type: ignore[misc]  # wtforms has no types
    """A year, a month or a day, as far as it is known; None where nothing is typed."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a refusal stays beside it."""
        self.data: Any = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = parse_partial(valuelist[0])
        except DomainError as error:
            raise ValueError(error.sentence) from error


def in_languages(
    name: Message,
    *,
    required: bool = True,
    longest: int = 500,
    lines: bool = False,
    tags: Sequence[str] = ASKED,
    hint: Message | None = None,
) -> tuple[Any, ...]:
    """Return the fields of a text in Japanese and other languages, Japanese first.

    Assign them to `x`, `x_en`, `x_zh_hant`, …, in the order of `tags`.
    """
    kind = TextAreaField if lines else StringField
    shown = {"hint": hint} if hint else {}
    first = [DataRequired()] if required else [_japanese_first]
    return (
        kind(_label(name, Language.JA), [*first, Length(max=longest)], render_kw=shown),
        *(
            kind(
                _label(name, tag),
                [Optional(), Length(max=longest)],
                render_kw={"lang": tag},
            )
            for tag in tags[1:]
        ),
    )


def _label(name: Message, tag: str) -> Message:
    return message("web.form.in_language", name=name, language=OWN_NAMES[tag])


def typed_text(form: Form, name: str) -> Localized:
    """Return the text typed into a required field and its fields of other languages."""
    return Localized(_typed(form, name))


def typed_text_or_none(form: Form, name: str) -> Localized | None:
    """Return the text typed into a field and its fields of other languages; None without it."""
    texts = _typed(form, name)
    return Localized(texts) if texts["ja"] else None


def opened(row: Editable) -> dict[str, object]:
    """Return a row as its form shows it: a text by the field of each language."""
    return spread(present_values(row))


def spread(values: Mapping[str, object]) -> dict[str, object]:
    """Return values by form field: a Localized becomes a text by the field of each language."""
    found: dict[str, object] = {}
    for name, value in values.items():
        found[name] = value.get("ja") if isinstance(value, Localized) else value
        if isinstance(value, Localized):
            found |= {f"{name}{suffix}": value.get(tag) for tag, suffix in _SUFFIXES.items()}
    return found


def _typed(form: Form, name: str) -> dict[str, str]:
    texts = {"ja": form[name].data or ""}
    for tag, suffix in _SUFFIXES.items():
        if f"{name}{suffix}" in form:
            texts[tag] = form[f"{name}{suffix}"].data or ""
    return texts


def _japanese_first(form: Form, field: Field) -> None:
    """Refuse another language's text where the Japanese one is missing."""
    names = (f"{field.name}{suffix}" for suffix in _SUFFIXES.values())
    if not field.data and any(form[name].data for name in names if name in form):
        raise ValidationError(message("web.form.japanese_first"))
