"""Looking mails up."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail


def list_mails(session: Session, *, state: MailState | None, cursor: str | None) -> Page[Mail]:
    """Return a page of mails, newest first, of one state or of all."""
    statement = select(Mail)
    if state is not None:
        statement = statement.where(Mail.state == state)
    order = Order(Mail.created_at, Mail.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def mail_by_id(session: Session, key: UUID) -> Mail:
    """Return a mail; raises NotFoundError."""
    found = session.get(Mail, key)
    if found is None:
        raise NotFoundError
    return found


def failed_count(session: Session) -> int:
    """Return how many mails were given up."""
    statement = select(func.count()).select_from(Mail).where(Mail.state == MailState.FAILED)
    return session.scalar(statement) or 0


def waiting_count(session: Session) -> int:
    """Return how many mails wait to be sent."""
    statement = select(func.count()).select_from(Mail).where(Mail.state == MailState.WAITING)
    return session.scalar(statement) or 0
