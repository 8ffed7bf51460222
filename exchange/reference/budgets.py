"""budgets.yaml as rows of the budgets room: 節 and 細節."""

from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_budgets(top: Section, reading: Reading) -> None:
    """Read the headings; a 細節 follows its 節."""
    for section in top.sections("headings"):
        slug, parent = section.text("slug"), section.optional_text("parent")
        values: dict[str, object] = {
            "parent_id": reading.key_of(section, "parent", "budget_heading", parent)
            if parent
            else None,
            "number": section.integer("number"),
            "name": section.localized("name"),
            "since": section.integer("since"),
            "until": section.integer("until") if section.has("until") else None,
            "source": section.text("source"),
        }
        section.finish()
        reading.add(section, "budget_heading", slug, values)
    top.finish()
