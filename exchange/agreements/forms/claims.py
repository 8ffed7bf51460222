"""The forms that write down what a source says about a date, and adopt waiting claims."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from exchange.agreements.services import ClaimDetails, NewSource
from exchange.core.messages import label, message
from exchange.partners.enums import SourceKind
from exchange.partners.models import Source
from exchange.partners.services import SourceDetails
from exchange.web.fields import (
    UNCHOSEN,
    PartialDateField,
    in_languages,
    typed_text,
    typed_text_or_none,
)
from exchange.web.forms import BaseForm, KeyedForm

#: Chosen where nobody has cited the source before.
_NEW: Final = "new"


class AdoptForm(BaseForm):
    """Which claims to adopt, and one reason for all of them."""

    claims = SelectMultipleField(
        message("agreements.field.claims"), choices=[], render_kw={"boxes": True}
    )
    reason = TextAreaField(
        message("agreements.field.reason"),
        validators=[
            DataRequired(message=message("agreements.error.no_reason")),
            Length(max=500),
        ],
        render_kw={"hint": message("agreements.hint.reason")},
    )


class SetAsideForm(BaseForm):
    """Why a claim is no longer to be shown."""

    reason = TextAreaField(
        message("agreements.field.aside_reason"), [DataRequired(), Length(max=500)]
    )


class ClaimForm(KeyedForm):
    """What a source says about the date of an agreement."""

    date = PartialDateField(
        message("agreements.field.date"),
        [InputRequired()],
        render_kw={
            "hint": message("agreements.hint.date"),
            "example": message("agreements.example.date"),
        },
    )
    source_id = SelectField(
        message("agreements.field.source"),
        [InputRequired()],
        render_kw={"hint": message("agreements.hint.source")},
    )
    locator = StringField(
        message("agreements.field.locator"),
        [Length(max=60)],
        render_kw={"hint": message("agreements.hint.locator")},
    )
    note, note_en, note_zh_hant = in_languages(message("agreements.field.note"), required=False)
    slug = StringField(
        message("agreements.field.source_slug"),
        [Length(max=40)],
        render_kw={"hint": message("agreements.hint.source_slug")},
    )
    kind = SelectField(
        message("agreements.field.source_kind"),
        choices=[UNCHOSEN, *enum_choices(SourceKind, label=label)],
    )
    title, title_en, title_zh_hant = in_languages(
        message("agreements.field.source_title"), required=False
    )
    url = StringField(
        message("agreements.field.source_url"),
        [Length(max=500), Regexp(r"(https?://\S+)?$", message=message("agreements.error.url"))],
    )

    def offer(self, sources: Sequence[Source]) -> "ClaimForm":
        """Offer the known sources, those of a kind together, and a new one."""
        self.source_id.choices = [
            UNCHOSEN,
            SelectChoice(_NEW, message("agreements.choice.new_source")),
            *(
                SelectChoice(str(source.id), source.title, optgroup=label(source.kind))
                for source in sources
            ),
        ]
        return self

    def validate(self, *arguments: object, **options: object) -> bool:
        """Ask for kind and title of a source nobody has cited before."""
        accepted = super().validate(*arguments, **options)
        if self.source_id.data != _NEW:
            return accepted
        if not self.kind.data:
            self.kind.errors = [message("web.form.unchosen", name=self.kind.label.text)]
        if not self.title.data:
            self.title.errors = [message("web.form.missing", name=self.title.label.text)]
        return accepted and bool(self.kind.data and self.title.data)

    def details(self) -> ClaimDetails:
        """Return what was typed; call it after `validate`."""
        return ClaimDetails(
            date=self.date.data,
            source=self._new() if self.source_id.data == _NEW else UUID(self.source_id.data),
            locator=self.locator.data or "",
            note=typed_text_or_none(self, "note"),
        )

    def _new(self) -> NewSource:
        details = SourceDetails(
            kind=SourceKind(self.kind.data),
            title=typed_text(self, "title"),
            url=self.url.data or None,
        )
        slug = self.slug.data or f"source-{self.row_key.hex[-8:]}"
        return NewSource(slug=slug, details=details)
