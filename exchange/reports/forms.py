"""What a person chooses to order a report."""

from typing import Final

from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import label, message
from exchange.reports.enums import ReportKind
from exchange.web.forms import BaseForm

_KINDS: Final = [SelectChoice(kind.value, label(kind)) for kind in ReportKind]


class OrderForm(BaseForm):
    """Which report, of which fiscal year, in which language."""

    kind = SelectField(message("reports.field.kind"), [InputRequired()], choices=_KINDS)
    fiscal_year = IntegerField(
        message("reports.field.fiscal_year"),
        [InputRequired()],
        render_kw={"example": "2026", "hint": message("reports.hint.fiscal_year")},
    )
    language = SelectField(
        message("reports.field.language"),
        [InputRequired()],
        choices=[SelectChoice(tag.value, OWN_NAMES[tag]) for tag in Language],
    )

    @property
    def wanted(self) -> tuple[ReportKind, int, Language]:
        """What was chosen; read it after `validate`."""
        return (
            ReportKind(str(self.kind.data)),
            int(self.fiscal_year.data or 0),
            Language(str(self.language.data)),
        )
