"""Titles of a list: translated as somebody approved them, asked about otherwise, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exchange.core.database import Localized
from exchange.core.text import fold
from exchange.delegations.memberlist.facts import Facts
from exchange.delegations.memberlist.rows import Entry


@dataclass(frozen=True, slots=True)
class Title:
    """A title as sent, and what stands approved for it; neither where the list says nothing."""

    as_sent: str | None = None
    approved: Localized | None = None

    @property
    def shown(self) -> Localized | str:
        """What is kept and printed: the approved words, else the ones that were sent."""
        return self.approved or self.as_sent or ""

    def differs(self, title: Localized | None, as_sent: str) -> bool:
        """Say whether a member's title would change; more languages on record are no difference."""
        if self.as_sent is None:
            return False
        if self.approved is not None:
            known: Mapping[str, str] = title or {}
            return any(known.get(tag) != text for tag, text in self.approved.items())
        return self.as_sent != as_sent or (title is not None and not self.as_sent)


@dataclass(frozen=True, slots=True)
class Asked:
    """A title nobody has approved a translation for, and what the list itself offers."""

    term: str
    ja: str = ""
    en: str = ""


def title_of(entry: Entry, facts: Facts) -> Title:
    """Return a row's title; our own people's is in Japanese and needs no approval."""
    if facts.titles is None:
        ja = entry.title_ja or entry.title
        if not ja:
            return Title(ja)
        return Title(ja, Localized({"ja": ja, "en": entry.title_en or ""}))
    term = entry.title if entry.title is not None else entry.title_ja
    if not term:
        return Title(term)
    return Title(term, facts.titles.get(fold(term)))


def titles_asked(found: Sequence[tuple[Entry, Title]]) -> Sequence[Asked]:
    """Return each title that has no approved words, once, in the order of the list."""
    asked: dict[str, Asked] = {}
    for entry, title in found:
        if title.as_sent and title.approved is None:
            term = Asked(title.as_sent, entry.title_ja or "", entry.title_en or "")
            asked.setdefault(fold(term.term), term)
    return list(asked.values())
