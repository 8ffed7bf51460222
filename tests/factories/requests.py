"""What schools ask for: changed names, pupils who moved."""

from sqlalchemy.orm import Session

from exchange.youth.models import ChangeRequest, Pupil, Registration, SchoolMove
from tests.factories.youth import make_school


def make_change(session: Session, registration: Registration) -> ChangeRequest:
    """Let a school ask for a new family name of a registration's pupil."""
    pupil = session.get_one(Pupil, registration.pupil_id)
    request = ChangeRequest(
        registration_id=registration.id,
        pupil_id=pupil.id,
        before={"family_name": pupil.family_name},
        after={"family_name": "例示"},
        asked_by="学校 見本",
        reason="改姓のため",
    )
    session.add(request)
    session.flush()
    return request


def make_move(session: Session, pupil: Pupil) -> SchoolMove:
    """Let another school ask for a pupil."""
    move = SchoolMove(
        family_name=pupil.family_name,
        given_name=pupil.given_name,
        birth_date=pupil.birth_date,
        pupil_id=pupil.id,
        from_school_id=pupil.school_id,
        to_school_id=make_school(session).id,
        asked_by="学校 見本",
        reason="9月に転入",
    )
    session.add(move)
    session.flush()
    return move
