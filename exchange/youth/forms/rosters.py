"""Forms of rosters: sending one, reading it in another way, confirming it."""

from collections.abc import Mapping

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from exchange.core.messages import label, message
from exchange.core.text import clean_line
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices
from exchange.documents.sheet_files import read_sheets
from exchange.documents.sheet_limits import BYTES, MOST_MEGABYTES, MOST_ROWS, TOLD_ROWS
from exchange.web.fields import PastedField
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.forms.declaring import DeclaringForm
from exchange.youth.roster.dryrun import Reading
from exchange.youth.services.rosters import Confirmation, Sent

#: What a browser offers to choose; the bytes decide.
_ACCEPT = ".xlsx,.xls,.csv,.txt,.tsv"


class RosterForm(KeyedForm):
    """Send a roster: a file, or cells pasted from a sheet."""

    file = FileField(
        message("youth.roster.field.file"),
        render_kw={
            "accept": _ACCEPT,
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

    def validate_file(self, field: Field) -> None:
        """Refuse a form with neither a file nor pasted cells."""
        if not field.data and not self.text.data:
            raise ValidationError(message("youth.roster.error.nothing_sent"))

    def sent(self) -> Sent:
        """Read what was sent into tables; raises DomainError on the field `file`."""
        file: FileStorage | None = self.file.data
        if file:
            name = clean_line(file.filename or "")
            return Sent(name, read_sheets(file.read(MOST_MEGABYTES * BYTES + 1)))
        body = str(self.text.data).encode()
        return Sent("", read_sheets(body, encoding=Encoding.UTF_8))


class ReadAsForm(BaseForm):
    """Say how a file is to be read; each column has a choice of its own beside these fields."""

    encoding = SelectField(message("youth.roster.field.encoding"), choices=())
    sheet = SelectField(message("youth.roster.field.sheet"), choices=(), coerce=int)
    header_row = IntegerField(
        message("youth.roster.field.header_row"),
        [Optional(), NumberRange(min=0, max=MOST_ROWS)],
        render_kw={"hint": message("youth.roster.hint.header_row")},
    )
    with_hidden = BooleanField(message("youth.roster.field.with_hidden"))

    def offer(self, reading: Reading) -> None:
        """Offer what this file allows, and show how it is read now."""
        file = reading.file
        self.encoding.choices = [
            SelectChoice(each.value, label(each)) for each in reading.encodings
        ]
        self.sheet.choices = [
            SelectChoice(at, sheet.name or str(at + 1)) for at, sheet in enumerate(file.sheets)
        ]

    def choices(self, reading: Reading, said: Mapping[str, str]) -> Choices:
        """Return what was chosen; a column's choice is kept by its heading."""
        sheet = self.sheet.data
        row = self.header_row.data
        return Choices(
            encoding=Encoding(self.encoding.data) if reading.encodings else None,
            sheet=sheet,
            header_row=None if reading.is_guess(row, sheet=sheet) else row,
            with_hidden=bool(self.with_hidden.data),
            remembered=said if sheet == reading.table.at else None,
        )


def opened(reading: Reading, *, version: int) -> ReadAsForm:
    """Open the form on a file as it is read now."""
    form = ReadAsForm(
        data={
            "encoding": reading.file.encoding,
            "sheet": reading.table.at,
            "header_row": reading.table.head.row,
            "with_hidden": reading.choices.with_hidden,
            "version": version,
        }
    )
    form.offer(reading)
    return form


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
