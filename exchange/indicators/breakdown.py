"""A year's person-times by programme, partner, direction and school level, safe to publish."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.messages import Message, label, message
from exchange.indicators.enums import Dimension
from exchange.indicators.suppression import hidden_labels

if TYPE_CHECKING:
    from exchange.core.database import Localized
    from exchange.youth.enums import SchoolLevel, YouthDirection

#: The key of what is with no partner.
NO_PARTNER: Final = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """How many person-times of a year have programme, partner, direction and level in common."""

    programme_id: UUID
    programme: "Localized"
    #: Slug of the partner; None for a programme without one.
    partner_slug: str | None
    partner: "Localized | None"
    direction: "YouthDirection"
    level: "SchoolLevel"
    person_times: int


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A line of a table; None where the number is too small, or would give a small one away."""

    key: str
    name: "Localized | Message"
    person_times: int | None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The year's person-times in one dimension."""

    dimension: Dimension
    cells: Sequence[ShownCell]


_Named = tuple[str, "Localized | Message"]
_KEYS: Final[Mapping[Dimension, Callable[[Group], _Named]]] = {
    Dimension.PROGRAMME: lambda group: (str(group.programme_id), group.programme),
    Dimension.PARTNER: lambda group: (
        group.partner_slug or NO_PARTNER,
        group.partner or message("indicators.year.no_partner"),
    ),
    Dimension.DIRECTION: lambda group: (group.direction.value, label(group.direction)),
    Dimension.LEVEL: lambda group: (group.level.value, label(group.level)),
}


def breakdown(groups: Sequence[Group], *, everything: bool) -> Sequence[ShownTable] | None:
    """Return the tables of a year; `everything` is for staff. None: too few people to show any."""
    hidden = _nothing_hidden() if everything else hidden_labels(_counts(groups))
    if hidden is None:
        return None
    tables = [
        _table(dimension, groups, gone)
        for dimension, gone in zip(_KEYS, hidden, strict=False)
        if gone is not None
    ]
    return tables or None


def _nothing_hidden() -> Sequence[frozenset[str] | None]:
    return [frozenset() for _ in _KEYS]


def _counts(groups: Sequence[Group]) -> Mapping[tuple[str, ...], int]:
    """Return the groups by their keys, one a dimension."""
    return {
        tuple(name(group)[0] for name in _KEYS.values()): group.person_times for group in groups
    }


def _table(dimension: Dimension, groups: Sequence[Group], hidden: frozenset[str]) -> ShownTable:
    names: dict[str, Localized | Message] = {}
    sums: dict[str, int] = {}
    for group in groups:
        key, names[key] = _KEYS[dimension](group)
        sums[key] = sums.get(key, 0) + group.person_times
    cells = [ShownCell(key, names[key], None if key in hidden else sums[key]) for key in sums]
    return ShownTable(dimension, cells)
