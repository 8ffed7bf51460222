"""The demo's sessions around its journeys: the formation, a training, the report meeting."""

from datetime import date, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.models import Edition
from exchange.youth.queries.sessions import expected_registrations
from exchange.youth.services.sessions import (
    Marking,
    SessionDetails,
    mark_attendance,
    plan_session,
)

_PLACE: Final = "（見本）国際交流会館"
#: (kind, what tells it from its like, days from the journey's first day, from hour to hour)
_MEETINGS: Final = (
    (SessionKind.FORMATION, "", -40, (14, 15)),
    (SessionKind.TRAINING, "（第1回）", -33, (9, 12)),
    (SessionKind.TRAINING, "（第2回）", -19, (9, 12)),
    (SessionKind.REPORT, "", 30, (15, 17)),
)


def load_meetings(session: Session, *, actor: Actor, today: date) -> None:
    """Plan every demo edition's sessions, and mark who was at those already held."""
    for edition in session.scalars(select(Edition).where(Edition.is_demo).order_by(Edition.id)):
        held = [
            row.id
            for row in [
                plan_session(session, actor=actor, edition_id=edition.id, details=details)
                for details in _details(edition)
            ]
            if row.day <= today
        ]
        if edition.state is EditionState.CLOSED:
            pupils = [row.id for row in expected_registrations(session, edition.id)]
            markings = [
                Marking(meeting, pupil, None, _mark(place))
                for meeting in held
                for place, pupil in enumerate(pupils)
            ]
            mark_attendance(session, actor=actor, edition_id=edition.id, markings=markings)


def _details(edition: Edition) -> list[SessionDetails]:
    return [
        SessionDetails(
            kind=kind,
            title=title,
            day=edition.starts + timedelta(days=days),
            starts=time(first),
            ends=time(last),
            place=_PLACE,
        )
        for kind, title, days, (first, last) in _MEETINGS
    ]


def _mark(place: int) -> AttendanceMark:
    """Let every third pupil have sent word."""
    return AttendanceMark.EXCUSED if place % 3 == 2 else AttendanceMark.PRESENT
