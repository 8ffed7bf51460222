"""Forms of orders of precedence."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.forms import BaseForm, KeyedForm

_PREFIX: Final = "place-"
#: No delegation has more members.
_DIGITS: Final = 4


class PlacesForm(BaseForm):
    """The places of members, typed beside each, and why the order departs from protocol."""

    #: The digest of the order the places were typed on.
    seen = HiddenField()
    reason = TextAreaField(
        message("delegations.order.field.reason"),
        [Length(max=500)],
        render_kw={"rows": 2, "hint": message("delegations.order.hint.reason")},
    )

    def typed(self, key: UUID, place: int) -> str:
        """Return what was typed beside a member, else the place they have."""
        return request.form.get(f"{_PREFIX}{key}", str(place))

    def places(self) -> Mapping[UUID, int]:
        """Return the places typed; raises DomainError for what is none."""
        found: dict[UUID, int] = {}
        for name, text in request.form.items():
            if not name.startswith(_PREFIX):
                continue
            try:
                key = UUID(name.removeprefix(_PREFIX))
            except ValueError:
                continue
            if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text)):
                raise DomainError(message("delegations.error.place"))
            found[key] = int(text)
        return found


class EventForm(KeyedForm):
    """An event that gets an order of its own."""

    name = StringField(
        message("delegations.order.field.event"),
        [DataRequired(), Length(max=200)],
        render_kw={"example": message("delegations.order.example.event")},
    )
