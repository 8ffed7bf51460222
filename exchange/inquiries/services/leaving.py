"""What becomes of the links of somebody's questions when they leave."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.queries import subjects_acted_on
from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.links import is_live, renew
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import live_inquiries, locked_inquiry
from exchange.tasks.services import TaskDetails, add_task


def renew_links_of(session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None) -> int:
    """Give the links of somebody's questions new addresses; the heir is to send them.

    Return how many.
    """
    found = _open_by_link(session, leaver_id)
    for each in found:
        inquiry = locked_inquiry(session, actor, each.id)
        assert inquiry.link is not None, "it was found by its link"
        renew(inquiry.link)
        said = message(
            "inquiries.renewed",
            indicator=inquiry.indicator.title.in_language(Language.JA),
            section=inquiry.section,
        )
        details = TaskDetails(title=translate(said, Language.JA)[:200], assignee_id=heir_id)
        add_task(session, actor=actor, details=details)
        record(session, actor=actor, act="inquiries.renew", subject=Subject("inquiry", inquiry.id))
    flush(session)
    return len(found)


def count_links_of(session: Session, user_id: UUID) -> int:
    """Return how many links live by which somebody's questions are answered."""
    return len(_open_by_link(session, user_id))


def _open_by_link(session: Session, user_id: UUID) -> Sequence[Inquiry]:
    keys = subjects_acted_on(session, actor_id=user_id, act="inquiries.ask")
    return [row for row in live_inquiries(session, keys) if row.link and is_live(row.link)]
