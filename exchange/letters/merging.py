"""A merge's letters: what its places stand for, what is missing, where a letter goes.

Nothing is looked up here: a recipient comes with its person, post, membership or organisation.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.database import Localized
from exchange.core.languages import FEED_LANGUAGES, Language
from exchange.core.printing import day_text
from exchange.core.text import fold
from exchange.letters.enums import Hindrance, MergeChannel, Place
from exchange.letters.rules import PLACE, places_in
from exchange.partners.enums import Side
from exchange.people.enums import PersonCare, PostStanding
from exchange.people.rules import standing

if TYPE_CHECKING:
    from exchange.letters.models import MailMerge, MergeRecipient
    from exchange.partners.models import Organisation, Partner
    from exchange.people.models import Person, Post

#: Where people are written to in the characters of their own name.
_OWN_SCRIPT: Final = ("zh-Hant", "zh-Hans", "ko")
#: Said behind a Japanese name where nothing else is on file.
_SAMA: Final = "様"
_MAIL: Final = re.compile(r"[^\s<>,;:()（）、]+@[^\s<>,;:()（）、]+\.[^\s<>,;:()（）、]+")
#: A line of a contact that is no part of an address on an envelope.
_NOT_POSTAL: Final = re.compile(
    r"@|https?://|^\s*(?:tel|telephone|phone|fax|mobile|電話|ファクス|ＦＡＸ|携帯)[\s.:：]",
    re.IGNORECASE,
)
_OFFICE: Final = {
    PostStanding.PAST: Hindrance.LEFT,
    PostStanding.COMING: Hindrance.COMING,
    PostStanding.PRESENT: None,
}
_DIGITS: Final = re.compile(r"^[+\d\s()./-]+$")


@dataclass(frozen=True, slots=True)
class Words:
    """A value and the language it is really in."""

    text: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A recipient's letter as it would leave."""

    language: str
    title: Words
    text: Words
    sender: Words
    #: Line by line, the name last.
    address: Sequence[str]
    mail: str
    #: What the text names and nobody has on file for this recipient.
    missing: Sequence[Place]
    #: Whether a mail is to leave and there is no address for it.
    no_mail: bool

    @property
    def complete(self) -> bool:
        """Say whether it may leave."""
        return not self.missing and not self.no_mail


def language_of(partner: "Partner") -> str:
    """Return the first of a partner's languages that letters are written in, else English."""
    for tag in (partner.native_language, *partner.languages):
        for known in FEED_LANGUAGES:
            if tag == known or tag.startswith(f"{known}-"):
                return known
    return Language.EN


def language_of_organisation(organisation: "Organisation", partner: "Partner") -> str:
    """Return the language an organisation is written to in: on our side, Japanese."""
    return Language.JA if organisation.side is Side.HERE else language_of(partner)


def partner_of(
    affiliation: str, posts: Collection[UUID], partners: "Sequence[Partner]"
) -> "Partner | None":
    """Return the one of a visit's partners somebody belongs to; None where that is not known.

    An office there says it, else the place the person is printed with: Stadt Heidelberg.
    """
    if len(partners) == 1:
        return partners[0]
    said = fold(affiliation)
    held = [each for each in partners if each.id in posts]
    named = [
        each
        for each in partners
        if any(fold(name) in said for name in (each.native_name, *each.names.values()) if name)
    ]
    return next((found[0] for found in (held, named) if len(found) == 1), None)


def hindrance(
    person: "Person", post: "Post | None", today: date, *, unsure: bool = False
) -> Hindrance | None:
    """Say why somebody is not ticked from the start; None where nothing stands against it."""
    if person.care is PersonCare.DECEASED:
        return Hindrance.DECEASED
    if person.care is PersonCare.CARE:
        return Hindrance.CARE
    if unsure:
        return Hindrance.UNSURE
    return _OFFICE[standing(post, today=today)] if post is not None else None


def mail_in(contact: str) -> str:
    """Return the first mail address of a contact; empty without one."""
    found = _MAIL.search(contact)
    return found.group() if found else ""


def postal_lines(contact: str) -> Sequence[str]:
    """Return what of a contact stands on an envelope: no mail, no telephone, no page."""
    lines = [line.strip() for line in contact.splitlines()]
    return [
        line for line in lines if line and not _NOT_POSTAL.search(line) and not _DIGITS.match(line)
    ]


