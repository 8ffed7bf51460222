"""The filters of who used personal data."""

from uuid import UUID

from wtforms import DateField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import Length, Optional

from exchange.audit.enums.uses import USES, Use
from exchange.audit.queries import UseFilter
from exchange.core.messages import label, message
from exchange.web.forms import BaseForm


class UsesForm(BaseForm):
    """Whose uses, of what, how, and when; what is empty narrows nothing."""

    who = SearchField(message("audit.field.who"), [Length(max=100)])
    use = SelectField(
        message("audit.field.use"),
        choices=[
            SelectChoice("", message("audit.choice.all")),
            *enum_choices(Use, label=label),
        ],
        default="",
    )
    act = SelectField(
        message("audit.field.act"),
        choices=[
            SelectChoice("", message("audit.choice.all")),
            *(SelectChoice(act.value, label(act)) for act in USES),
        ],
        default="",
    )
    subject = StringField(
        message("audit.field.subject"),
        [Length(max=36)],
        render_kw={"hint": message("audit.hint.subject")},
    )
    first = DateField(message("audit.field.first"), [Optional()])
    last = DateField(message("audit.field.last"), [Optional()])

    def wanted(self) -> UseFilter:
        """Return what was asked for; what makes no sense narrows nothing."""
        use, act = self.use.data or "", self.act.data or ""
        return UseFilter(
            who=self.who.data or None,
            use=Use(use) if use in set(Use) else None,
            deed=act if act in set(USES) else None,
            subject=_key(self.subject.data or ""),
            first=self.first.data,
            last=self.last.data,
        )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
