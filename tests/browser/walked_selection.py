"""What the walk needs of a selection: an edition drawn by lot, one that is being screened."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.links import signed_token
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.lottery import Draw, Ticket, list_text
from exchange.youth.models import Edition, Lottery, Registration, School
from exchange.youth.services.assessors import AssessorEntry, invite_assessor
from exchange.youth.services.screening import begin_screening, give_scores
from tests.factories.youth import make_edition, make_pupil, make_registration

#: After the window of the editions made here.
_CLOSED: Final = datetime(2026, 7, 1, tzinfo=UTC)
_NUMBERS: Final = (10417, 52208, 77001)


def of_selection(session: Session, actor: Actor, own: Registration, secret: str) -> dict[str, str]:
    """Make an edition drawn by lot and one that is being screened, with pupils of one school."""
    drawn = _applied(session, own, Selection.LOTTERY)
    tickets = [Ticket(number) for number in _NUMBERS]
    session.add(
        Lottery(
            edition_id=drawn.id,
            seed="見本の乱数の種",
            seed_at=drawn.opens_at,
            list_text=list_text(Draw("見本の乱数の種", drawn.quota, None, tickets)),
            listed_at=_CLOSED,
            drawn_at=_CLOSED,
        )
    )
    screened = _applied(session, own, Selection.SCREENING)
    begin_screening(session, actor=actor, edition_id=screened.id, criteria="作文 10\n面接 20")
    sheet = "\n".join(f"{number} 8 15" for number in _NUMBERS)
    give_scores(session, actor=actor, edition_id=screened.id, scores=sheet)
    entry = AssessorEntry("見本 採点", clock.today() + timedelta(days=30), sees_grade=True)
    assessor = invite_assessor(session, actor=actor, edition_id=screened.id, entry=entry)
    return {
        "drawn": str(drawn.id),
        "screened": str(screened.id),
        "scoring": signed_token(assessor.link, secret),
    }


def _applied(session: Session, own: Registration, selection: Selection) -> Edition:
    programme = session.get_one(Edition, own.edition_id).programme
    school = session.get_one(School, own.school_id)
    edition = make_edition(session, programme=programme, selection=selection, quota=2, is_demo=True)
    for number in _NUMBERS:
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=school),
            blind_number=number,
            consented=False,
            state=RegistrationState.SUBMITTED,
        )
    session.flush()
    return edition
