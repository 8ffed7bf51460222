"""Forms of sessions around a journey: one session, and who was at them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from wtforms import (
    DateField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import label, message
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.services.sessions import Marking, SessionDetails

_CLOCK = ["%H:%M", "%H:%M:%S"]


class SessionForm(KeyedForm):
    """Plan a session, or change it."""

    kind = SelectField(
        message("youth.session.field.kind"),
        [InputRequired()],
        choices=(UNCHOSEN, *enum_choices(SessionKind, label=label)),
    )
    title = StringField(
        message("youth.session.field.title"),
        [Length(max=200)],
        render_kw={"hint": message("youth.session.hint.title")},
    )
    day = DateField(message("youth.session.field.day"), [InputRequired()])
    starts = TimeField(message("youth.session.field.starts"), [InputRequired()], format=_CLOCK)
    ends = TimeField(message("youth.session.field.ends"), [InputRequired()], format=_CLOCK)
    place = StringField(message("youth.session.field.place"), [DataRequired(), Length(max=200)])
    note = TextAreaField(
        message("youth.session.field.note"),
        [Length(max=500)],
        render_kw={"hint": message("youth.session.hint.note")},
    )

    @property
    def details(self) -> SessionDetails:
        """The session as typed."""
        return SessionDetails(
            kind=SessionKind(self.kind.data),
            day=self.day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            place=self.place.data,
            title=self.title.data or "",
            note=self.note.data or "",
        )


class AttendanceForm(BaseForm):
    """Every mark of an edition's grid, each as `session/registration/as seen/as wanted`."""

    mark = SelectMultipleField(
        message("youth.session.attendance"), coerce=str, validate_choice=False
    )

    #: Set by validation.
    markings: Sequence[Marking] = ()

    @property
    def typed(self) -> Mapping[tuple[UUID, UUID], AttendanceMark | None]:
        """What was chosen by session and registration, to be shown again after a refusal."""
        return {(each.session_id, each.registration_id): each.mark for each in self.markings}

    def validate_mark(self, field: Field) -> None:
        """Read the cells; what no cell of ours says is refused as a whole."""
        try:
            self.markings = [_marking(text) for text in field.data or ()]
        except ValueError as error:
            raise ValidationError(message("youth.session.error.cells")) from error


def _marking(text: str) -> Marking:
    session_id, registration_id, seen, mark = text.split("/")
    return Marking(
        session_id=UUID(session_id),
        registration_id=UUID(registration_id),
        seen=AttendanceMark(seen) if seen else None,
        mark=AttendanceMark(mark) if mark else None,
    )
