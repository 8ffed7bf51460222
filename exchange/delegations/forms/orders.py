"""Forms of orders of precedence."""

from collections.abc import Mapping, Sequence
from typing import Final, Self
from uuid import UUID

from flask import request
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from exchange.core.database import Localized
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import VisitEvent
from exchange.core.reading import whole
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm

_PREFIX: Final = "place-"
#: No delegation has more members.
_LAST_PLACE: Final = 9999


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
            place = whole(text)
            if not place or place > _LAST_PLACE:
                raise DomainError(message("delegations.error.place"))
            found[key] = place
        return found


class EventForm(KeyedForm):
    """An event that gets an order of its own: one of the programme, or one that is only named."""

    item = SelectField(message("delegations.order.field.item"), choices=(), default="")
    name = StringField(
        message("delegations.order.field.event"),
        [Length(max=200)],
        render_kw={"example": message("delegations.order.example.event")},
    )

    def offer(self, events: Sequence[VisitEvent]) -> Self:
        """Offer what is on the programme."""
        self._titles = {str(event.id): event.title["ja"] for event in events}
        self.item.choices = [UNCHOSEN, *(SelectChoice(str(e.id), _dated(e)) for e in events)]
        return self

    def validate_name(self, field: Field) -> None:
        """Ask for a name where no item is chosen."""
        if not field.data and not self.item.data:
            raise ValidationError(message("delegations.order.error.no_event"))

    @property
    def event(self) -> str:
        """The name of the event: as typed, else the item's."""
        return self.name.data or self._titles[self.item.data]

    @property
    def item_id(self) -> UUID | None:
        """The item of the programme that was chosen."""
        return UUID(self.item.data) if self.item.data else None


def _dated(event: VisitEvent) -> Localized:
    """Put the day before an event's title: several have one title."""
    return Localized({tag: f"{event.day:%m/%d} {text}" for tag, text in event.title.items()})
