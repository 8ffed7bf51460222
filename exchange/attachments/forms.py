"""Forms of documents: what is said about one, and the file itself."""

from typing import Final

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.attachments.contents import LIMIT_MEGABYTES, Contents, examine
from exchange.attachments.enums import DocumentKind, MediaType
from exchange.attachments.models import Document
from exchange.attachments.rules import Label
from exchange.attachments.services import label_of, stated
from exchange.core.database import Localized
from exchange.core.messages import Message, label, message
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm

#: What a browser offers to choose; the bytes decide.
_ACCEPT: Final = ",".join(suffix for kind in MediaType for suffix in kind.suffixes)


def _file_field() -> FileField:
    return FileField(
        message("attachments.field.file"),
        [FileRequired(message("attachments.error.no_file"))],
        render_kw={
            "hint": message("attachments.hint.file", limit=LIMIT_MEGABYTES),
            "accept": _ACCEPT,
        },
    )


def optional_file(words: Message, hint: Message) -> FileField:
    """Return the field of a file that may be left out."""
    return FileField(words, render_kw={"hint": hint, "accept": _ACCEPT})


def contents_of(field: FileField) -> Contents | None:
    """Return what an optional file holds, None without one; raises DomainError on `file`."""
    file: FileStorage | None = field.data
    return examine(file.filename, file.read()) if file is not None and file.filename else None


class LabelForm(BaseForm):
    """What a person says about a document."""

    kind = SelectField(
        message("attachments.field.kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(DocumentKind, label=label)],
    )
    title = StringField(message("attachments.field.title"), [DataRequired(), Length(max=200)])
    title_en = StringField(message("attachments.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("attachments.field.title_zh_hant"), [Length(max=200)])
    rights_holder = StringField(
        message("attachments.field.rights_holder"),
        [Length(max=200)],
        render_kw={"hint": message("attachments.hint.rights_holder")},
    )
    licence = StringField(
        message("attachments.field.licence"),
        [Length(max=300)],
        render_kw={"hint": message("attachments.hint.licence")},
    )
    is_public = BooleanField(
        message("attachments.field.is_public"),
        render_kw={"hint": message("attachments.hint.is_public")},
    )

    def typed(self) -> Label:
        """Return what was typed; call it after `validate`."""
        return Label(
            kind=DocumentKind(self.kind.data),
            title=Localized(
                {
                    "ja": self.title.data,
                    "en": self.title_en.data or "",
                    "zh-Hant": self.title_zh_hant.data or "",
                }
            ),
            rights_holder=self.rights_holder.data or "",
            licence=self.licence.data or "",
            is_public=bool(self.is_public.data),
        )


class DocumentForm(LabelForm, KeyedForm):
    """A new document: what it is, and its first file."""

    file = _file_field()


class VersionForm(BaseForm):
    """A further file of a document."""

    file = _file_field()


def label_form(document: Document) -> LabelForm:
    """Open the form on a document as it is."""
    return LabelForm(data={**stated(label_of(document)), "version": document.version})


def sent(form: DocumentForm | VersionForm) -> Contents:
    """Return what the sent file holds; raises DomainError on its field."""
    file: FileStorage = form.file.data
    return examine(file.filename or "", file.read())
