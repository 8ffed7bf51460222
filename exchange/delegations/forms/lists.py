"""Forms of member lists: sending one, reading it in another way, confirming it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from babel import Locale, UnknownLocaleError
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from exchange.core.database import Localized, uuid7
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import message
from exchange.core.text import clean_line
from exchange.delegations.memberlist.diff import MemberDiff
from exchange.delegations.memberlist.dryrun import MemberReading
from exchange.delegations.services.list_confirming import Confirmation
from exchange.delegations.services.lists import Manners, Sent
from exchange.delegations.services.titles import TermDetails
from exchange.documents.sheet_limits import MOST_MEGABYTES
from exchange.sheets.forms import ACCEPT, ReadAsForm, SheetForm
from exchange.web.fields import PastedField
from exchange.web.forms import BaseForm, KeyedForm


class SendListForm(SheetForm, KeyedForm):
    """Send a list: a file, or cells pasted from a sheet."""

    text = PastedField(
        message("delegations.list.field.text"),
        render_kw={
            "rows": 8,
            "autocomplete": "off",
            "hint": message("delegations.list.hint.text"),
        },
    )
    file = FileField(
        message("delegations.list.field.file"),
        render_kw={
            "accept": ACCEPT,
            "hint": message("delegations.list.hint.file", megabytes=MOST_MEGABYTES),
        },
    )

    def sent(self) -> Sent:
        """Read what was sent into tables; raises DomainError on the field `file`."""
        return Sent(*self.read_sheet())


class ReadListForm(ReadAsForm):
    """Say how a list is to be read, and whether it is whole."""

    complete = BooleanField(
        message("delegations.list.field.complete"),
        render_kw={"hint": message("delegations.list.hint.complete")},
    )

    def manners(self, reading: MemberReading, said: Mapping[str, str]) -> Manners:
        """Return what was chosen; a column's choice is kept by its heading."""
        return Manners(self.choices(reading, said), complete=bool(self.complete.data))


class ConfirmListForm(BaseForm):
    """Confirm what was announced; who came in whose place is chosen beside each who leaves."""

    digest = HiddenField()
    leave_titles = BooleanField(
        message("delegations.list.field.leave_titles"),
        render_kw={"hint": message("delegations.list.hint.leave_titles")},
    )

    def confirmation(self, diff: MemberDiff, typed: Mapping[str, str]) -> Confirmation:
        """Return what was confirmed, for the service."""
        rows = {str(row.number): row.number for row in diff.added}
        chosen = {member.id: typed.get(f"instead-{member.id}", "") for member in diff.gone}
        return Confirmation(
            digest=self.digest.data or "",
            replacements={key: rows[row] for key, row in chosen.items() if row in rows},
            leave_titles=bool(self.leave_titles.data),
        )


class TermForm(KeyedForm):
    """A title in the partner's language and the words approved for it."""

    term = StringField(
        message("delegations.title.field.term"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("delegations.title.hint.term"), "example": "副市長 / Stadtrat"},
    )
    language = SelectField(message("delegations.title.field.language"), choices=())
    title = StringField(message("delegations.title.field.ja"), [DataRequired(), Length(max=200)])
    title_en = StringField(message("delegations.title.field.en"), [Length(max=200)])
    title_zh_hant = StringField(message("delegations.title.field.zh_hant"), [Length(max=200)])

    def offer(self, languages: Sequence[str]) -> "TermForm":
        """Offer the partner's languages."""
        self.language.choices = [SelectChoice(tag, _own_name(tag)) for tag in languages]
        return self

    def details(self) -> TermDetails:
        """Return what was typed; call it after `validate`."""
        texts = {
            "ja": self.title.data,
            "en": self.title_en.data or "",
            "zh-Hant": self.title_zh_hant.data or "",
        }
        return TermDetails(language=self.language.data, term=self.term.data, title=Localized(texts))


def _own_name(tag: str) -> str:
    """Return a language by its own name, with its region where the tag names one: English (US)."""
    if tag in OWN_NAMES:
        return OWN_NAMES[tag]
    try:
        return Locale.parse(tag, sep="-").display_name or tag
    except UnknownLocaleError:
        return tag


def typed_terms(
    diff: MemberDiff, typed: Mapping[str, str], language: str
) -> Sequence[tuple[UUID, TermDetails]]:
    """Return the titles of a list that were given words, with a key made for each."""
    found = []
    for at, asked in enumerate(diff.asked):
        texts = {
            tag: clean_line(typed.get(f"title-{at}-{tag}", ""))[:200]
            for tag in ("ja", "en", "zh-Hant")
        }
        if texts["ja"] and typed.get(f"term-{at}") == asked.term:
            details = TermDetails(language=language, term=asked.term, title=Localized(texts))
            found.append((uuid7(), details))
    return found
