"""closures.yaml as rows of the closures room."""

from datetime import date

from exchange.closures.models import iso_days
from exchange.closures.rules import HOME
from exchange.core.dates import Precision
from exchange.core.messages import message
from exchange.reference.files import Section
from exchange.reference.rows import Reading


def read_closures(top: Section, reading: Reading) -> None:
    """Read the named days; their places must be partners, or the city itself."""
    for section in top.sections("holidays"):
        slug = section.text("slug")
        values: dict[str, object] = {
            "slug": slug,
            "names": section.localized("names"),
            "places": _places(section, reading),
            "official_through": _day(section, "official_through"),
            "caution": section.truth("caution", default=False),
            "days": _days(section),
        }
        section.finish()
        reading.add(section, "holiday", slug, values)
    top.finish()


def _places(section: Section, reading: Reading) -> list[str]:
    found = section.texts("places")
    for place in found:
        if place != HOME:
            reading.key_of(section, "places", "partner", place)
    return found


def _day(section: Section, key: str) -> date | None:
    found = section.optional_date(key)
    if found is None:
        return None
    if found.precision is not Precision.DAY:
        raise section.fault(message("reference.error.not_a_date", key=key), key)
    return found.to_date()


def _days(section: Section) -> list[str]:
    try:
        return iso_days([date.fromisoformat(day) for day in section.texts("days")])
    except ValueError:
        raise section.fault(message("reference.error.not_a_date", key="days"), "days") from None
