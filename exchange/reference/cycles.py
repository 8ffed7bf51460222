"""cycles.yaml as rows of the delegations room: visits that come round."""

from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_cycles(top: Section, reading: Reading) -> None:
    """Read the cycles of visits."""
    for section in top.sections("cycles"):
        slug, (source_id, place) = section.text("slug"), reading.citation(section)
        values: dict[str, object] = {
            "partner_id": reading.key(section, "partner", "partner"),
            "title": section.localized("title"),
            "years": section.integer("years"),
            "anchor_year": section.integer("anchor_year"),
            "tolerance": section.integer("tolerance"),
            "both_ways": section.truth("both_ways"),
            "source_id": source_id,
            "locator": place,
        }
        section.finish()
        reading.add(section, "visit_cycle", slug, values)
    top.finish()
