"""consents.yaml as versions of the consent texts."""

from exchange.reference.files import Section
from exchange.reference.rows import Reading
from exchange.youth.enums import ConsentPurpose


def read_consents(top: Section, reading: Reading) -> None:
    """Read the versions; each has a text for the use of data and one a purpose."""
    for section in top.sections("texts"):
        number = section.integer("number")
        values: dict[str, object] = {
            "number": number,
            "use_text": section.localized("use"),
            **{
                f"{purpose.value}_text": section.localized(purpose.value)
                for purpose in ConsentPurpose
            },
        }
        section.finish()
        reading.add(section, "consent_text", str(number), values)
    top.finish()
