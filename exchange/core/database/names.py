"""Names of persons in their scripts, and the columns every table of persons shares."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database.columns import bytewise
from exchange.core.text import clean_line, fold, normalise_kana, sort_key

#: Stands between the spellings in a search key; no folded name holds it.
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: as written at home, its reading, in Latin letters, as in the passport.

    `family` and `given` are as the register has them: kanji, kana or Latin. Of somebody abroad
    often no more than `native` is known.
    """

    family: str
    given: str = ""
    family_kana: str = ""
    given_kana: str = ""
    family_romaji: str = ""
    given_romaji: str = ""
    #: The whole name in its own script, where `family` and `given` are another one.
    native: str = ""
    passport: str = ""

    @property
    def written(self) -> str:
        """The name as written at home; where only its own script is known, that."""
        return f"{self.family} {self.given}".strip() or self.native

    @property
    def kana(self) -> str:
        """The reading."""
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def romaji(self) -> str:
        """The name in Latin letters, given name first."""
        return f"{self.given_romaji} {self.family_romaji}".strip()

    @property
    def search_key(self) -> str:
        """Every spelling, folded."""
        reversed_romaji = self.family_romaji + self.given_romaji
        spellings = (
            *(self.written, self.kana, self.romaji, reversed_romaji),
            *(self.native, self.passport),
        )
        return _BETWEEN.join(dict.fromkeys(fold(text) for text in spellings if text))

    @property
    def sort_key(self) -> str:
        """A key in 五十音 order of the reading, or of the best that is known."""
        return sort_key(self.kana or self.romaji or self.written)

    def cleaned(self) -> "Name":
        """Return the name without stray spaces and half-width kana."""
        texts = (getattr(self, name) for name in _PARTS)
        return Name(*(text and clean_line(normalise_kana(text)) for text in texts))


class PersonName:
    """Columns of a person's name; set them together through `rename`."""

    family_name: Mapped[str] = mapped_column(bytewise(100))
    given_name: Mapped[str] = mapped_column(bytewise(100), default="")
    family_kana: Mapped[str] = mapped_column(bytewise(100), default="")
    given_kana: Mapped[str] = mapped_column(bytewise(100), default="")
    family_romaji: Mapped[str] = mapped_column(bytewise(100), default="")
    given_romaji: Mapped[str] = mapped_column(bytewise(100), default="")
    native_name: Mapped[str] = mapped_column(bytewise(200), default="")
    passport_name: Mapped[str] = mapped_column(bytewise(200), default="")
    #: Form of address by BCP 47 tag: {"ja": "様", "en": "Ms"}.
    honorifics: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: Every spelling, folded; `contains(fold(typed))` finds a person.
    search_key: Mapped[str] = mapped_column(bytewise(1200))
    sort_key: Mapped[str] = mapped_column(bytewise(500), index=True)

    @property
    def name(self) -> Name:
        """The name as a value."""
        return Name(**{part: getattr(self, column) for part, column in _COLUMNS.items()})

    def rename(self, name: Name) -> Mapping[str, tuple[str | None, str]]:
        """Take a name and derive its keys; return the columns that changed, as (old, new)."""
        clean = name.cleaned()
        changes: dict[str, tuple[str | None, str]] = {}
        for part, column in _COLUMNS.items():
            old, new = getattr(self, column), getattr(clean, part)
            if (old or "") != new:
                changes[column] = (old or None, new)
            setattr(self, column, new)
        self.search_key, self.sort_key = clean.search_key, clean.sort_key
        return changes


_COLUMNS: Mapping[str, str] = {
    part.name: f"{part.name}_name"
    if part.name in {"family", "given", "native", "passport"}
    else part.name
    for part in fields(Name)
}
_PARTS = tuple(_COLUMNS)
#: Every column of `PersonName` that spells a name.
NAME_COLUMNS = (*_COLUMNS.values(), "search_key", "sort_key")
