"""Column types that give the same value back on SQLite and PostgreSQL."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, String
from sqlalchemy import Enum as EnumType
from sqlalchemy.types import TypeDecorator

from exchange.core.dates import PartialDate

#: Which language stands in for a missing one: Chinese scripts for each other, then ja.
_FALLBACKS: Final = {
    "zh-Hant": ("zh-Hant", "ja", "en"),
    "zh-Hans": ("zh-Hans", "zh-Hant", "ja"),
    "ja": ("ja",),
    "ja-easy": ("ja-easy", "ja"),
}


def bytewise(length: int) -> String:
    """Return text compared by code point on both databases (COLLATE "C" on PostgreSQL)."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a column gives back."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PartialDateType(TypeDecorator[PartialDate]):
    """A PartialDate as ISO 8601 text of its own precision; sorts as text."""

    impl = bytewise(10)
    cache_ok = True

    @property
    def python_type(self) -> type[PartialDate]:
        """What a column gives back."""
        return PartialDate

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        """Store the ISO text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """Parse the ISO text."""
        return None if value is None else PartialDate.parse(value)


def partial_date_check(column: str) -> CheckConstraint:
    """Constrain a PartialDate column to the three ISO shapes."""
    shapes = " OR ".join(f"{column} LIKE '{shape}'" for shape in ("____", "____-__", "____-__-__"))
    return CheckConstraint(shapes, name=f"{column}_shape")


class Localized(Mapping[str, str]):
    """Text by BCP 47 tag; `ja` is required."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        if not texts.get("ja"):
            raise ValueError("a localized text needs 'ja'")
        self._texts = {tag: text for tag, text in texts.items() if text}

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Localized({self._texts!r})"

    def get_in(self, language: str) -> tuple[str, str]:
        """Return the text and the tag it is really in: the language, or its stated fallback."""
        for tag in _FALLBACKS.get(language, (language, "en", "ja")):
            if tag in self._texts:
                return self._texts[tag], tag
        return self._texts["ja"], "ja"

    def in_language(self, language: str) -> str:
        """Return the text alone, for places that cannot mark its language."""
        return self.get_in(language)[0]


def localized_fields(name: str, value: Localized | None) -> Mapping[str, str]:
    """Return a text by the names of the three fields it is typed into."""
    texts: Mapping[str, str] = value or {}
    return {
        name: texts.get("ja", ""),
        f"{name}_en": texts.get("en", ""),
        f"{name}_zh_hant": texts.get("zh-Hant", ""),
    }


class LocalizedType(TypeDecorator[Localized]):
    """A Localized as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    @property
    def python_type(self) -> type[Localized]:
        """What a column gives back."""
        return Localized

    def process_bind_param(
        self, value: Localized | None, dialect: Dialect
    ) -> dict[str, str] | None:
        """Store a plain object with sorted tags."""
        return None if value is None else {tag: value[tag] for tag in sorted(value)}

    def process_result_value(
        self, value: dict[str, str] | None, dialect: Dialect
    ) -> Localized | None:
        """Build the value."""
        return None if value is None else Localized(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's
        """Compare as JSON does."""
        return self.impl_instance.coerce_compared_value(op, value)


def enum_column(enum: type[Enum], name: str | None = None) -> EnumType:
    """Return a checked text column type holding an enum's values, at most 40 characters.

    `name` tells two columns of one enum in the same table apart.
    """
    return EnumType(
        enum,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or enum.__name__.lower(),
        values_callable=lambda members: [str(member.value) for member in members],
        validate_strings=True,
    )