def name_in(person: "Person", language: str) -> str:
    """Return a person's name as a letter in this language writes it."""
    name = person.name
    if language == Language.JA:
        return name.written
    if language in _OWN_SCRIPT:
        return name.native or name.written
    return name.romaji or name.native or name.written


def rendered(merge: "MailMerge", recipient: "MergeRecipient") -> Rendered:
    """Return a recipient's letter, its gaps named."""
    language = recipient.language
    title, text = Words(*merge.title.get_in(language)), Words(*merge.text.get_in(language))
    values = {tag: _values(merge, recipient, tag) for tag in dict.fromkeys((title.tag, text.tag))}
    gaps = [
        place
        for words in (title, text)
        for place in places_in(words.text)
        if not values[words.tag][place]
    ]
    mail = mail_in(_contact(recipient))
    return Rendered(
        language=language,
        title=Words(_filled(title.text, values[title.tag]), title.tag),
        text=Words(_filled(text.text, values[text.tag]), text.tag),
        sender=Words(*merge.sender.get_in(text.tag)),
        address=_address(recipient, language),
        mail=mail,
        missing=list(dict.fromkeys(gaps)),
        no_mail=merge.channel is not MergeChannel.PAPER and not mail,
    )


def logged_text(merge: "MailMerge", recipient: "MergeRecipient") -> tuple[Localized, Localized]:
    """Return title and text as the log keeps them: in Japanese, and as they left."""
    left = rendered(merge, recipient)
    values = _values(merge, recipient, Language.JA)
    kept = []
    for source, words in ((merge.title, left.title), (merge.text, left.text)):
        kept.append(Localized({"ja": _filled(source["ja"], values), words.tag: words.text}))
    return kept[0], kept[1]


def addressee(recipient: "MergeRecipient", language: str) -> str:
    """Return who a letter is to, as lists name them."""
    if recipient.person is not None:
        return name_in(recipient.person, language)
    return recipient.organisation.names.in_language(language) if recipient.organisation else ""


def _filled(text: str, values: Mapping[Place, str]) -> str:
    return PLACE.sub(lambda found: values[Place(found.group(1))], text)


def _values(merge: "MailMerge", recipient: "MergeRecipient", tag: str) -> Mapping[Place, str]:
    """Return what each place stands for; empty where nothing is on file."""
    person = recipient.person
    return {
        Place.NAME: addressee(recipient, tag),
        Place.TITLE: _title(recipient, tag),
        Place.HONORIFIC: _honorific(recipient, tag),
        Place.AFFILIATION: person.affiliation if person else addressee(recipient, tag),
        Place.PARTNER: recipient.partner.names.in_language(tag),
        Place.DATE: day_text(merge.day, tag, weekday=False),
        Place.VISIT: merge.visit.title.in_language(tag) if merge.visit else "",
    }


def _title(recipient: "MergeRecipient", tag: str) -> str:
    if recipient.post is not None:
        return recipient.post.title.in_language(tag)
    if recipient.member is not None and recipient.member.title is not None:
        return recipient.member.title.in_language(tag)
    return ""


def _honorific(recipient: "MergeRecipient", tag: str) -> str:
    if recipient.person is None:
        return "御中" if tag == Language.JA else ""
    known = recipient.person.honorifics.get(tag, "")
    return known or (_SAMA if tag == Language.JA else "")


def _contact(recipient: "MergeRecipient") -> str:
    if recipient.post is not None:
        return recipient.post.contact
    return recipient.organisation.contact if recipient.organisation is not None else ""


def _address(recipient: "MergeRecipient", language: str) -> Sequence[str]:
    """Return the block above a letter: where to, whose office, who."""
    name, honorific = addressee(recipient, language), _honorific(recipient, language)
    if language == Language.JA or language in _OWN_SCRIPT:
        last = f"{name} {honorific}".strip()
    else:
        last = f"{honorific} {name}".strip()
    lines = [*postal_lines(_contact(recipient)), recipient.partner.names.in_language(language)]
    return [line for line in (*lines, _title(recipient, language), last) if line]
