"""The form by which a partner writes its list, and the one that makes its link."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Self

from flask import request
from flask_wtf.file import FileField
from wtforms import DateField
from wtforms.validators import InputRequired

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.text import clean_line
from exchange.delegations.memberlist.forms import ASKED, MOST, FormRow, read_form, table_of_form
from exchange.delegations.models import Visit
from exchange.delegations.services.lists import Sent
from exchange.documents.sheet_limits import MOST_MEGABYTES
from exchange.sheets.forms import FileForm
from exchange.web.forms import BaseForm, KeyedForm

_LONGEST: Final = 200
#: How long before a visit its list is wanted, in days.
_BEFORE: Final = 7


class PartnerListForm(FileForm, KeyedForm):
    """The rows of a partner's list are read by name: `row-0-full_name`; or a file is sent."""

    file = FileField(
        message("delegations.partner_list.field.file"),
        render_kw={
            "accept": ".xlsx,.xls,.csv",
            "hint": message("delegations.list.hint.file", megabytes=MOST_MEGABYTES),
        },
    )

    def rows(self) -> Sequence[FormRow]:
        """Return what was typed, row by row."""
        return [_row(number) for number in range(MOST) if _has(number)]

    def sent(self) -> Sent:
        """Return the list: the file where there is one; raises DomainError."""
        if handed_in := self.read_file():
            return Sent(*handed_in)
        table = table_of_form(self.rows())
        if len(table.sheets[0].rows) == 1:
            raise DomainError(message("delegations.partner_list.error.empty"), field="file")
        return Sent("", table)

    def faults(self, sent: Sent) -> Sequence[tuple[int, Message]]:
        """Name what cannot be taken of a typed list, by row from 1; of a file nothing."""
        if sent.file_name:
            return ()
        return [
            (row.number - 1, problem.sentence)
            for row in read_form(sent.file)
            for problem in row.problems
        ]


class LinkForm(BaseForm):
    """Until when a partner can write its list."""

    last_day = DateField(message("delegations.link.field.last_day"), [InputRequired()])

    @classmethod
    def opened(cls, visit: Visit, *, today: date) -> Self:
        """Propose a week before the visit, or today where that is over."""
        return cls(data={"last_day": max(today, visit.starts - timedelta(days=_BEFORE))})


def _has(number: int) -> bool:
    return any(f"row-{number}-{field.value}" in request.form for field in ASKED)


def _row(number: int) -> FormRow:
    return {
        field: clean_line(request.form.get(f"row-{number}-{field.value}", ""))[:_LONGEST]
        for field in ASKED
    }
