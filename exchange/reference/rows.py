"""What data files become: rows with the keys and values their tables will hold."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from uuid import UUID

from exchange.core.database import Localized, reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.messages import message
from exchange.reference.files import Section


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its kind, its slug within the kind, and its column values."""

    kind: str
    slug: str
    values: dict[str, object]

    @property
    def id(self) -> UUID:
        """The row's key: the same on every machine."""
        return reference_uuid(self.kind, self.slug)


@dataclass(slots=True)
class Reading:
    """The rows read so far; later files may only point at what is there."""

    rows: list[Row] = field(default_factory=list)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def add(self, section: Section, kind: str, slug: str, values: dict[str, object]) -> Row:
        """Add a row; refuses a slug that the kind has already."""
        if (kind, slug) in self._known:
            raise section.fault(message("reference.error.twice", key=slug), "slug")
        row = Row(kind, slug, values)
        self.rows.append(row)
        self._known.add((kind, slug))
        return row

    def key(self, section: Section, field_name: str, kind: str) -> UUID:
        """Take a slug and return the key of the row it names; refuses an unknown one."""
        return self.key_of(section, field_name, kind, section.text(field_name))

    def key_of(self, section: Section, field_name: str, kind: str, slug: str) -> UUID:
        """Return the key of the row a slug names; refuses an unknown one."""
        if (kind, slug) not in self._known:
            raise section.fault(
                message("reference.error.unknown", key=field_name, value=slug), field_name
            )
        return reference_uuid(kind, slug)

    def citation(self, section: Section, field_name: str = "source") -> tuple[UUID, str]:
        """Take "KM-SA" or "seed-ja L233"; return the source's key and the place in it."""
        slug, _, place = section.text(field_name).partition(" ")
        return self.key_of(section, field_name, "source", slug), place

    def citations(self, section: Section, field_name: str = "sources") -> dict[str, list[str]]:
        """Take citations by attribute; every source must be known."""
        found = dict(section.lists(field_name))
        for citation in (item for items in found.values() for item in items):
            self.key_of(section, field_name, "source", citation.partition(" ")[0])
        return found


def plain(value: object) -> object:
    """Return a value as JSON holds it, equal for equal values on both databases."""
    match value:
        case Localized():
            return {tag: value[tag] for tag in sorted(value)}
        case Enum():
            return str(value.value)
        case Decimal():
            return format(value.normalize(), "f")
        case PartialDate() | UUID() | date():
            return str(value)
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
