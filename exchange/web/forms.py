"""The base form: strips, owns CSRF and the row version, and shows a DomainError on its field."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import cached_property
from typing import Any, Final, Self
from uuid import UUID

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import (
    DateField,
    EmailField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.i18n import get_translations

from exchange.core.database import Localized, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import Message, message
from exchange.core.reading import from_json, whole
from exchange.core.text import clean_line
from exchange.core.translate import show, translate
from exchange.web import languages
from exchange.web.fields import spread
from exchange.web.scanning import refused_uploads
from exchange.web.transactions import SAFE_METHODS, MissingTokenError
from exchange.web.validators import (
    given,
    in_our_words,
    of_a_column,
    of_our_time,
    unreadable,
)

#: Sent along by what hands back a form that was typed before its session was over.
RETURNED: Final = "returned"

_ID: Final = re.compile(r"""\sid=["']([^"']+)""")
_WTFORMS_LANGUAGES: Final = {"ja": ["ja"], "en": ["en"], "zh-Hant": ["zh_TW", "zh"]}


class BaseForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Every form of the house.

    Labels are Message objects; templates translate them. Hints and examples are given in
    `render_kw={"hint": message(...)}` and drawn by the field macro.
    """

    version = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Translations of WTForms' own sentences, in the request's language."""

        def get_translations(self, _form: object) -> Any:  # noqa: ANN401 - WTForms' own type
            """Ask for zh_TW where the page is zh-Hant; otherwise Simplified would be shown."""
            return get_translations(_WTFORMS_LANGUAGES[languages.current()])

        def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:  # noqa: ANN401
            """Strip every text field and choice before anything reads it; a password never."""
            filters = list(unbound.kwargs.get("filters", ()))
            if issubclass(unbound.field_class, TextAreaField):
                filters.insert(0, _strip_lines)
            elif issubclass(unbound.field_class, PasswordField):
                pass  # it counts as it was typed
            elif issubclass(unbound.field_class, _TEXT_FIELDS):
                filters.insert(0, _strip)
            bound = unbound.bind(form=form, filters=filters, **options)
            bound.validators = [in_our_words(check, bound) for check in bound.validators]
            bound.invalid_value_message = unreadable(bound)
            if isinstance(bound, IntegerField):
                bound.validators.insert(0, of_a_column)
            if isinstance(bound, DateField):
                bound.validators.insert(0, of_our_time)
            if bound.flags.required:
                bound.validators.append(given)
            return bound

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:  # noqa: ANN401
            """Leave `maxlength` out: a browser cuts what is pasted without a word, we refuse it."""
            return super().render_field(field, {"maxlength": False, **render_kw})

    def validate(self, *arguments: object, **options: object) -> bool:
        """Validate; a missing or old token is said of the whole form, in our own words.

        A file that the virus scanner refused is refused on its field.
        """
        accepted: bool = super().validate(*arguments, **options)
        for name, sentence in refused_uploads().items():
            self.show(DomainError(sentence, field=name))
            accepted = False
        token = self._fields.get("csrf_token")
        if token is not None and token.errors:
            token.errors = ()
            self.is_handed_back = RETURNED in request.form
            if not self.is_handed_back:
                self.form_errors.append(message("web.error.token"))
        return accepted

    #: Whether what was typed before a session was over is shown again: no fault, and nothing saved.
    is_handed_back = False

    @property
    def row_version(self) -> int:
        """The version of the row the form was opened with; 0 when it carries none."""
        return whole(self.version.data or "") or 0

    def show(self, error: DomainError) -> None:
        """Put a refusal on its field, or on the whole form; a stale row shows both values."""
        sentence = translate(error.sentence, languages.words())
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]
        if isinstance(error, StaleRowError):
            theirs = self._shown_of(spread(error.theirs))
            self.stale = self._compare(theirs)
            self._opened = {**self._opened, **theirs}
            if error.version:
                self.version.data = str(error.version)

    #: (label, as opened, theirs, typed) of the fields in which a stale row differs.
    stale: tuple[tuple[Message | str, str, str, str], ...] = ()

    @property
    def as_opened(self) -> str:
        """What the fields showed when the form was opened, as the form carries it: JSON by name."""
        if request.method in SAFE_METHODS:
            data = {name: field.data for name, field in self._fields.items()}
            return json.dumps(self._shown_of(data), ensure_ascii=False)
        return json.dumps(self._opened, ensure_ascii=False)

    @cached_property
    def _opened(self) -> dict[str, str]:
        """Read what came back with the form; it is only ever shown to who sent it."""
        try:
            found = from_json(request.form.get("opened", ""))
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: text for name, text in found.items() if isinstance(text, str)}

    def _compare(
        self, present: Mapping[str, str]
    ) -> tuple[tuple[Message | str, str, str, str], ...]:
        language = languages.current()
        return tuple(
            (self._fields[name].label.text, self._opened.get(name, ""), theirs, typed)
            for name, theirs in present.items()
            if (typed := _shown(self._fields[name], self._fields[name].data, language)) != theirs
        )

    def _shown_of(self, values: Mapping[str, object]) -> dict[str, str]:
        """Print values as the fields of their names show them, in the form's order."""
        language = languages.current()
        return {
            name: _shown(field, values[name], language)
            for name, field in self._fields.items()
            if name in values and not isinstance(field, _UNCOMPARED)
        }

    def problems(self, drawn: str = "") -> list[tuple[Field, str | Message]]:
        """Return every field's sentences for the summary on top, in the order of a page's fields.

        `drawn` is the markup of the fields; those that it does not hold come last, in the form's
        own order.
        """
        places = {found[1]: found.start() for found in _ID.finditer(drawn)}
        pairs = [pair for field in self for pair in _problems_of(field)]
        return sorted(pairs, key=lambda pair: _place_of(pair[0], places, len(drawn)))


