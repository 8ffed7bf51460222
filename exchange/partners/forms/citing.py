"""The fields by which every statement names its source."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from exchange.core.messages import label, message
from exchange.partners.models import Source
from exchange.web.fields import UNCHOSEN


class CitingFields:
    """Which source says so, and where in it."""

    source_id = SelectField(
        message("partners.field.source"),
        [InputRequired()],
        render_kw={"hint": message("partners.hint.source")},
    )
    locator = StringField(
        message("partners.field.locator"),
        [Length(max=60)],
        render_kw={"example": message("partners.example.locator")},
    )


def offer_sources(form: Any, sources: Iterable[Source]) -> None:  # noqa: ANN401 - any with CitingFields
    """Offer the sources to choose from, those of a kind together."""
    form.source_id.choices = [
        UNCHOSEN,
        *(
            SelectChoice(str(source.id), source.title, optgroup=label(source.kind))
            for source in sources
        ),
    ]


def chosen_source(form: Any) -> UUID:  # noqa: ANN401 - any with CitingFields
    """Return the key of the chosen source; call it after `validate`."""
    return UUID(form.source_id.data)
