"""What a school declares before it registers pupils, one or many."""

from datetime import date

from wtforms import BooleanField, Field, StringField, ValidationError
from wtforms.validators import InputRequired

from exchange.core import clock
from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.forms import BaseForm
from exchange.youth.rules.registrations import Declared


class DeclaringForm(BaseForm):
    """Register pupils: the head of the school has confirmed it, the guardians know what for."""

    principal_confirmed_on = StringField(
        message("youth.roster.field.principal"),
        [InputRequired()],
        render_kw={
            "autocomplete": "off",
            "hint": message("youth.roster.hint.principal"),
            "example": message("youth.roster.example.principal"),
        },
    )
    purpose_explained = BooleanField(
        message("youth.roster.field.purpose"),
        [InputRequired(message("youth.roster.error.purpose"))],
        render_kw={"hint": message("youth.roster.hint.purpose")},
    )

    #: Set by validation.
    confirmed_on: date

    def validate_principal_confirmed_on(self, field: Field) -> None:
        """Read the day; it has come."""
        try:
            day = parse_birth_date(field.data or "")
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.current())) from error
        if day > clock.today():
            raise ValidationError(message("youth.roster.error.principal_ahead"))
        self.confirmed_on = day

    @property
    def declared(self) -> Declared:
        """What was declared: without the tick the form is refused."""
        return Declared(self.confirmed_on, purpose_explained=True)
