"""The legs of a visit as a form: a row each, and a few to fill in."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from wtforms import DateField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.legs import Leg, LegError
from exchange.delegations.models import Visit
from exchange.delegations.services.legs import MOST_LEGS, by_field
from exchange.web.forms import BaseForm

#: Rows that stand empty below the legs there are.
_EMPTY: Final = 2
_PARTS: Final = ("partner", "place", "starts", "ends")


class LegsForm(BaseForm):
    """The legs of a visit in their order; a row without anything in it is none."""

    _partners: dict[str, UUID]

    def offer(self, visit: Visit) -> "LegsForm":
        """Offer the visit's partners; one that a leg names stays among them."""
        rows = [*visit.partners, *(leg.partner for leg in visit.legs if leg.partner)]
        self._partners = {partner.slug: partner.id for partner in rows}
        names = {partner.slug: partner.names for partner in rows}
        for number in range(1, MOST_LEGS + 1):
            self[f"partner_{number}"].choices = [
                SelectChoice("", message("delegations.legs.elsewhere")),
                *(SelectChoice(slug, name) for slug, name in names.items()),
            ]
        return self

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[Field]]]:
        """The rows to draw, by number: those with something in them, and a few more."""
        last = max((number for number in _numbers() if self._typed(number)), default=0)
        return [
            (number, [self[f"{part}_{number}"] for part in _PARTS])
            for number in _numbers()
            if number <= last + _EMPTY
        ]

    def validate(self, *arguments: object, **options: object) -> bool:
        """Refuse a leg without both its days."""
        accepted = super().validate(*arguments, **options)
        for number in self._filled():
            for part in ("starts", "ends"):
                field = self[f"{part}_{number}"]
                if field.data is None and not field.errors:
                    field.errors = [message("delegations.error.leg_days")]
                    accepted = False
        return accepted

    def legs(self) -> Sequence[Leg]:
        """Return what was typed; call it after `validate`."""
        return [
            Leg(
                self._partners.get(self[f"partner_{number}"].data or ""),
                self[f"place_{number}"].data or "",
                self[f"starts_{number}"].data,
                self[f"ends_{number}"].data,
            )
            for number in self._filled()
        ]

    def show(self, error: DomainError) -> None:
        """Put the refusal of a leg into its row."""
        if isinstance(error, LegError):
            error.field = f"{error.field}_{self._filled()[error.at]}"
        super().show(error)

    def _filled(self) -> list[int]:
        return [number for number in _numbers() if self._typed(number)]

    def _typed(self, number: int) -> bool:
        fields = [self[f"{part}_{number}"] for part in _PARTS]
        return any(field.data or any(field.raw_data or ()) for field in fields)


def _numbers() -> range:
    return range(1, MOST_LEGS + 1)


def _fields(number: int) -> dict[str, Any]:
    """Return WTForms' unbound fields of one row."""
    return {
        "partner": SelectField(message("delegations.legs.partner", number=number), [Optional()]),
        "place": StringField(message("delegations.legs.place", number=number), [Length(max=200)]),
        "starts": DateField(message("delegations.legs.starts", number=number), [Optional()]),
        "ends": DateField(message("delegations.legs.ends", number=number), [Optional()]),
    }


for _number in _numbers():
    for _part, _field in _fields(_number).items():
        setattr(LegsForm, f"{_part}_{_number}", _field)


def legs_form(visit: Visit) -> LegsForm:
    """Open the form on the legs a visit has."""
    values = {**by_field(visit), "version": visit.version}
    return LegsForm(formdata=None, data=values).offer(visit)
