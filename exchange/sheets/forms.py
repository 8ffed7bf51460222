"""Forms by which a sheet comes in: as a file or pasted, and read in another way."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, IntegerField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.text import clean_line
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices
from exchange.documents.lists.reading import ListReading
from exchange.documents.pasted import read_pasted
from exchange.documents.sheet_files import SheetFile, read_sheets, shown_cells
from exchange.documents.sheet_limits import BYTES, MOST_MEGABYTES, MOST_ROWS
from exchange.web.fields import PastedField
from exchange.web.forms import BaseForm

#: A table in text may be named so and is read all the same; mere text is not.
_WORKBOOKS: Final = (".xlsx", ".xls")
AnyReading = ListReading[Any, Any]

#: What a browser offers to choose; the bytes decide.
ACCEPT: Final = ".xlsx,.xls,.csv,.txt,.tsv"


class FileForm(BaseForm):
    """A form by which a sheet may come as a file; whoever derives from it labels the field."""

    file: FileField

    def read_file(self) -> tuple[str, SheetFile] | None:
        """Return the file's name and tables, None without one; raises DomainError on `file`."""
        file: FileStorage | None = self.file.data
        if not file:
            return None
        sheets = read_sheets(file.read(MOST_MEGABYTES * BYTES + 1))
        name = clean_line(file.filename or "")
        if name.lower().endswith(_WORKBOOKS) and sheets.is_prose:
            raise DomainError(message("documents.sheet.no_workbook"), field="file")
        return name, sheets


class SheetForm(FileForm):
    """A form by which a sheet comes as a file or is pasted."""

    text: PastedField

    def validate_file(self, field: Field) -> None:
        """Refuse a form with neither a file nor pasted cells."""
        if not field.data and not (self.text.data or "").strip():
            raise ValidationError(message("sheets.error.nothing_sent"))

    def read_sheet(self) -> tuple[str, SheetFile]:
        """Return what was sent as tables, and the file's name; raises DomainError on `file`."""
        pasted = str(self.text.data or "").encode()
        return self.read_file() or ("", read_sheets(pasted, encoding=Encoding.UTF_8))

    def read_cells(self) -> Sequence[Sequence[str]]:
        """Return the cells of what was sent, of a file's first sheet; raises DomainError."""
        sent = self.read_file()
        return shown_cells(sent[1]) if sent else read_pasted(self.text.data or "")


class ReadAsForm(BaseForm):
    """Say how a sheet is to be read; each column has a choice of its own beside these fields."""

    encoding = SelectField(message("sheets.field.encoding"), choices=())
    sheet = SelectField(message("sheets.field.sheet"), choices=(), coerce=int)
    header_row = IntegerField(
        message("sheets.field.header_row"),
        [Optional(), NumberRange(min=0, max=MOST_ROWS)],
        render_kw={"hint": message("sheets.hint.header_row")},
    )
    with_hidden = BooleanField(message("sheets.field.with_hidden"))

    @classmethod
    def opened(cls, reading: AnyReading, **known: object) -> Self:
        """Open the form on a sheet as it is read now."""
        data = {
            "encoding": reading.file.encoding,
            "sheet": reading.table.at,
            "header_row": reading.table.head.row,
            "with_hidden": reading.choices.with_hidden,
            **known,
        }
        form = cls(formdata=None, data=data)
        form.offer(reading)
        return form

    def offer(self, reading: AnyReading) -> None:
        """Offer what this file allows."""
        self.encoding.choices = [
            SelectChoice(each.value, label(each)) for each in reading.encodings
        ]
        self.sheet.choices = [
            SelectChoice(at, sheet.name or str(at + 1))
            for at, sheet in enumerate(reading.file.sheets)
        ]

    def choices(self, reading: AnyReading, said: Mapping[str, str]) -> Choices:
        """Return what was chosen; a column's choice is kept by its heading."""
        sheet, row = self.sheet.data, self.header_row.data
        return Choices(
            encoding=Encoding(self.encoding.data) if reading.encodings else None,
            sheet=sheet,
            header_row=None if reading.is_guess(row, sheet=sheet) else row,
            with_hidden=bool(self.with_hidden.data),
            remembered=said if sheet == reading.table.at else None,
        )
