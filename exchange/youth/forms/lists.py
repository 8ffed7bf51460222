"""Forms by which a list is made and certificates are printed."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.audit.forms import task_field
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import label, message
from exchange.core.permissions import Actor
from exchange.web.forms import BaseForm
from exchange.youth.enums.journeys import ListKind
from exchange.youth.rules.lists import Purged, may_make, purged_of


class ListForm(BaseForm):
    """Which list, as which file, in which language, and what for."""

    kind = SelectField(
        message("youth.list.field.kind"),
        [InputRequired()],
        choices=enum_choices(ListKind, label=label),
    )
    file = RadioField(
        message("youth.list.field.file"),
        [InputRequired()],
        choices=(
            SelectChoice("xlsx", message("youth.list.file.xlsx")),
            SelectChoice("pdf", message("youth.list.file.pdf")),
        ),
        default="xlsx",
    )
    language = SelectField(
        message("youth.list.field.language"),
        [InputRequired()],
        choices=[SelectChoice(tag.value, OWN_NAMES[tag]) for tag in Language],
    )
    task = task_field()
    purpose = StringField(
        message("youth.list.field.purpose"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.list.hint.purpose")},
    )

    def offer(self, actor: Actor, purged: Sequence[Purged] = ()) -> "ListForm":
        """Offer the lists a person may make, without those of what was purged."""
        self.kind.choices = [
            SelectChoice(kind.value, label(kind))
            for kind in ListKind
            if may_make(actor, kind) and not purged_of(kind, purged)
        ]
        return self


class CertificateForm(BaseForm):
    """What certificates are for, and whose; nobody chosen: everyone's."""

    task = task_field(id="certificate_task")
    purpose = StringField(
        message("youth.list.field.purpose"),
        [DataRequired(), Length(max=200)],
        id="certificate_purpose",
        render_kw={"hint": message("youth.certificate.hint.purpose")},
    )
    chosen = SelectMultipleField(message("youth.field.chosen"), coerce=UUID, validate_choice=False)
