"""Name plates and badges: who stands on each, in their own script and in Latin letters."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from exchange.delegations.enums import Paper
from exchange.papers.roster import guests_language, latin_name, written_name
from exchange.papers.tables import JA, Cell, Line, both, lines_data, one
from exchange.papers.words import ROLES

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember

#: What is cut out of a sheet, and how each is printed.
CARDS: Final = (Paper.NAME_PLATES, Paper.BADGES)


def cards_data(
    visit: "Visit", members: Sequence["VisitMember"], kind: Paper, *, language: str
) -> Mapping[str, object]:
    """Return the cards of a sheet, in the order of precedence; `language` stands under titles."""
    made = _plate if kind is Paper.NAME_PLATES else _badge
    guests = guests_language(visit)
    return {
        "tents": kind is Paper.NAME_PLATES,
        "cards": [lines_data(made(member, guests, language)) for member in members],
    }


def _plate(member: "VisitMember", guests: str, language: str) -> Cell:
    title = both(member.title, language) if member.title else ()
    return [*title, *_names(member, guests)]


def _badge(member: "VisitMember", guests: str, language: str) -> Cell:
    """Return a badge: without a post it says what the person is in the delegation."""
    post = member.title or ROLES[member.role]
    return [*one(member.person.affiliation), *_names(member, guests), *both(post, language)]


def _names(member: "VisitMember", guests: str) -> Sequence[Line]:
    """Return the name as written at home, large, and its other spellings beneath."""
    name = member.person.name
    first, *others = written_name(name, guests)
    latin = latin_name(name)
    if latin and latin not in {line.text for line in (first, *others)}:
        others.append(Line(latin, JA))
    return [first, *others]
