"""A school's own registrations, as its desk lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.text import fold
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.queries.registrations import in_order, of_school

#: Rows of one page of a school's desk.
_ON_THE_DESK: Final = 20


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of a school's registrations are looked for: by a part of a name, by edition."""

    text: str = ""
    edition_id: UUID | None = None

    def __bool__(self) -> bool:
        """Say whether anything is narrowed at all."""
        return bool(self.text or self.edition_id)


def school_registrations(
    session: Session,
    school_id: UUID,
    *,
    state: RegistrationState | None = None,
    narrowed: Narrowed | None = None,
    cursor: str | None = None,
) -> Page[Registration]:
    """Return a page of a school's registrations with pupil and edition, newest first.

    It is short: on a telephone each row is a card.
    """
    statement = (
        select(Registration)
        .where(of_school(school_id), *_within(narrowed))
        .options(
            joinedload(Registration.pupil),
            joinedload(Registration.edition).joinedload(Edition.programme),
        )
    )
    if state is not None:
        statement = statement.where(Registration.state == state)
    order = Order(Registration.created_at, Registration.id, descending=True)
    return paginate(session, statement, order, cursor=cursor, size=_ON_THE_DESK)


def school_states(
    session: Session, school_id: UUID, narrowed: Narrowed | None = None
) -> Mapping[RegistrationState, int]:
    """Return how many of a school's registrations are in each state."""
    counted = session.execute(
        select(Registration.state, func.count())
        .where(of_school(school_id), *_within(narrowed))
        .group_by(Registration.state)
    )
    return in_order(counted)


def _within(narrowed: Narrowed | None) -> Sequence[ColumnElement[bool]]:
    wanted = list[ColumnElement[bool]]()
    if narrowed and (text := fold(narrowed.text)):
        named = Pupil.search_key.contains(text, autoescape=True)
        wanted.append(Registration.pupil.has(named))
    if narrowed and narrowed.edition_id:
        wanted.append(Registration.edition_id == narrowed.edition_id)
    return wanted
