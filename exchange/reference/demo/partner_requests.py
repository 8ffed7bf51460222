"""What the demo's journeys asked their partners for: answered, taken back, overdue."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState, YouthDirection
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models import Edition
from exchange.youth.services.partner_requests import (
    AskedOf,
    ask_partner,
    note_partner_answer,
    take_back_partner_request,
)

_K: Final = PartnerRequestKind
#: (kind, in words, asked so many days ago, due in so many days from today)
_ANSWERED: Final = (_K.SCHEDULE, "", 30, -16)
_TAKEN_BACK: Final = (_K.OTHER, "（見本）歓迎会の会場", 25, None)
_WAITING: Final = (
    (_K.HOSTS, "", 20, -6),
    (_K.INSURANCE, "", 9, 12),
)


def load_partner_requests(session: Session, *, actor: Actor, today: date) -> None:
    """Ask the partner of every demo journey that is announced; some of it is answered."""
    sent = Edition.state == EditionState.ANNOUNCED, Edition.direction == YouthDirection.SEND
    editions = select(Edition).where(Edition.is_demo, *sent).order_by(Edition.id)
    for edition in session.scalars(editions):
        answered, taken_back, *_ = [
            ask_partner(session, actor=actor, edition_id=edition.id, asked=_asked(today, asked))
            for asked in (_ANSWERED, _TAKEN_BACK, *_WAITING)
        ]
        note_partner_answer(
            session,
            actor=actor,
            key=answered.id,
            answered_on=today - timedelta(days=18),
            note="（見本）電子メールで受領",
            version=answered.version,
        )
        take_back_partner_request(
            session,
            actor=actor,
            key=taken_back.id,
            reason="（見本）会場は当市で用意することになったため",
            version=taken_back.version,
        )


def _asked(today: date, asked: tuple[PartnerRequestKind, str, int, int | None]) -> AskedOf:
    kind, words, ago, due = asked
    return AskedOf(
        kind=kind,
        words=words,
        asked_on=today - timedelta(days=ago),
        due=None if due is None else today + timedelta(days=due),
    )
