"""The pages of activities and of single indicators, and the keys they name in the demo data."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor
from exchange.inquiries.enums import InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.services import LinkPrinter, Question, ask
from exchange.strategy.models import Activity
from tests.browser.kept_photo import photo_of

STRATEGY_PAGES: Final = (
    "/strategy/",
    "/strategy/measures/measure-3/",
    "/strategy/projects/leading-project-09/",
    "/strategy/activities/",
    "/strategy/activities/?count=seminars-and-courses&kind=other",
    "/strategy/activities/new",
    "/strategy/activities/{activity}/",
    "/strategy/activities/{twice}/",
    "/strategy/activities/{activity}/edit",
    "/strategy/{activity}/documents/new",
    "/strategy/{activity}/documents/",
    "/strategy/documents/{report}/",
    "/strategy/documents/{report}/edit",
    "/indicators/",
    "/indicators/seminars-and-courses/",
    "/indicators/foreign-overnight-guests/",
    "/inquiries/",
    "/inquiries/?state=withdrawn",
    "/inquiries/new?indicator=volunteers",
    "/inquiries/record?indicator=volunteers",
    "/inquiries/{asked}/",
    "/inquiries/{answered}/",
    "/inquiries/corrections/{corrected}/",
)
#: What a section opens by its link.
FIGURE_PAGES: Final = ("/figures/{figure}",)
STRATEGY_FILES: Final = (
    "inquiries.source",
    "strategy.activities_workbook",
    "strategy.document_file",
    "strategy.photo",
)


def keys_of_strategy(session: Session, secret: str) -> dict[str, object]:
    """Find an activity that stands, with its report, and one that was withdrawn."""
    ordered = select(Activity.id).order_by(Activity.sort_day.desc(), Activity.id)
    standing = session.scalars(ordered.where(Activity.withdrawn_at.is_(None))).first()
    assert standing is not None, "the demo has activities"
    return {
        "activity": standing,
        "twice": session.scalars(ordered.where(Activity.withdrawn_at.is_not(None))).one(),
        **_inquiries(session, secret),
        "report": photo_of(session, Subject("activity", standing)).id,
    }


def _inquiries(session: Session, secret: str) -> dict[str, object]:
    """Find an inquiry that is open, one that was answered, and a link that awaits its answer."""
    found = {each.state: each for each in session.scalars(select(Inquiry))}
    question = Question(
        year=2025,
        section="見本福祉課",
        way=Way.LINK,
        mail="figures@demo.example",
        due=clock.today() + timedelta(days=7),
    )
    actor, links = system_actor("tests"), LinkPrinter("", secret, public=True)
    by_link = ask(session, actor=actor, slug="consultations", question=question, printer=links)
    return {
        "asked": found[InquiryState.ASKED].id,
        "answered": found[InquiryState.ANSWERED].id,
        "figure": links.address(by_link).rpartition("/")[2],
    }
