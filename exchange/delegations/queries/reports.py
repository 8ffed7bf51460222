"""The report a closed visit owes, as a task of whoever answers for it."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import reference_uuid
from exchange.tasks.models import Task


def report_key(visit_id: UUID) -> UUID:
    """Return the key of the task to report on a visit: it is owed once."""
    return reference_uuid("visit_report", str(visit_id))


def report_task(session: Session, visit_id: UUID) -> Task | None:
    """Return the task to report on a visit; None until the visit is closed."""
    return session.get(Task, report_key(visit_id))
