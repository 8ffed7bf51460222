"""The pages of promises and letters, and the keys their addresses name in the demo data."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.offers import Subject
from exchange.letters.models import LanguageRequest, Letter, MailMerge
from exchange.promises.enums import PromiseState
from exchange.promises.models import Promise
from tests.browser.kept_photo import photo_of

LETTER_PAGES: Final = (
    "/promises/",
    "/promises/?state=dropped",
    "/promises/new",
    "/promises/new?visit={over}",
    "/promises/new?partner=kaohsiung",
    "/promises/{promise}/",
    "/promises/{kept_promise}/",
    "/promises/{promise}/edit",
    "/letters/",
    "/letters/?show=overdue&kind=condolence",
    "/letters/new",
    "/letters/new?visit={over}&direction=in",
    "/letters/new?direction=out&kind=thanks&partner=kaohsiung",
    "/letters/merges/",
    "/letters/merges/new",
    "/letters/merges/new?kind=new_year",
    "/letters/merges/new?kind=thanks&visit={over}",
    "/letters/merges/{merge_draft}/",
    "/letters/merges/{merge_draft}/edit",
    "/letters/merges/{merge_draft}/recipients",
    "/letters/merges/{merge_draft}/recipients?source=organisations",
    "/letters/merges/{merge_sent}/",
    "/letters/requests/",
    "/letters/requests/new?visit={over}",
    "/letters/requests/{language_request}/edit",
    "/letters/{letter}/",
    "/letters/{letter}/edit",
    "/letters/{letter}/documents/new",
    "/letters/{letter}/documents/",
    "/letters/documents/{letter_scan}/",
    "/letters/documents/{letter_scan}/edit",
)
LETTER_FILES: Final = (
    "letters.document_file",
    "letters.merge_paper",
    "letters.photo",
    "letters.workbook",
)


def keys_of_letters(session: Session) -> dict[str, object]:
    """Find an open promise and a kept one, a reply and a scan of it."""
    ordered = select(Promise.id).order_by(Promise.sort_day, Promise.id)
    letter = session.scalars(select(Letter.id).where(Letter.answers_id.is_not(None))).one()
    merges = {each.confirmed_at is None: each.id for each in session.scalars(select(MailMerge))}
    return {
        "letter": letter,
        "merge_draft": merges[True],
        "merge_sent": merges[False],
        "language_request": session.scalars(select(LanguageRequest.id)).one(),
        "letter_scan": photo_of(session, Subject("letter", letter)).id,
        "promise": session.scalars(ordered.where(Promise.state == PromiseState.OPEN)).all()[0],
        "kept_promise": session.scalars(ordered.where(Promise.state == PromiseState.DONE)).one(),
    }
