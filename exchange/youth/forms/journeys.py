"""The form that links a visit to an edition."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from exchange.core.messages import message
from exchange.core.printing import range_text
from exchange.web import languages
from exchange.web.forms import BaseForm
from exchange.youth.models import Edition


class JourneyForm(BaseForm):
    """Choose the edition whose journey a visit is, or none."""

    edition_id = SelectField(message("youth.field.journey"))

    def offer(self, editions: Sequence[Edition]) -> Self:
        """Let one of these be chosen."""
        language = languages.current()
        self.edition_id.choices = [
            SelectChoice("", message("youth.choice.no_edition")),
            *(
                SelectChoice(
                    str(row.id),
                    message(
                        "youth.choice.edition",
                        title=row.title.in_language(language),
                        dates=range_text(row.starts, row.ends, language),
                    ),
                )
                for row in editions
            ),
        ]
        return self

    @property
    def chosen(self) -> UUID | None:
        """The edition's key; None for no edition."""
        return UUID(self.edition_id.data) if self.edition_id.data else None
