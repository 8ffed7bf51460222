"""Forms of what a partner is asked for: the request, its answer."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import enum_choices
from wtforms.validators import InputRequired, Length, Optional

from exchange.core.messages import label, message
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.services.partner_requests import AskedOf


class PartnerRequestForm(KeyedForm):
    """Note what a partner was asked for."""

    kind = SelectField(
        message("youth.partner_request.field.kind"),
        [InputRequired()],
        choices=(UNCHOSEN, *enum_choices(PartnerRequestKind, label=label)),
    )
    words = StringField(
        message("youth.partner_request.field.words"),
        [Length(max=200)],
        render_kw={"hint": message("youth.partner_request.hint.words")},
    )
    asked_on = DateField(message("youth.partner_request.field.asked_on"), [InputRequired()])
    due = DateField(message("youth.partner_request.field.due"), [Optional()])
    note = TextAreaField(
        message("youth.partner_request.field.note"),
        [Length(max=500)],
        render_kw={"hint": message("youth.partner_request.hint.note")},
    )

    @property
    def asked(self) -> AskedOf:
        """The request as typed."""
        return AskedOf(
            kind=PartnerRequestKind(self.kind.data),
            words=self.words.data or "",
            asked_on=self.asked_on.data,
            due=self.due.data,
            note=self.note.data or "",
        )


class PartnerAnswerForm(BaseForm):
    """Note when a partner answered."""

    answered_on = DateField(message("youth.partner_request.field.answered_on"), [InputRequired()])
    note = TextAreaField(
        message("youth.partner_request.field.note"),
        [Length(max=500)],
        render_kw={"hint": message("youth.partner_request.hint.note")},
    )
