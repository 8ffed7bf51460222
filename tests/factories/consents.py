"""Consent texts, requests and answers."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.links import LinkPurpose, Target, issue_signed
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ConsentWay,
)
from exchange.youth.models import (
    Consent,
    ConsentPaper,
    ConsentRequest,
    ConsentText,
    Registration,
)
from exchange.youth.queries.consents import last_number


def make_consent_text(session: Session) -> ConsentText:
    """Return the newest version; add the first one where there is none."""
    found = session.scalars(select(ConsentText).order_by(ConsentText.number.desc())).first()
    if found is not None:
        return found
    words = Localized(
        {"ja": "見本の説明 {partner}（{country}）", "en": "Sample {partner}, {country}"}
    )
    parts = ("use_text", "join_text", "health_text", "transfer_text", "photo_text")
    text = ConsentText(number=1, **dict.fromkeys(parts, words))
    session.add(text)
    session.flush()
    return text


def make_consent_request(
    session: Session,
    registration: Registration,
    **changes: Any,  # noqa: ANN401 - any of its columns
) -> ConsentRequest:
    """Add that a guardian was asked on 15 June 2026, until the end of the month."""
    target = Target(LinkPurpose.CONSENT, "registration", registration.id)
    link = issue_signed(session, target)
    values: dict[str, Any] = {
        "registration_id": registration.id,
        "registration": registration,
        "link_id": link.id,
        "link": link,
        "deadline": date(2026, 6, 30),
        "asked_on": date(2026, 6, 15),
    }
    request = ConsentRequest(**(values | changes))
    session.add(request)
    session.flush()
    return request


def make_consent(
    session: Session,
    registration: Registration,
    *purposes: ConsentPurpose,
    giver: ConsentGiver = ConsentGiver.GUARDIAN,
    answer: ConsentAnswer = ConsentAnswer.GIVEN,
    at: datetime = datetime(2026, 6, 10, 3, 0, tzinfo=UTC),
) -> list[Consent]:
    """Add answers on a paper of their own."""
    text = make_consent_text(session)
    paper = ConsentPaper(
        edition_id=registration.edition_id,
        school_id=registration.school_id,
        received_on=date(2026, 6, 10),
        recorded_at=datetime(2026, 6, 10, 3, 0, tzinfo=UTC),
        recorded_by="学校 見本",
    )
    session.add(paper)
    session.flush()
    first = last_number(session, registration.id) + 1
    rows = [
        Consent(
            registration_id=registration.id,
            number=first + place,
            giver=giver,
            purpose=purpose,
            answer=answer,
            way=ConsentWay.PAPER,
            text_id=text.id,
            paper_id=paper.id,
            at=at,
        )
        for place, purpose in enumerate(purposes)
    ]
    session.add_all(rows)
    session.flush()
    return rows
