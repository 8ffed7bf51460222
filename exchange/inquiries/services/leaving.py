"""What becomes of the links of somebody's questions when they leave."""

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
from exchange.inquiries.enums import LIVE
from exchange.inquiries.queries import locked_inquiry
from exchange.tasks.services import TaskDetails, add_task


def renew_links_of(session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None) -> int:
    """Give the links of somebody's questions new addresses; the heir is to send them.

    Return how many.
    """
    renewed = 0
    for key in sorted(subjects_acted_on(session, actor_id=leaver_id, act="inquiries.ask")):
        inquiry = locked_inquiry(session, actor, key)
        if inquiry.link is None or not is_live(inquiry.link) or inquiry.state not in LIVE:
            continue
        renew(inquiry.link)
        said = message(
            "inquiries.renewed",
            indicator=inquiry.indicator.title.in_language(Language.JA),
            section=inquiry.section,
        )
        details = TaskDetails(title=translate(said, Language.JA)[:200], assignee_id=heir_id)
        add_task(session, actor=actor, details=details)
        record(session, actor=actor, act="inquiries.renew", subject=Subject("inquiry", inquiry.id))
        renewed += 1
    flush(session)
    return renewed
