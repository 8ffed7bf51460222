"""Whom the head recommends, and why."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from exchange.core.messages import message
from exchange.web.forms import BaseForm
from exchange.youth.models import Registration


class RecommendationForm(BaseForm):
    """The chosen pupils; a field of a reason for each of the school's: see the function below."""

    chosen = SelectMultipleField(message("youth.field.chosen"), coerce=UUID, validate_choice=False)
    sealed = BooleanField(
        message("youth.recommendation.field.sealed"),
        render_kw={"hint": message("youth.recommendation.hint.sealed")},
    )

    def reason_of(self, row: Registration) -> Any:  # noqa: ANN401 - WTForms' own type
        """Return the field of a pupil's reason."""
        return self[_name(row.id)]

    @property
    def reasons(self) -> Mapping[UUID, str]:
        """The reason of each who was chosen; empty for one that is written by hand."""
        typed: Mapping[str, str | None] = self.data
        return {key: typed.get(_name(key)) or "" for key in self.chosen.data or ()}


def recommendation_form(rows: Sequence[Registration]) -> RecommendationForm:
    """Return the form with a reason to type for each of some registrations."""
    fields: dict[str, object] = {
        _name(row.id): TextAreaField(
            message("youth.recommendation.field.reason", name=row.pupil.name.written),
            [Length(max=800)],
            render_kw={"rows": 3},
        )
        for row in rows
    }
    form: RecommendationForm = type("ReasonedForm", (RecommendationForm,), fields)()
    return form


def _name(key: UUID) -> str:
    return f"reason_{key.hex}"
