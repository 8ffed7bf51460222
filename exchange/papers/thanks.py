"""礼状先一覧: whom to thank after a visit, what for, and whether the letter is on the log; pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.languages import OFFICE_ZONE, OWN_NAMES
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text
from exchange.core.text import fold
from exchange.core.translate import translate
from exchange.delegations.enums import Direction, MemberRole, Paper
from exchange.gifts.enums import GiftDirection
from exchange.gifts.models import CITY
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.papers.enums import RosterColumn, ThanksFor
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, one

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember
    from exchange.gifts.models import Gift
    from exchange.itineraries.models import ItineraryItem
    from exchange.letters.models import Letter
    from exchange.people.models import Person, Post

#: How several hosts stand in one text.
_BETWEEN: Final = re.compile(r"[、，,;；\n]+")
#: What the letters log takes for a name.
_LONGEST: Final = 200
#: Ourselves: no letter goes to the city.
_OURS: Final = frozenset(map(fold, (CITY, "本市")))


@dataclass(frozen=True, slots=True)
class Met:
    """Whom a visit brought together, loaded."""

    visit: "Visit"
    members: Sequence["VisitMember"]
    items: Sequence["ItineraryItem"]
    #: Whoever is named for an item and is no member.
    named: Sequence["Person"]
    #: The posts they hold at the visit's partners, by person.
    posts: Mapping[UUID, "Post"]
    gifts: Sequence["Gift"]
    letters: Sequence["Letter"]


@dataclass(slots=True)
class Addressee:
    """Somebody to thank: a person on file, or an organisation or anybody else by name."""

    #: What a button calls them: a person's key, or a digest of the folded name.
    key: str
    name: str
    person_id: UUID | None
    post: str
    #: The language of the letter.
    language: str
    #: The partner on whose log it stands.
    partner: str
    reasons: dict[ThanksFor, list[str]] = field(default_factory=dict)
    letter: "Letter | None" = None


def whom_to_thank(met: Met) -> Sequence[Addressee]:
    """Return whom to thank: persons and hosts first, then those of the programme and the gifts."""
    found: dict[str, Addressee] = {}
    for each, reason, what in _all(met):
        known = found.setdefault(each.key, each)
        known.post = known.post or each.post
        said = known.reasons.setdefault(reason, [])
        if what and what not in said:
            said.append(what)
    letters = _letters(met.letters)
    for each in found.values():
        each.letter = letters.get(each.key) or letters.get(_key_of(each.name))
    return list(found.values())


def thanks_paper(met: Met, *, today: date) -> TablePaper:
    """Return the list as a paper, in Japanese."""
    found, visit = whom_to_thank(met), met.visit
    done = sum(1 for each in found if each.letter)
    title = message("papers.roster.title", visit=visit.title[JA], list=label(Paper.THANKS_LIST))
    return TablePaper(
        title=_said(title),
        lead=[
            Line(f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"),
            Line(_said(message("papers.thanks.sum", people=len(found), done=done)), JA, "strong"),
            Line(_said(message("papers.printed", day=today)), JA, "quiet"),
        ],
        columns=[
            Heading(one(_said(label(RosterColumn.NUMBER))), 0),
            Heading(one(_said(message("papers.thanks.name"))), 5),
            Heading(one(_said(message("papers.thanks.post"))), 5),
            Heading(one(_said(message("papers.thanks.language"))), 2),
            Heading(one(_said(message("papers.thanks.reasons"))), 7),
            Heading(one(_said(message("papers.thanks.letter"))), 4),
        ],
        sections=[Section([_row(number, each) for number, each in enumerate(found, start=1)])],
        contains_demo=visit.is_demo or any(each.is_demo for each in met.members),
    )


def reason_lines(each: Addressee) -> Sequence[Message]:
    """Say what somebody is thanked for, with the items and gifts."""
    return [
        message("papers.thanks.reason", reason=label(reason), what="、".join(what))
        if what
        else label(reason)
        for reason, what in each.reasons.items()
    ]


def _row(number: int, each: Addressee) -> Sequence[Cell]:
    return [
        one(str(number)),
        one(each.name, JA, "strong"),
        one(each.post),
        one(OWN_NAMES.get(each.language, each.language), each.language),
        [Line(_said(line)) for line in reason_lines(each)],
        one(_said(_letter_line(each.letter))),
    ]


def _letter_line(letter: "Letter | None") -> Message:
    if letter is None:
        return message("papers.thanks.open")
    if letter.number:
        return message("papers.thanks.logged_as", day=letter.day, number=letter.number)
    return message("papers.thanks.logged", day=letter.day)


def _said(sentence: Message) -> str:
    return translate(sentence, JA)


def _all(met: Met) -> Iterator[tuple[Addressee, ThanksFor, str]]:
    """Yield everybody with every reason, in the order of the list."""
    visit = met.visit
    theirs = visit.partners[0].native_language
    yield from _contacts(met, theirs)
    abroad = visit.direction is Direction.OUT
    for party in visit.parties:
        if fold(party.names[JA]) not in _OURS:
            tongue = theirs if party.partner_id else JA
            for each in _names(met, party.names.in_language(tongue), tongue):
                yield each, ThanksFor.HOST, ""
    for each in _names(met, visit.hosts, theirs if abroad else JA):
        yield each, ThanksFor.HOST, ""
    for item in met.items:
        yield from _of_item(met, item, theirs if item.start_zone != OFFICE_ZONE.key else JA)
    for gift in met.gifts:
        yield from _of_gift(met, gift)


def _contacts(met: Met, theirs: str) -> Iterator[tuple[Addressee, ThanksFor, str]]:
    """Yield the partner's people who came, or were met: its head, and who holds a post there."""
    for member in met.members if met.visit.direction is Direction.IN else ():
        if member.role is MemberRole.LEADER or member.person_id in met.posts:
            title = member.title[JA] if member.title else ""
            yield _person(met, member.person, theirs, title), ThanksFor.CONTACT, ""
    for person in met.named:
        if person.id in met.posts:
            yield _person(met, person, theirs), ThanksFor.CONTACT, ""


