"""The form of a new version of the consent texts."""

from typing import Any, Final

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from exchange.core.database import Localized
from exchange.core.languages import EASY, EASY_NAME, OWN_NAMES
from exchange.core.messages import Message, message
from exchange.web.forms import KeyedForm
from exchange.youth.models import ConsentText
from exchange.youth.services import ConsentWords

#: The languages guardians read, and what follows a field's name for each.
LANGUAGES: Final = {"ja": "", EASY: "_easy", "en": "_en", "zh-Hant": "_zh_hant"}
#: The parts of a version, as their columns are named.
PARTS: Final = ("use_text", "join_text", "health_text", "transfer_text", "photo_text")
_NAMES: Final = {**OWN_NAMES, EASY: EASY_NAME}
_LENGTH: Final = 2000


def _field(name: Message, tag: str) -> TextAreaField:
    return TextAreaField(
        message("web.form.in_language", name=name, language=_NAMES[tag]),
        [DataRequired(), Length(max=_LENGTH)],
        render_kw={"lang": tag.removesuffix("-easy"), "rows": 5},
    )


def _fields(name: Message) -> tuple[TextAreaField, ...]:
    return tuple(_field(name, tag) for tag in LANGUAGES)


class ConsentTextForm(KeyedForm):
    """Every text of a version, in each language guardians read: none stands in for another."""

    use_text, use_text_easy, use_text_en, use_text_zh_hant = _fields(message("youth.consent.use"))
    join_text, join_text_easy, join_text_en, join_text_zh_hant = _fields(
        message("youth.ConsentPurpose.join")
    )
    health_text, health_text_easy, health_text_en, health_text_zh_hant = _fields(
        message("youth.ConsentPurpose.health")
    )
    transfer_text, transfer_text_easy, transfer_text_en, transfer_text_zh_hant = _fields(
        message("youth.ConsentPurpose.transfer")
    )
    photo_text, photo_text_easy, photo_text_en, photo_text_zh_hant = _fields(
        message("youth.ConsentPurpose.photo")
    )

    @property
    def words(self) -> ConsentWords:
        """The texts as typed."""
        return ConsentWords(
            **{
                part: Localized(
                    {tag: self[f"{part}{suffix}"].data for tag, suffix in LANGUAGES.items()}
                )
                for part in PARTS
            }
        )


def text_values(text: ConsentText) -> dict[str, Any]:
    """Return a version by field, to begin the next one with."""
    return {
        f"{part}{suffix}": getattr(text, part).get(tag, "")
        for part in PARTS
        for tag, suffix in LANGUAGES.items()
    }
