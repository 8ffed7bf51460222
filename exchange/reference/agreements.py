"""agreements.yaml as rows of the agreements room."""

from uuid import UUID

from exchange.agreements.enums import (
    AgreementFactKind,
    AgreementKind,
    PartyRole,
    SigningManner,
    TermKind,
)
from exchange.core.database import Localized, reference_uuid
from exchange.core.messages import message
from exchange.partners.enums import ExchangeField
from exchange.reference.files import Section
from exchange.reference.rows import Reading

#: Names of parties that are no partners of the city, by slug.
Bodies = dict[str, Localized]


def read_agreements(top: Section, reading: Reading) -> None:
    """Read agreements with parties and claims, then the bases of anniversaries."""
    bodies: Bodies = {}
    for section in top.sections("parties"):
        bodies[section.text("slug")] = section.localized("names")
        section.finish()
    for section in top.sections("agreements"):
        _read_agreement(section, reading, bodies)
    for section in top.sections("bases"):
        _read_basis(section, reading)
    top.finish()


def _read_agreement(section: Section, reading: Reading, bodies: Bodies) -> None:
    slug = section.text("slug")
    kind, years = _read_term(section)
    fields = section.choices("fields", ExchangeField)
    values: dict[str, object] = {
        "slug": slug,
        "partner_id": reading.key(section, "partner", "partner"),
        "kind": section.choice("kind", AgreementKind),
        "title": section.localized("title"),
        "place": section.optional_localized("place"),
        "predecessor_id": reading.key(section, "predecessor", "agreement")
        if section.has("predecessor")
        else None,
        "term_kind": kind,
        "term_years": years,
        "fields": fields,
        "fields_source_id": reading.citation(section, "fields_source")[0] if fields else None,
        "signing": section.choices("signing", SigningManner) if section.has("signing") else None,
    }
    row = reading.add(section, "agreement", slug, values)
    _read_parties(section, reading, bodies, agreement=slug)
    _read_claims(section, reading, agreement=slug, agreement_id=row.id)
    if section.has("facts"):
        _read_facts(section, reading, agreement=slug, agreement_id=row.id)
    section.finish()


def _read_term(section: Section) -> tuple[TermKind, int | None]:
    term = section.section("term")
    kind = term.choice("kind", TermKind)
    years = term.integer("years") if kind is TermKind.FIXED else None
    term.finish()
    return kind, years


def _read_parties(section: Section, reading: Reading, bodies: Bodies, *, agreement: str) -> None:
    """Read the parties; successors before those they succeed, for rows point at them."""
    parties = [(part, part.text("party")) for part in section.sections("parties")]
    numbered = list(enumerate(parties, start=1))
    for position, (part, name) in sorted(numbered, key=lambda item: item[1][0].has("successor")):
        _read_party(part, reading, bodies, f"{agreement}/{name}", position)


def _read_party(  # noqa: PLR0917 - one row from its section and where it stands
    section: Section, reading: Reading, bodies: Bodies, slug: str, position: int
) -> None:
    agreement, _, name = slug.partition("/")
    partner_id = None if name in bodies else reading.key_of(section, "party", "partner", name)
    values: dict[str, object] = {
        "agreement_id": reference_uuid("agreement", agreement),
        "position": position,
        "names": bodies[name] if name in bodies else _partner_names(reading, name),
        "role": section.choice("role", PartyRole),
        "partner_id": partner_id,
        "until": section.optional_date("until"),
        "successor_id": reading.key_of(
            section, "successor", "agreement_party", f"{agreement}/{section.text('successor')}"
        )
        if section.has("successor")
        else None,
        "source_id": reading.citation(section)[0] if section.has("source") else None,
    }
    section.finish()
    reading.add(section, "agreement_party", slug, values)


def _partner_names(reading: Reading, slug: str) -> object:
    return next(
        row.values["names"] for row in reading.rows if (row.kind, row.slug) == ("partner", slug)
    )


def _read_claims(section: Section, reading: Reading, *, agreement: str, agreement_id: UUID) -> None:
    """Read the claims; those not adopted first, so that an adoption can move between them."""
    claims = [
        (claim, claim.truth("adopted", default=False)) for claim in section.sections("claims")
    ]
    if sum(adopted for _, adopted in claims) > 1:
        raise section.fault(message("reference.error.adopted_twice", agreement=agreement))
    for claim, adopted in sorted(claims, key=lambda pair: pair[1]):
        day, note = claim.date("date"), claim.optional_localized("note")
        cited = claim.text("source")
        source, _, place = cited.partition(" ")
        values: dict[str, object] = {
            "agreement_id": agreement_id,
            "date": day,
            "source_id": reading.key_of(claim, "source", "source", source),
            "locator": place,
            "note": note,
            "adopted": adopted,
        }
        claim.finish()
        reading.add(claim, "date_claim", f"{agreement}/{cited}/{day}", values)


def _read_facts(section: Section, reading: Reading, *, agreement: str, agreement_id: UUID) -> None:
    """Read how an agreement came about and was signed, each with its source."""
    for fact in section.sections("facts"):
        kind = fact.choice("kind", AgreementFactKind)
        source, locator = reading.citation(fact)
        values: dict[str, object] = {
            "agreement_id": agreement_id,
            "kind": kind,
            "text": fact.localized("text"),
            "source_id": source,
            "locator": locator,
        }
        fact.finish()
        reading.add(fact, "agreement_fact", f"{agreement}/{kind.value}", values)


def _read_basis(section: Section, reading: Reading) -> None:
    slug = section.text("slug")
    values: dict[str, object] = {
        "slug": slug,
        "agreement_id": reading.key(section, "agreement", "agreement"),
        "is_public": section.truth("public"),
    }
    section.finish()
    reading.add(section, "basis", slug, values)
