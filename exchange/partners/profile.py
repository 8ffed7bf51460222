"""What everyone may see of a partner: a fixed list of fields, and nothing else of the row."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exchange.core.dates import PartialDate
from exchange.partners.enums import ExchangeField, FactKind, PartnerKind, Side
from exchange.people.rules import head_on

if TYPE_CHECKING:
    from exchange.core.database import Localized, Name
    from exchange.partners.models import Organisation, Partner, PartnerFact, Source
    from exchange.people.models import Post


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """The public part of a partner; tests hold the list of its fields."""

    slug: str
    number: int
    kind: PartnerKind
    names: "Localized"
    kana: str
    native_name: str
    native_language: str
    parent: "Localized | None"
    place: "Localized"
    country_code: str
    zone: str
    latitude: float
    longitude: float
    languages: Sequence[str]
    currency: str
    relation: "Localized"
    #: The word in the signed text, once that is on file.
    signed_wording: "Localized | None"
    #: Which section of the city looks after the partnership.
    owner_section: "Localized | None"
    site: str | None
    #: When the partnership ended; None while it lasts.
    ended_on: PartialDate | None
    #: The first fact of each kind; of lists, all.
    facts: Mapping[FactKind, Sequence["PartnerFact"]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words and the BCP 47 tag of their language; "" for letters of no one language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PublicHead:
    """Who heads a partner, as everyone may see it; tests hold the list of its fields."""

    #: As written at home, in Japanese letters or in Latin ones.
    written: str
    #: In the script there.
    native: str
    #: In Latin letters, given name first.
    romaji: str
    title: "Localized"
    #: The month of 確認日; None reads 未確認.
    as_of: PartialDate | None

    def names_for(self, reader: str, there: str) -> Sequence[Run]:
        """Return the name as a reader takes it, then as it is otherwise written.

        `reader` and `there` are BCP 47 tags. Nobody's name is turned into letters by a machine:
        where only the Japanese form is known, that is printed.
        """
        home, native, latin = Run(self.written, "ja"), Run(self.native, there), Run(self.romaji, "")
        if reader == "ja":
            wanted = [native if self.native else latin, home]
        elif reader == "en" and not _is_latin(self.native):
            wanted = [latin, native]
        else:
            wanted = [native if self.native else latin]
        found: dict[str, Run] = {}
        for run in wanted:
            if run.text:
                found.setdefault(run.text, run)
        return list(found.values()) or [home]

    def titles_for(self, reader: str, there: str) -> Sequence[Run]:
        """Return the title in the reader's language and in the form there.

        Where it was not put into the reader's language, the form there alone, or else ours.
        """
        text, tag = self.title.get_in(reader)
        found = [Run(text, tag)] if tag == reader or there not in self.title else []
        if there in self.title and there != tag:
            found.append(Run(self.title[there], there))
        return found or [Run(text, tag)]

    def left_in_ours(self, reader: str, there: str) -> bool:
        """Say whether a reader of another language meets name or title in Japanese."""
        shown = (self.names_for(reader, there)[0], self.titles_for(reader, there)[0])
        return any(run.language == "ja" for run in shown)


@dataclass(frozen=True, slots=True)
class PublicOrganisation:
    """Who carries the exchange in a field, as everyone may see it: no contact."""

    names: "Localized"
    native_name: str
    since: PartialDate | None
    source: "Source"
    locator: str


@dataclass(frozen=True, slots=True)
class FieldOfExchange:
    """What is exchanged in one field, and who carries it on either side."""

    field: ExchangeField
    lines: Sequence["PartnerFact"]
    here: Sequence[PublicOrganisation]
    there: Sequence[PublicOrganisation]


def public_profile(partner: "Partner") -> PublicProfile:
    """Return the public part of a partner, loaded with its facts and their sources."""
    return PublicProfile(
        slug=partner.slug,
        number=partner.number,
        kind=partner.kind,
        names=partner.names,
        kana=partner.kana,
        native_name=partner.native_name,
        native_language=partner.native_language,
        parent=partner.parent,
        place=partner.place,
        country_code=partner.country_code,
        zone=partner.zone,
        latitude=partner.latitude,
        longitude=partner.longitude,
        languages=tuple(partner.languages),
        currency=partner.currency,
        relation=partner.relation,
        signed_wording=partner.signed_wording,
        owner_section=partner.owner_section,
        site=partner.site,
        ended_on=partner.ended_on,
        facts=_public_facts(partner.facts),
    )


def public_head(posts: Iterable["Post"], *, today: date) -> PublicHead | None:
    """Return who heads a partner today, as far as is known."""
    post = head_on(posts, today)
    if post is None:
        return None
    known = post.confirmed
    return PublicHead(
        written=_in_order_spoken(post.person.name),
        native=post.person.name.native,
        romaji=post.person.name.romaji,
        title=post.title,
        as_of=known and PartialDate(known.year, known.month),
    )


def _in_order_spoken(name: "Name") -> str:
    """Return a name written in Japanese, given name first where its own letters are Latin."""
    apart = _is_latin(name.native) and name.given and name.family
    return f"{name.given}・{name.family}" if apart else name.written


def _is_latin(text: str) -> bool:
    return text[:1].isalpha() and unicodedata.name(text[0]).startswith("LATIN")


def by_field(
    facts: Iterable["PartnerFact"], organisations: Iterable["Organisation"]
) -> list[FieldOfExchange]:
    """Put what is exchanged beside who carries it, by field."""
    lines, carried = list(facts), list(organisations)
    found = [_field(field, lines, carried) for field in ExchangeField]
    return [one for one in found if one.lines or one.here or one.there]


def _field(
    field: ExchangeField, lines: Sequence["PartnerFact"], carried: Sequence["Organisation"]
) -> FieldOfExchange:
    mine = [each for each in carried if each.field is field]
    return FieldOfExchange(
        field=field,
        lines=[line for line in lines if line.exchange_fields[:1] == [field]],
        here=[_shown(each) for each in mine if each.side is Side.HERE],
        there=[_shown(each) for each in mine if each.side is Side.THERE],
    )


def _shown(organisation: "Organisation") -> PublicOrganisation:
    return PublicOrganisation(
        names=organisation.names,
        native_name=organisation.native_name,
        since=organisation.since,
        source=organisation.source,
        locator=organisation.locator,
    )


def other_facts(partner: "Partner") -> list["PartnerFact"]:
    """Return the facts that stand behind the public ones, for staff."""
    shown = {fact.id for facts in _public_facts(partner.facts).values() for fact in facts}
    return [fact for fact in partner.facts if fact.id not in shown and fact.ended_at is None]


def _public_facts(facts: Sequence["PartnerFact"]) -> dict[FactKind, list["PartnerFact"]]:
    found: dict[FactKind, list[PartnerFact]] = {kind: [] for kind in FactKind}
    for fact in sorted(facts, key=lambda fact: fact.position):
        if fact.ended_at is None and (fact.kind.is_list or not found[fact.kind]):
            found[fact.kind].append(fact)
    found[FactKind.HISTORY].sort(key=lambda fact: str(fact.date))
    return found
