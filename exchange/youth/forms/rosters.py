"""Forms of rosters: sending one, and confirming it."""

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.documents.sheet_limits import MOST_MEGABYTES, TOLD_ROWS
from exchange.sheets.forms import ACCEPT, SheetForm
from exchange.web.fields import PastedField
from exchange.web.forms import KeyedForm
from exchange.youth.forms.declaring import DeclaringForm
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.services.rosters import Confirmation, Sent


class RosterForm(SheetForm, KeyedForm):
    """Send a roster: a file, or cells pasted from a sheet."""

    file = FileField(
        message("youth.roster.field.file"),
        render_kw={
            "accept": ACCEPT,
            "hint": message("youth.roster.hint.file", megabytes=MOST_MEGABYTES, rows=TOLD_ROWS),
        },
    )
    text = PastedField(
        message("youth.roster.field.text"),
        render_kw={
            "rows": 6,
            "autocomplete": "off",
            "hint": message("youth.roster.hint.text"),
        },
    )

    def sent(self) -> Sent:
        """Read what was sent into tables; raises DomainError on the field `file`."""
        return Sent(*self.read_sheet())


class TakeBackForm(ReasonForm):
    """Take back what a roster registered; `count` says how many the page named."""

    count = HiddenField()

    @property
    def counted(self) -> int:
        """How many the page named; none where that is no number."""
        return whole(self.count.data or "") or 0


class ConfirmForm(DeclaringForm):
    """Confirm what was announced, and declare what a school must before it registers pupils."""

    digest = HiddenField()
    leave_out_refused = BooleanField(message("youth.roster.field.leave_out"))

    @property
    def confirmation(self) -> Confirmation:
        """What was confirmed, for the service."""
        return Confirmation(
            digest=self.digest.data or "",
            declared=self.declared,
            leave_out_refused=bool(self.leave_out_refused.data),
        )
