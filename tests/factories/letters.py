"""Letters and merges, made by the same services as everywhere."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import system_actor
from exchange.letters.enums import LetterDirection, LetterKind, MergeChannel
from exchange.letters.models import Letter, MailMerge
from exchange.letters.services import LetterPlan, log_letter
from exchange.letters.services.merges import MergePlan, draft_merge
from exchange.partners.models import Partner
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post

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


def merge_plan(**changes: Any) -> MergePlan:  # noqa: ANN401 - any of its fields
    """State New Year's cards on paper that name whom they go to."""
    values: dict[str, Any] = {
        "kind": LetterKind.NEW_YEAR,
        "channel": MergeChannel.PAPER,
        "number": "国際発第9号",
        "day": date(2027, 1, 1),
        "title": Localized({"ja": "謹賀新年", "en": "A Happy New Year"}),
        "text": Localized({"ja": "{name}{honorific}", "en": "Dear {name} of {partner}"}),
        "sender": Localized({"ja": "熊本市国際課"}),
    }
    return MergePlan(**(values | changes))


def make_merge(session: Session, **changes: Any) -> MailMerge:  # noqa: ANN401 - fields of the plan
    """Begin a merge that goes to nobody yet."""
    return draft_merge(session, actor=ACTOR, plan=merge_plan(**changes))


def make_post(session: Session, partner: Partner, person: Person, **changes: Any) -> Post:  # noqa: ANN401 - columns
    """Give a person a post at a partner, with an address and a mailbox."""
    values: dict[str, Any] = {
        "kind": PostKind.CONTACT,
        "title": Localized({"ja": "担当", "en": "Desk"}),
        "contact": "Rathausplatz 1\nTel. 123\ndesk@there.example",
        "partner_id": partner.id,
    }
    post = Post(person_id=person.id, **(values | changes))
    session.add(post)
    session.flush()
    return post
