"""Letters as the log, their forms, other rooms' pages and the workbook need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.delegations.models import VisitMember
from exchange.letters.enums import LetterDirection, LetterKind, LetterState
from exchange.letters.models import Letter
from exchange.partners.models import Partner
from exchange.people.models import Person, Post

_LATEST: Final = Order(Letter.day, Letter.id, descending=True)
_PRESSING: Final = Order(Letter.sort_day, Letter.id)
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilter:
    """Which letters a list shows; what is None or empty does not narrow it."""

    direction: LetterDirection | None = None
    kind: LetterKind | None = None
    partner: str = ""
    #: Only those whose reply is awaited, the most pressing first.
    waiting: bool = False
    #: Only those whose reply was due before this day.
    before: date | None = None


def letters_page(
    session: Session, wanted: LetterFilter, *, cursor: str | None = None
) -> Page[Letter]:
    """Return a page of letters: the latest first, of those awaited the most pressing first."""
    order = _PRESSING if wanted.waiting else _LATEST
    return paginate(session, _filtered(wanted).options(*_whole()), order, cursor=cursor)


def all_letters(session: Session, wanted: LetterFilter) -> Sequence[Letter]:
    """Return every letter of a filter, the oldest first, for a file."""
    ordered = _filtered(wanted).options(*_whole()).order_by(Letter.day, Letter.id)
    return session.scalars(ordered).all()


def letter_by_id(session: Session, key: UUID) -> Letter:
    """Return a letter with all that its page shows, an ended one too; raises NotFoundError."""
    found = session.scalar(select(Letter).where(Letter.id == key).options(*_whole()))
    if found is None:
        raise NotFoundError
    return found


def locked_letter(session: Session, key: UUID) -> Letter:
    """Return a letter that is not ended, its row locked; raises NotFoundError."""
    found = session.scalar(
        select(Letter)
        .where(Letter.id == key, Letter.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def answers_to(session: Session, key: UUID) -> Sequence[Letter]:
    """Return the letters that answer one, the earliest first."""
    found = _present().where(Letter.answers_id == key).options(*_whole())
    return session.scalars(found.order_by(Letter.day, Letter.id)).all()


def letters_to_answer(
    session: Session, partner_id: UUID, direction: LetterDirection
) -> Sequence[Letter]:
    """Return what a letter of this way may answer: a partner's last ones of the other way."""
    found = _present().where(Letter.partner_id == partner_id, Letter.direction != direction)
    return session.scalars(found.order_by(Letter.day.desc(), Letter.id.desc()).limit(50)).all()


def last_sent(session: Session, partner_id: UUID, kind: LetterKind) -> Letter | None:
    """Return the last letter of a kind with its text on file that was sent to a partner."""
    found = _present().where(
        Letter.partner_id == partner_id,
        Letter.kind == kind,
        Letter.direction == LetterDirection.OUT,
        Letter.text.is_not(None),
    )
    return session.scalars(found.order_by(Letter.day.desc(), Letter.id.desc()).limit(1)).first()


def letters_of_visit(session: Session, visit_id: UUID) -> Sequence[Letter]:
    """Return the letters of a visit, the latest first."""
    found = _present().where(Letter.visit_id == visit_id).options(*_whole())
    return session.scalars(found.order_by(Letter.day.desc(), Letter.id.desc()).limit(_SHOWN)).all()


def letters_of_partner(session: Session, partner_id: UUID, *, limit: int = 10) -> Sequence[Letter]:
    """Return the last letters to and from a partner."""
    found = _present().where(Letter.partner_id == partner_id).options(*_whole())
    return session.scalars(found.order_by(Letter.day.desc(), Letter.id.desc()).limit(limit)).all()


def correspondents(session: Session, partner_id: UUID, visit_id: UUID | None) -> Sequence[Person]:
    """Return who of a partner may write or be written to: holders of posts, the visit's members."""
    holders = select(Post.person_id).where(Post.partner_id == partner_id, Post.ends.is_(None))
    members = select(VisitMember.person_id).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
    )
    among = or_(Person.id.in_(holders), Person.id.in_(members))
    return session.scalars(select(Person).where(among).order_by(Person.sort_key, Person.id)).all()


def _present() -> Select[Letter]:
    return select(Letter).where(Letter.ended_at.is_(None))


def _filtered(wanted: LetterFilter) -> Select[Letter]:
    statement = _present()
    if wanted.direction is not None:
        statement = statement.where(Letter.direction == wanted.direction)
    if wanted.kind is not None:
        statement = statement.where(Letter.kind == wanted.kind)
    if wanted.partner:
        named = select(Partner.id).where(Partner.slug == wanted.partner)
        statement = statement.where(Letter.partner_id.in_(named))
    if wanted.waiting:
        statement = statement.where(Letter.state == LetterState.OPEN)
    if wanted.before is not None:
        statement = statement.where(Letter.sort_day < wanted.before)
    return statement


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Letter.partner),
        joinedload(Letter.visit),
        joinedload(Letter.person),
        joinedload(Letter.owner),
        joinedload(Letter.answered),
    )
