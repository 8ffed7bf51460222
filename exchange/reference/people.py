"""people.yaml as rows of the people room: who heads a partner."""

from exchange.core.database import Name, reference_uuid
from exchange.people.enums import PostKind
from exchange.people.models import Person
from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_people(top: Section, reading: Reading) -> None:
    """Read the posts with who holds them."""
    for section in top.sections("posts"):
        _read_post(section, reading)
    top.finish()


def _read_post(section: Section, reading: Reading) -> None:
    slug, (source_id, place) = section.text("slug"), reading.citation(section)
    person = _read_person(section.section("person"), reading)
    values: dict[str, object] = {
        "person_id": reference_uuid("person", person),
        "partner_id": reading.key(section, "partner", "partner"),
        "kind": section.choice("kind", PostKind),
        "title": section.localized("title"),
        "begins": section.optional_date("begins"),
        "ends": section.optional_date("ends"),
        "term_ends": section.optional_date("term_ends"),
        "confirmed": section.optional_date("confirmed"),
        "source_id": source_id,
        "locator": place,
    }
    section.finish()
    reading.add(section, "post", slug, values)


def _read_person(section: Section, reading: Reading) -> str:
    """Read a person with the keys derived from the name; return the slug."""
    slug = section.text("slug")
    made = Person(affiliation=section.optional_text("affiliation") or "")
    made.rename(
        Name(
            family=section.text("family"),
            given=section.optional_text("given") or "",
            family_romaji=section.optional_text("family_romaji") or "",
            given_romaji=section.optional_text("given_romaji") or "",
            native=section.optional_text("native") or "",
        )
    )
    section.finish()
    values: dict[str, object] = {
        name: getattr(made, name)
        for name in (
            *("affiliation", "family_name", "given_name", "family_kana", "given_kana"),
            *("family_romaji", "given_romaji", "native_name", "passport_name"),
            *("search_key", "sort_key"),
        )
    }
    reading.add(section, "person", slug, values)
    return slug
