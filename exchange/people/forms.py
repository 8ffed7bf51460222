"""Forms of people."""

from typing import Any, Final

from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import enum_choices
from wtforms.validators import Length

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.languages import FEED_LANGUAGES, OWN_NAMES
from exchange.core.messages import label, message
from exchange.people.enums import PersonCare
from exchange.people.models import Person
from exchange.people.services import Manners
from exchange.people.spellings import passport_spelling
from exchange.web.forms import BaseForm
from exchange.web.validators import reading

_PART: Final = 100
_WHOLE: Final = 200
_HONORIFIC: Final = 40
#: The field of the honorific in each language.
_HONORIFICS: Final = {tag: f"honorific_{tag.lower().replace('-', '_')}" for tag in FEED_LANGUAGES}


def _known_somehow(form: Any, field: Field) -> None:  # noqa: ANN401 - any form with NameFields
    """Ask for a name to be called by: a mayor abroad may be known in the script there alone."""
    if not field.data and not form.native_name.data:
        raise ValidationError(message("people.error.no_name"))


def _as_in_passport(_form: Any, field: Field) -> None:  # noqa: ANN401 - any form with NameFields
    """Write a passport's spelling in capitals; refuse what no passport prints."""
    try:
        field.data = passport_spelling(field.data or "")
    except DomainError as error:
        raise ValidationError(error.sentence) from error


def _honorific(tag: str) -> StringField:
    name = message("people.field.honorific")
    return StringField(
        message("web.form.in_language", name=name, language=OWN_NAMES[tag]),
        [Length(max=_HONORIFIC)],
        render_kw={"lang": tag},
    )


class NameFields:
    """The fields of a person's name, for every form that takes one."""

    family_name = StringField(
        message("people.field.family_name"),
        [_known_somehow, Length(max=_PART)],
    )
    given_name = StringField(message("people.field.given_name"), [Length(max=_PART)])
    family_kana = StringField(message("people.field.family_kana"), [Length(max=_PART), reading])
    given_kana = StringField(message("people.field.given_kana"), [Length(max=_PART), reading])
    family_romaji = StringField(message("people.field.family_romaji"), [Length(max=_PART)])
    given_romaji = StringField(message("people.field.given_romaji"), [Length(max=_PART)])
    native_name = StringField(
        message("people.field.native_name"),
        [Length(max=_WHOLE)],
        render_kw={"hint": message("people.hint.native_name")},
    )
    passport_name = StringField(
        message("people.field.passport_name"),
        [Length(max=_WHOLE), _as_in_passport],
        render_kw={"hint": message("people.hint.passport_name"), "example": "MIHON HANAKO"},
    )
    affiliation = StringField(message("people.field.affiliation"), [Length(max=_WHOLE)])


class PersonForm(NameFields, BaseForm):
    """Correct a person's name and affiliation, and how letters address them."""

    (
        honorific_ja,
        honorific_en,
        honorific_zh_hant,
        honorific_zh_hans,
        honorific_ko,
        honorific_de,
        honorific_fr,
    ) = (_honorific(tag) for tag in FEED_LANGUAGES)
    care = SelectField(
        message("people.field.care"),
        choices=enum_choices(PersonCare, label=label),
        default=PersonCare.NONE.value,
        render_kw={"hint": message("people.hint.care")},
    )

    def manners(self) -> Manners:
        """Return how the person is written to; call it after `validate`."""
        typed = {tag: self[name].data or "" for tag, name in _HONORIFICS.items()}
        return Manners(
            honorifics={tag: text for tag, text in typed.items() if text},
            care=PersonCare(self.care.data),
        )


def typed_name(form: Any) -> Name:  # noqa: ANN401 - any form with NameFields
    """Return the name as typed."""
    return Name(
        family=form.family_name.data,
        given=form.given_name.data or "",
        family_kana=form.family_kana.data or "",
        given_kana=form.given_kana.data or "",
        family_romaji=form.family_romaji.data or "",
        given_romaji=form.given_romaji.data or "",
        native=form.native_name.data or "",
        passport=form.passport_name.data or "",
    )


def person_form(person: Person) -> PersonForm:
    """Open the form on a person as it is."""
    known = {name: person.honorifics.get(tag, "") for tag, name in _HONORIFICS.items()}
    return PersonForm(obj=person, data=known)
