"""Forms a guardian fills in by the link."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose, Relationship
from exchange.youth.rules.consents import Consents
from exchange.youth.services import Answers

_YES: Final = "yes"
_NO: Final = "no"


class BirthDateForm(BaseForm):
    """What is typed before a link shows anything."""

    birth_date = StringField(
        message("youth.consent.field.birth_date"),
        [InputRequired()],
        render_kw={
            "autocomplete": "off",
            "inputmode": "text",
            "example": message("youth.consent.example.birth_date"),
        },
    )

    #: Set by validation.
    born: date

    def validate_birth_date(self, field: Field) -> None:
        """Read the date in any of the usual ways of writing it."""
        try:
            self.born = parse_birth_date(field.data)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.words())) from error


def _question(words: Message, *, default: str | None = None) -> RadioField:
    return RadioField(
        words,
        [InputRequired(message("youth.consent.error.unanswered"))],
        choices=(
            SelectChoice(_YES, message("youth.consent.choice.yes")),
            SelectChoice(_NO, message("youth.consent.choice.no")),
        ),
        default=default,
    )


class ConsentForm(BaseForm):
    """The answers of a guardian and the pupil's own; photographs are no unless said otherwise."""

    text = HiddenField()
    join = _question(message("youth.consent.ask.join"))
    health = _question(message("youth.consent.ask.health"))
    transfer = _question(message("youth.consent.ask.transfer"))
    photo = _question(message("youth.consent.ask.photo"), default=_NO)
    pupil = _question(message("youth.consent.ask.pupil"))
    relation = SelectField(
        message("youth.consent.field.relation"),
        [InputRequired()],
        choices=(UNCHOSEN, *enum_choices(Relationship, label=label)),
    )
    signer = StringField(
        message("youth.consent.field.signer"),
        [DataRequired(), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )

    def ask(self, purposes: Sequence[ConsentPurpose]) -> "ConsentForm":
        """Leave out what is not asked for this edition."""
        for purpose in ConsentPurpose:
            if purpose not in purposes:
                del self._fields[purpose.value]
        return self

    def answers(self) -> Answers:
        """Return what was answered; call it after `validate`."""
        return Answers(
            text_id=UUID(self.text.data),
            purposes={
                purpose: self._fields[purpose.value].data == _YES
                for purpose in ConsentPurpose
                if purpose.value in self._fields
            },
            pupil_agrees=self.pupil.data == _YES,
            relation=Relationship(self.relation.data),
            signer=self.signer.data,
            language=languages.words(),
        )


def consent_values(text_id: UUID, consents: Consents) -> Mapping[str, str]:
    """Return the answers in force by field; without one, only photographs are answered: no."""
    found = {"text": str(text_id), "photo": _NO}
    own = consents.answer(ConsentPurpose.JOIN, ConsentGiver.PUPIL)
    answers = {purpose.value: consents.answer(purpose) for purpose in ConsentPurpose}
    for name, answer in (*answers.items(), ("pupil", own)):
        if answer is not None:
            found[name] = _YES if answer is ConsentAnswer.GIVEN else _NO
    return found
