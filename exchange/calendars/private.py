"""A person's own feed: what its entries say, and that no minor's name leaves with them.

Titles of tasks and itinerary items are typed by people. A phone's calendar is copied to servers
elsewhere, so an entry that spells a pupil's name leaves without its words; its page has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from exchange.calendars.subscriptions import FeedRequest
from exchange.core.entries import CalendarEntry, EntryKind
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.core.translate import translate
from exchange.youth.queries.schools import spellings_of_pupils

#: What follows a given name when a child is spoken of.
_CALLED: Final = ("さん", "君", "くん", "ちゃん", "様")
#: A shorter spelling is a word more often than a name.
_SHORTEST: Final = 2


def shown_to_holder(
    session: Session, entries: Sequence[CalendarEntry], request: FeedRequest
) -> list[CalendarEntry]:
    """Return entries as a person's own feed shows them: demo ones marked, names of pupils out."""
    assert request.holder is not None, "the public feed has no holder"
    audience, language = request.holder.audience, request.language
    marked = [
        replace(_marked(entry, language), audience=audience, language=language) for entry in entries
    ]
    return without_names(marked, spelled(spellings_of_pupils(session)), language)


def spelled(pupils: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """Return what would name a pupil in folded text: full names, and given names as called."""
    return frozenset(_spelled(pupils))


def without_names(
    entries: Sequence[CalendarEntry], spellings: frozenset[str], language: str
) -> list[CalendarEntry]:
    """Take the words out of every entry that spells a pupil's name."""
    typed = {
        entry.uid: _folded(entry) for entry in entries if entry.kind is not EntryKind.ANNIVERSARY
    }
    everything = "\n".join(typed.values())
    met = [spelling for spelling in spellings if spelling in everything]
    return [
        _withheld(entry, language)
        if any(spelling in typed.get(entry.uid, "") for spelling in met)
        else entry
        for entry in entries
    ]


def _spelled(pupils: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for spellings, given, kana in pupils:
        yield from (each for each in spellings.split("|") if len(each) >= _SHORTEST)
        for name in filter(None, (fold(given), fold(kana))):
            yield from (fold(name + called) for called in _CALLED)


def _folded(entry: CalendarEntry) -> str:
    return fold("\n".join((entry.title, entry.text, entry.place, *entry.categories)))


def _withheld(entry: CalendarEntry, language: str) -> CalendarEntry:
    title = translate(message("calendars.own.withheld"), language)
    return replace(entry, title=title, text="", place="", categories=())


def _marked(entry: CalendarEntry, language: str) -> CalendarEntry:
    if not entry.is_demo:
        return entry
    said = message("calendars.own.demo", title=entry.title)
    return replace(entry, title=translate(said, language))
