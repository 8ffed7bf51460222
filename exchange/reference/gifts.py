"""gifts.yaml as rows of the gifts room: what is better not given."""

from exchange.gifts.enums import TabooKind
from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_gifts(top: Section, reading: Reading) -> None:
    """Read the list of what is better not given."""
    for section in top.sections("taboos"):
        slug, partners = section.text("slug"), section.texts("partners")
        for partner in partners:
            reading.key_of(section, "partners", "partner", partner)
        values: dict[str, object] = {
            "kind": section.choice("kind", TabooKind),
            "words": section.text("words"),
            "partners": partners,
            "note": section.localized("note"),
            "source": section.text("source"),
        }
        section.finish()
        reading.add(section, "gift_taboo", slug, values)
    top.finish()