def _of_item(
    met: Met, item: "ItineraryItem", language: str
) -> Iterator[tuple[Addressee, ThanksFor, str]]:
    """Yield an item's hosts, the place where it has none and is no way, and the interpreters."""
    title = item.title[JA]
    for each in _names(met, item.host, language):
        yield each, ThanksFor.ITEM, title
    on_the_way = item.transport or item.end_place or item.start_zone != item.end_zone
    if not item.host and not on_the_way:
        for each in _names(met, item.place, language):
            yield each, ThanksFor.PLACE, title
    for each in _names(met, item.interpreter, JA):
        yield each, ThanksFor.INTERPRETER, title


def _of_gift(met: Met, gift: "Gift") -> Iterator[tuple[Addressee, ThanksFor, str]]:
    if gift.direction is not GiftDirection.RECEIVED:
        return
    language, title = gift.partner.native_language, gift.title[JA]
    if gift.giving_person:
        yield _person(met, gift.giving_person, language), ThanksFor.GIFT, title
    for each in _names(met, gift.giver, language):
        yield each, ThanksFor.GIFT, title


def _person(met: Met, person: "Person", language: str, title: str = "") -> Addressee:
    post = met.posts.get(person.id)
    held = title or (post.title[JA] if post else "")
    return Addressee(
        key=str(person.id),
        name=person.name.written,
        person_id=person.id,
        post=" ".join(text for text in (person.affiliation, held) if text),
        language=language,
        partner=met.visit.partners[0].slug,
    )


def _names(met: Met, text: str, language: str) -> Iterator[Addressee]:
    """Yield each name of a text that is not our own."""
    partner = met.visit.partners[0].slug
    for name in (part.strip()[:_LONGEST] for part in _BETWEEN.split(text)):
        if name and fold(name) not in _OURS:
            yield Addressee(_key_of(name), name, None, "", language, partner)


def _key_of(name: str) -> str:
    return sha256(fold(name).encode()).hexdigest()[:24]


def _letters(letters: Collection["Letter"]) -> Mapping[str, "Letter"]:
    """Return the letters of thanks we sent, by whom they went to; the latest of several."""
    sent = [
        each
        for each in letters
        if each.kind is LetterKind.THANKS and each.direction is LetterDirection.OUT
    ]
    return {
        str(each.person_id) if each.person_id else _key_of(each.counterpart): each
        for each in reversed(sent)
    }
