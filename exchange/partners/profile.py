"""What everyone may see of a partner: a fixed list of fields, and nothing else of the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.partners.enums import FactKind, PartnerKind

if TYPE_CHECKING:
    from exchange.core.database import Localized
    from exchange.partners.models import Partner, PartnerFact


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
    site: str | None
    #: The first fact of each kind; history whole.
    facts: Mapping[FactKind, Sequence["PartnerFact"]]


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
        site=partner.site,
        facts=_public_facts(partner.facts),
    )


def other_facts(partner: "Partner") -> list["PartnerFact"]:
    """Return the facts that stand behind the public ones, for staff."""
    return [fact for fact in partner.facts if not _is_public(fact)]


def _public_facts(facts: Sequence["PartnerFact"]) -> dict[FactKind, list["PartnerFact"]]:
    found: dict[FactKind, list[PartnerFact]] = {kind: [] for kind in FactKind}
    for fact in facts:
        if _is_public(fact):
            found[fact.kind].append(fact)
    found[FactKind.HISTORY].sort(key=lambda fact: str(fact.date))
    return found


def _is_public(fact: "PartnerFact") -> bool:
    return fact.kind is FactKind.HISTORY or fact.position == 1
