"""sources.yaml and partners.yaml as rows of the partners room."""

from uuid import UUID

from exchange.core.messages import message
from exchange.partners.enums import ExchangeField, FactKind, PartnerKind, Side, SourceKind
from exchange.partners.models import search_key_of
from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_sources(top: Section, reading: Reading) -> None:
    """Read the sources everything else cites."""
    for section in top.sections("sources"):
        slug = section.text("id")
        values: dict[str, object] = {
            "slug": slug,
            "kind": section.choice("kind", SourceKind),
            "title": section.localized("title"),
            "url": section.optional_text("url"),
            "document": section.optional_text("document"),
        }
        section.finish()
        reading.add(section, "source", slug, values)
    top.finish()


def read_partners(top: Section, reading: Reading) -> None:
    """Read the partners with their facts."""
    _read_home(top.section("home"), reading)
    for section in top.sections("partners"):
        _read_partner(section, reading)
    for section in top.sections("relations"):
        _read_relation(section, reading)
    top.optional_text("order_source")
    top.finish()


def _read_home(section: Section, reading: Reading) -> None:
    """Check the city's own entry; it is no partner and has no row."""
    section.localized("names")
    reading.citations(section)
    for key in ("kana", "local_government_code", "zone", "site", "latitude", "longitude"):
        section.text(key)
    section.finish()


def _read_partner(section: Section, reading: Reading) -> None:
    slug = section.text("slug")
    names, kana = section.localized("names"), section.text("kana")
    native = section.section("native")
    native_name = native.text("name")
    values: dict[str, object] = {
        "slug": slug,
        "number": section.integer("number"),
        "kind": section.choice("kind", PartnerKind),
        "names": names,
        "kana": kana,
        "native_name": native_name,
        "native_language": native.text("language"),
        "search_key": search_key_of(names, kana, native_name),
        "parent": section.optional_localized("parent"),
        "place": section.localized("place"),
        "country_code": section.text("country_code"),
        "zone": section.text("zone"),
        "latitude": float(section.decimal("latitude")),
        "longitude": float(section.decimal("longitude")),
        "languages": section.texts("languages"),
        "currency": section.text("currency"),
        "relation": section.localized("relation"),
        "site": section.optional_text("site"),
        "worded_here": section.texts("ours"),
        "citations": reading.citations(section),
    }
    native.finish()
    partner = reading.add(section, "partner", slug, values)
    _read_facts(section, reading, slug, partner.id)
    for organisation in section.sections("organisations"):
        _read_organisation(organisation, reading, partner.id)
    section.finish()


def _read_facts(section: Section, reading: Reading, slug: str, partner_id: UUID) -> None:
    positions: dict[FactKind, int] = {}
    for fact in section.sections("facts"):
        kind = fact.choice("kind", FactKind)
        positions[kind] = positions.get(kind, 0) + 1
        _read_fact(
            fact,
            reading,
            {"partner_id": partner_id, "kind": kind, "position": positions[kind]},
            slug=slug,
        )


def _read_organisation(section: Section, reading: Reading, partner_id: UUID) -> None:
    slug, (source_id, place) = section.text("slug"), reading.citation(section)
    values: dict[str, object] = {
        "partner_id": partner_id,
        "side": section.choice("side", Side),
        "field": section.choice("field", ExchangeField),
        "names": section.localized("names"),
        "native_name": section.optional_text("native") or "",
        "since": section.optional_date("since"),
        "source_id": source_id,
        "locator": place,
    }
    section.finish()
    reading.add(section, "organisation", slug, values)


def _read_relation(section: Section, reading: Reading) -> None:
    """Read a relation between two partners; the one first in the list is named first."""
    slug, (source_id, place) = section.text("slug"), reading.citation(section)
    values: dict[str, object] = {
        "partner_id": reading.key(section, "partner", "partner"),
        "other_id": reading.key(section, "other", "partner"),
        "relation": section.localized("relation"),
        "since": section.optional_date("since"),
        "source_id": source_id,
        "locator": place,
    }
    section.finish()
    reading.add(section, "partner_relation", slug, values)


def _read_fact(section: Section, reading: Reading, values: dict[str, object], *, slug: str) -> None:
    source_id, place = reading.citation(section)
    date = section.optional_date("date")
    values |= {
        "text": section.optional_localized("text"),
        "figure": section.optional_decimal("number"),
        "approximate": section.truth("approximate", default=False),
        "scope": section.optional_localized("scope"),
        "fields": section.choices("fields", ExchangeField),
        "date": date,
        "organiser": section.optional_localized("organiser"),
        "source_id": source_id,
        "locator": place,
    }
    if not (values["text"] or values["figure"] or values["fields"]):
        raise section.fault(message("reference.error.empty_fact"))
    section.finish()
    kind = FactKind(str(values["kind"]))
    name = f"{slug}/{kind.value}/{source_id}/{date or ''}"
    if kind.is_list and kind is not FactKind.HISTORY:
        # A source says several things of a kind; each keeps its place in the list.
        name = f"{slug}/{kind.value}/{values['position']}"
    reading.add(section, "partner_fact", name, values)
