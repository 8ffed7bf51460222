"""background.yaml as rows of the strategy room."""

from typing import Final

from exchange.core.languages import Language
from exchange.reference.files import Section
from exchange.reference.rows import Reading
from exchange.reference.strategy import cited
from exchange.strategy.enums import Background

_PARTS: Final = {"history": Background.HISTORY, "statistics": Background.STATISTIC}


def read_background(top: Section, reading: Reading) -> None:
    """Read the steps of the strategy's history, and the statistics it starts from."""
    for name, kind in _PARTS.items():
        for position, section in enumerate(top.sections(name), start=1):
            _read_fact(section, reading, kind, position)
    top.finish()


def _read_fact(section: Section, reading: Reading, kind: Background, position: int) -> None:
    slug, is_statistic = section.text("slug"), kind is Background.STATISTIC
    values: dict[str, object] = {
        "slug": slug,
        "kind": kind,
        "position": position,
        "dated": section.date("dated"),
        "title": section.localized("title"),
        "figure": section.text("figure") if is_statistic else None,
        "ranks": [_rank(each) for each in section.sections("ranks")] if is_statistic else [],
        "draft_only": section.truth("draft_only", default=False),
        "citations": cited(section, reading),
    }
    section.finish()
    reading.add(section, "background_fact", slug, values)


def _rank(section: Section) -> dict[str, str]:
    texts = {str(tag): section.text(tag) for tag in Language}
    section.finish()
    return texts
