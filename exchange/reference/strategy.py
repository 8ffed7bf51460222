"""strategy.yaml as rows of the strategy room."""

from uuid import UUID

from exchange.core.database import Localized
from exchange.reference.files import Section
from exchange.reference.rows import Reading, Row
from exchange.strategy.models import search_key_of


def read_strategy(top: Section, reading: Reading) -> None:
    """Read the strategy, its policies, measures, leading projects and target regions."""
    strategy_id = _read_head(top.section("strategy"), reading)
    for section in top.sections("policies"):
        values = {"strategy_id": strategy_id, **_titled(section, reading)}
        _add(section, reading, "policy", values)
    for section in top.sections("measures"):
        _read_measure(section, reading)
    for section in top.sections("leading_projects"):
        _read_project(section, reading, strategy_id)
    regions = top.section("target_regions")
    regions.truth("draft_only", default=False)
    for number, section in enumerate(regions.sections("items"), start=1):
        _read_region(section, reading, strategy_id, number)
    regions.finish()
    top.finish()


def _read_head(section: Section, reading: Reading) -> UUID:
    slug = section.text("slug")
    values: dict[str, object] = {
        "slug": slug,
        "title": section.localized("title"),
        "vision": section.localized("vision"),
        "enacted": section.date("enacted"),
        "first_year": section.integer("first_fiscal_year"),
        "last_year": section.integer("last_fiscal_year"),
        "review_year": section.integer("midterm_review_fiscal_year"),
        "citations": reading.citations(section),
    }
    section.finish()
    return reading.add(section, "strategy", slug, values).id


def _titled(section: Section, reading: Reading) -> dict[str, object]:
    """Take what every titled row has."""
    title: Localized = section.localized("title")
    return {
        "number": section.integer("number"),
        "title": title,
        "search_key": search_key_of(title),
        "citations": cited(section, reading),
    }


def cited(section: Section, reading: Reading) -> list[str]:
    """Take the citations of a title; every source must be known."""
    found = section.texts("sources")
    for citation in found:
        reading.key_of(section, "sources", "source", citation.partition(" ")[0])
    return found


def _add(section: Section, reading: Reading, kind: str, values: dict[str, object]) -> Row:
    """Add a row that has a slug of its own."""
    slug = section.text("slug")
    section.finish()
    return reading.add(section, kind, slug, {"slug": slug, **values})


def _read_measure(section: Section, reading: Reading) -> None:
    parts = section.sections("sub_measures")
    policy_id = reading.key(section, "policy", "policy")
    values = {"policy_id": policy_id, **_titled(section, reading)}
    measure = _add(section, reading, "measure", values)
    for part in parts:
        titled = _titled(part, reading)
        part.finish()
        slug = f"{measure.slug}/{titled['number']}"
        reading.add(part, "sub_measure", slug, titled | {"measure_id": measure.id})


def _read_project(section: Section, reading: Reading, strategy_id: UUID) -> None:
    draft = section.section("draft_only")
    source = draft.text("source")
    values = {
        "strategy_id": strategy_id,
        **_titled(section, reading),
        "draft_only": draft.localized("text"),
        "draft_citation": source,
    }
    draft.finish()
    _add(section, reading, "leading_project", values)


def _read_region(section: Section, reading: Reading, strategy_id: UUID, number: int) -> None:
    values: dict[str, object] = {
        "strategy_id": strategy_id,
        "number": number,
        "name": section.localized("name"),
        "partners": section.texts("partners"),
        "citation": section.text("source"),
    }
    _add(section, reading, "target_region", values)