class KeyedForm(BaseForm):
    """A form that makes a row: it carries the row's key, so that sent twice it makes one row."""

    key = HiddenField(default=lambda: str(uuid7()))

    @property
    def row_key(self) -> UUID:
        """The key the form was opened with; a new one where it was lost or spoilt."""
        try:
            return UUID(str(self.key.data))
        except ValueError:
            return uuid7()


class ActionForm(BaseForm):
    """The form of a button: a token and the row version, nothing else."""

    @classmethod
    def checked(cls) -> Self:
        """Read a button that was pressed; raises MissingTokenError without a valid token."""
        form = cls()
        if not form.validate():
            raise MissingTokenError
        return form


_UNCOMPARED: Final = (HiddenField, FileField, PasswordField)
#: A choice too: one of spaces alone is none, and refused where one must be made.
_TEXT_FIELDS: Final = (StringField, EmailField, SearchField, SelectField)


def _problems_of(field: Field) -> Iterator[tuple[Field, str | Message]]:
    """Yield the sentences of a field and of those within it."""
    if isinstance(field, FormField | FieldList):
        for inner in field:
            yield from _problems_of(inner)
    if not isinstance(field, FormField):
        yield from ((field, said) for said in field.errors if isinstance(said, str | Message))


def _place_of(field: Field, places: Mapping[str, int], nowhere: int) -> int:
    """Return where a field's control, or the first of its choices, is drawn."""
    return places.get(field.id, places.get(f"{field.id}-0", nowhere))


def _shown(field: Field, value: object, language: str) -> str:
    """Print a field's value as its form shows it: a choice by its label, nothing as nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_shown(field, each, language) for each in value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(field, StringField) and isinstance(value, date | PartialDate):
        return str(value)  # a day that is typed as text is shown as it is filled in
    choices = field.iter_choices() if hasattr(field, "iter_choices") else ()
    labels = {str(choice[0]): choice[1] for choice in choices}
    found = labels.get(str(value), value)
    return found.in_language(language) if isinstance(found, Localized) else show(found, language)


def refused(form: BaseForm, save: Callable[[], object]) -> int:
    """Save what a form holds; return the status of the refusal it then shows, 0 when it is saved.

    After a refusal by the database the rows are to be read anew.
    """
    if not form.validate():
        return 422
    try:
        save()
    except DomainError as error:
        form.show(error)
        return error.status
    return 0


def _strip(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _strip_lines(value: object) -> object:
    """Clean each line of a longer text; its breaks stay, as plain line feeds."""
    if not isinstance(value, str):
        return value
    return "\n".join(clean_line(line) for line in value.splitlines()).strip("\n")


def check_token() -> None:
    """Note whether an unsafe request carries our token; the commit point refuses one without.

    The form's own token field says so in words and keeps what was typed.
    """
    if request.method in SAFE_METHODS:
        return
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return
    g.csrf_valid = True
