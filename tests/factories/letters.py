"""Letters, made by the same service as everywhere."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import system_actor
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.letters.models import Letter
from exchange.letters.services import LetterPlan, log_letter

ACTOR = system_actor("tests")
DAY = date(2026, 11, 10)


def letter_plan(**changes: Any) -> LetterPlan:  # noqa: ANN401 - any of its fields
    """State a letter of thanks to Heidelberg that needs no answer."""
    values: dict[str, Any] = {
        "direction": LetterDirection.OUT,
        "kind": LetterKind.THANKS,
        "day": DAY,
        "title": Localized({"ja": "御礼", "en": "With thanks"}),
        "text": Localized({"ja": "ありがとうございました。", "de": "Vielen Dank."}),
        "counterpart": "Stadt Heidelberg",
    }
    return LetterPlan(**(values | changes))


def make_letter(session: Session, partner: str = "heidelberg", **changes: Any) -> Letter:  # noqa: ANN401 - fields of the plan
    """Log a letter whose partner exists."""
    return log_letter(session, actor=ACTOR, partner=partner, plan=letter_plan(**changes))
