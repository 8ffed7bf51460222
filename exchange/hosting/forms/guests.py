"""Forms of guests, of their stays, and of lasting pairs."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Self
from uuid import UUID

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.core.database import Name
from exchange.core.messages import label, message
from exchange.hosting.enums import ACCEPTABLE, Avoidance, Conflict, Sex
from exchange.hosting.models import Guest
from exchange.hosting.rules.languages import languages_of, words_of
from exchange.hosting.services import GuestDetails
from exchange.hosting.services.placing import Choice
from exchange.web import languages
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.models import Edition, Registration

_PRIVATE: Final = {"autocomplete": "off"}


class GuestForm(KeyedForm):
    """What is stated of a guest."""

    family_name = StringField(
        message("hosting.field.guest_family_name"),
        [DataRequired(), Length(max=100)],
        render_kw={"hint": message("hosting.hint.guest_name"), **_PRIVATE},
    )
    given_name = StringField(
        message("hosting.field.guest_given_name"), [Length(max=100)], render_kw=_PRIVATE
    )
    family_kana = StringField(
        message("hosting.field.guest_kana"), [Length(max=100)], render_kw=_PRIVATE
    )
    age = IntegerField(message("hosting.field.age"), [InputRequired(), NumberRange(min=6, max=30)])
    sex = SelectField(
        message("hosting.field.sex"),
        choices=enum_choices(Sex, label=label),
        default=Sex.UNSTATED.value,
        render_kw={"hint": message("hosting.hint.sex")},
    )
    school = StringField(message("hosting.field.school"), [Length(max=200)])
    languages = StringField(
        message("hosting.field.languages"),
        [Length(max=300)],
        render_kw={"hint": message("hosting.hint.words")},
    )
    hobbies = StringField(message("hosting.field.hobbies"), [Length(max=300)])
    stays_from = DateField(
        message("hosting.field.stays_from"),
        [Optional()],
        render_kw={"hint": message("hosting.hint.free")},
    )
    stays_until = DateField(message("hosting.field.stays_until"), [Optional()])
    avoids = SelectMultipleField(
        message("hosting.field.avoids"),
        choices=enum_choices(Avoidance, label=label),
        render_kw={"boxes": True, "hint": message("hosting.hint.avoids")},
    )
    needs = TextAreaField(
        message("hosting.field.needs"),
        [Length(max=1000)],
        render_kw={"hint": message("hosting.hint.needs"), **_PRIVATE},
    )
    consent_on = DateField(
        message("hosting.field.consent_on"),
        [Optional()],
        render_kw={"hint": message("hosting.hint.consent_on")},
    )
    consent_paper = StringField(message("hosting.field.consent_paper"), [Length(max=300)])

    @property
    def details(self) -> GuestDetails:
        """The guest as typed."""
        return GuestDetails(
            name=Name(
                self.family_name.data,
                self.given_name.data or "",
                family_kana=self.family_kana.data or "",
            ),
            age=self.age.data,
            sex=Sex(self.sex.data),
            school=self.school.data or "",
            languages=tuple(languages_of(self.languages.data or "")),
            hobbies=tuple(words_of(self.hobbies.data or "")),
            stays_from=self.stays_from.data,
            stays_until=self.stays_until.data,
            avoids=[Avoidance(each) for each in self.avoids.data or ()],
            needs=self.needs.data or "",
            consent_on=self.consent_on.data,
            consent_paper=self.consent_paper.data or "",
        )


def guest_values(
    guest: Guest, *, avoids: Iterable[Avoidance], needs: str, words: Sequence[str]
) -> dict[str, Any]:
    """Return a guest's values by field of its form; `words` are the languages, in words."""
    same = (
        *("family_name", "given_name", "family_kana", "age", "school", "version"),
        *("stays_from", "stays_until", "consent_on", "consent_paper"),
    )
    return {name: getattr(guest, name) for name in same} | {
        "sex": guest.sex.value,
        "languages": "、".join(words),
        "hobbies": "、".join(guest.hobbies),
        "avoids": [each.value for each in avoids],
        "needs": needs,
    }


class PlaceForm(KeyedForm):
    """Choose the family a guest stays with, and say why."""

    family_id = RadioField(
        message("hosting.field.family"), [InputRequired()], coerce=UUID, validate_choice=False
    )
    accepted = SelectMultipleField(
        message("hosting.field.accepted"),
        choices=[SelectChoice(each.value, label(each)) for each in Conflict if each in ACCEPTABLE],
        render_kw={"boxes": True, "hint": message("hosting.hint.accepted")},
    )
    reason = TextAreaField(
        message("hosting.field.place_reason"),
        [DataRequired(), Length(max=500)],
        render_kw={"rows": 2, "hint": message("hosting.hint.place_reason")},
    )

    def choice(self, guest_id: UUID) -> Choice:
        """What was chosen for a guest."""
        return Choice(
            guest_id=guest_id,
            family_id=self.family_id.data,
            reason=self.reason.data,
            accepted=[Conflict(each) for each in self.accepted.data or ()],
            key=self.row_key,
        )


class SuggestionForm(BaseForm):
    """Tick the pairs of a suggestion that are to be."""

    chosen = SelectMultipleField(message("hosting.field.chosen"), validate_choice=False)

    def choices(self, reason: str) -> Sequence[Choice]:
        """Return what was ticked; what nobody offered is left out."""
        found = []
        for pair in self.chosen.data or ():
            guest, _, family = str(pair).partition(":")
            try:
                found.append(Choice(UUID(guest), UUID(family), reason, suggested=True))
            except ValueError:
                continue
        return found


class ReasonForm(BaseForm):
    """Do something that needs a reason."""

    reason = TextAreaField(message("hosting.field.reason"), [DataRequired(), Length(max=500)])


class PairForm(KeyedForm):
    """Say which guest and which pupil of ours are a pair."""

    guest_id = SelectField(message("hosting.field.guest"), [InputRequired()])
    registration_id = SelectField(message("hosting.field.pupil"), [InputRequired()])

    def offer(self, guests: Iterable[Guest], registrations: Iterable[Registration]) -> Self:
        """Offer the edition's guests and pupils."""
        offered = (SelectChoice(str(guest.id), guest.name.written) for guest in guests)
        self.guest_id.choices = [UNCHOSEN, *offered]
        self.registration_id.choices = pupil_choices(registrations)
        return self


class CarryForm(BaseForm):
    """Choose the edition into which a pair lasts."""

    edition_id = SelectField(message("hosting.field.carry_to"), [InputRequired()])

    def offer(self, editions: Iterable[Edition]) -> Self:
        """Offer the later editions of the programme."""
        language = languages.current()
        offered = (SelectChoice(str(row.id), row.title.in_language(language)) for row in editions)
        self.edition_id.choices = [UNCHOSEN, *offered]
        return self


class ReplaceForm(BaseForm):
    """Choose the pupil who takes the place of the one that dropped out."""

    registration_id = SelectField(message("hosting.field.new_pupil"), [InputRequired()])
    #: Stands beside the form that ends the pair, whose field is called `reason`.
    why = TextAreaField(message("hosting.field.reason"), [DataRequired(), Length(max=500)])

    def offer(self, registrations: Iterable[Registration]) -> Self:
        """Offer the edition's pupils."""
        self.registration_id.choices = pupil_choices(registrations)
        return self


def pupil_choices(registrations: Iterable[Registration]) -> list[SelectChoice]:
    """Return the pupils to choose from, none chosen beforehand."""
    return [
        UNCHOSEN,
        *(SelectChoice(str(row.id), row.pupil.name.written) for row in registrations),
    ]
