"""The pages of activities and of single indicators, and the keys they name in the demo data."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.offers import Subject
from exchange.strategy.models import Activity
from tests.browser.kept_photo import photo_of

STRATEGY_PAGES: Final = (
    "/strategy/",
    "/strategy/activities/",
    "/strategy/activities/?count=seminars-and-courses&kind=other",
    "/strategy/activities/new",
    "/strategy/activities/{activity}/",
    "/strategy/activities/{twice}/",
    "/strategy/activities/{activity}/edit",
    "/strategy/{activity}/documents/new",
    "/strategy/documents/{report}/",
    "/strategy/documents/{report}/edit",
    "/indicators/",
    "/indicators/seminars-and-courses/",
)
STRATEGY_FILES: Final = ("strategy.activities_workbook", "strategy.document_file", "strategy.photo")


def keys_of_strategy(session: Session) -> dict[str, object]:
    """Find an activity that stands, with its report, and one that was withdrawn."""
    ordered = select(Activity.id).order_by(Activity.sort_day.desc(), Activity.id)
    standing = session.scalars(ordered.where(Activity.withdrawn_at.is_(None))).first()
    assert standing is not None, "the demo has activities"
    return {
        "activity": standing,
        "twice": session.scalars(ordered.where(Activity.withdrawn_at.is_not(None))).one(),
        "report": photo_of(session, Subject("activity", standing)).id,
    }
