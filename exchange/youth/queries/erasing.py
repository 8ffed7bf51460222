"""Whom an erasure is about: found by name, gathered over merges, with what stands against it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.erasures import Person
from exchange.core.errors import GoneError, NotFoundError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.youth.enums import CHOSEN
from exchange.youth.models import Achievement, Application, Edition, Pupil, Registration
from exchange.youth.rules.applying import KEPT, KEPT_CHOSEN
from exchange.youth.rules.erasing import is_unsettled


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil as a list shows them, and for how many editions there is a registration."""

    pupil: Pupil
    registrations: int


def pupils_matching(session: Session, text: str, *, cursor: str | None = None) -> Page[Pupil]:
    """Return a page of the pupils whose name holds `text`, by name; none without a text."""
    wanted = fold(text)
    statement = select(Pupil).options(joinedload(Pupil.school))
    statement = statement.where(
        Pupil.erased_at.is_(None),
        Pupil.merged_into_id.is_(None),
        Pupil.search_key.contains(wanted, autoescape=True) if wanted else Pupil.id.is_(None),
    )
    order = Order(Pupil.sort_key, Pupil.id, places=select(Pupil.id))
    return paginate(session, statement, order, cursor=cursor)


def candidates(session: Session, rows: Sequence[Pupil]) -> Sequence[Candidate]:
    """Return pupils with the number of their registrations, in one statement."""
    counted = session.execute(
        select(Registration.pupil_id, func.count())
        .where(Registration.pupil_id.in_([row.id for row in rows]))
        .group_by(Registration.pupil_id)
    )
    numbers = {key: number for key, number in counted}
    return [Candidate(row, numbers.get(row.id, 0)) for row in rows]


def pupil_kept(session: Session, key: UUID) -> Pupil:
    """Return the pupil a person is kept as, with the school; GoneError once erased."""
    found = session.scalar(_kept(key))
    if found is None and session.scalar(select(Pupil.erased_at).where(Pupil.id == key)):
        raise GoneError(message("youth.erasing.gone"))
    return _found(found)


def pupil_to_erase(session: Session, key: UUID) -> Pupil:
    """Return the same, locked and read anew."""
    return _found(session.scalar(_kept(key).with_for_update(of=Pupil)))


def person_of(session: Session, pupil: Pupil, *, going: Collection[UUID] = ()) -> Person:
    """Gather who a pupil is: every row merged into it, every registration, every spelling.

    `going` are the rows of all that are erased in the same act: what they share is nobody else's.
    """
    rows = session.scalars(
        select(Pupil)
        .where(or_(Pupil.id == pupil.id, Pupil.merged_into_id == pupil.id))
        .order_by(Pupil.id)
    ).all()
    keys = frozenset(row.id for row in rows)
    registered = session.scalars(
        select(Registration).where(Registration.pupil_id.in_(keys)).order_by(Registration.id)
    ).all()
    spellings = {each for row in rows for each in row.search_key.split("|") if each}
    return Person(
        pupils=keys,
        registrations=frozenset(row.id for row in registered),
        schools=frozenset({row.school_id for row in rows} | {row.school_id for row in registered}),
        spellings=frozenset(spellings),
        written=frozenset((row.family_name, row.given_name, row.birth_date) for row in rows),
        addresses=_own_addresses(session, keys.union(going), registered),
    )


def together(session: Session, pupils: Sequence[Pupil]) -> Person:
    """Gather the rows and registrations of several pupils as if they were one, and no more."""
    keys = [pupil.id for pupil in pupils]
    rows = session.scalars(
        select(Pupil.id).where(or_(Pupil.id.in_(keys), Pupil.merged_into_id.in_(keys)))
    ).all()
    registered = session.scalars(
        select(Registration.id).where(Registration.pupil_id.in_(rows))
    ).all()
    nothing: frozenset[Any] = frozenset()
    return Person(
        pupils=frozenset(rows),
        registrations=frozenset(registered),
        schools=nothing,
        spellings=nothing,
        written=nothing,
        addresses=nothing,
    )


def unsettled_registrations(session: Session, keys: Collection[UUID]) -> Sequence[Registration]:
    """Return those of which something still has to become, with their editions, first one first."""
    rows = session.scalars(
        select(Registration)
        .join(Registration.edition)
        .where(Registration.pupil_id.in_(keys))
        .options(joinedload(Registration.edition))
        .order_by(Edition.starts, Edition.id, Registration.id)
    )
    return [row for row in rows if is_unsettled(row.state, row.edition.state)]


def pupils_past_their_time(session: Session, today: date) -> Sequence[Pupil]:
    """Return whom nothing keeps any more: each registration is past the time of its outcome.

    Who was chosen is kept longer; an achievement that is kept with a consent keeps the person.
    """
    row = aliased(Pupil)
    mine = or_(row.id == Pupil.id, row.merged_into_id == Pupil.id)
    registered = (
        select(Registration.id)
        .join(row, Registration.pupil_id == row.id)
        .join(Edition, Registration.edition_id == Edition.id)
        .where(mine)
    )
    chosen = Registration.state.in_(CHOSEN)
    over = or_(
        and_(chosen, Edition.ends < today - KEPT_CHOSEN),
        and_(~chosen, Edition.ends < today - KEPT),
    )
    achieved = registered.join(Achievement, Achievement.registration_id == Registration.id).where(
        Achievement.withdrawn_at.is_(None), Achievement.ends_on >= today
    )
    statement = select(Pupil).where(
        Pupil.erased_at.is_(None),
        Pupil.merged_into_id.is_(None),
        registered.exists(),
        ~registered.where(~over).exists(),
        ~achieved.exists(),
    )
    return session.scalars(
        statement.options(joinedload(Pupil.school)).order_by(
            Pupil.school_id, Pupil.sort_key, Pupil.id
        )
    ).all()


def days_of_erasure(session: Session) -> Mapping[UUID, date]:
    """Return everybody who was erased, and on which day in the office."""
    rows = session.execute(select(Pupil.id, Pupil.erased_at).where(Pupil.erased_at.is_not(None)))
    return {key: at.astimezone(OFFICE_ZONE).date() for key, at in rows if at is not None}


def pupils_back(session: Session, erased: Collection[UUID]) -> Sequence[UUID]:
    """Return who of those that were erased is here all the same, and not merged into another."""
    here = session.scalars(
        select(Pupil.id)
        .where(Pupil.erased_at.is_(None), Pupil.merged_into_id.is_(None))
        .order_by(Pupil.id)
    )
    return [key for key in here if key in erased] if erased else ()


def _own_addresses(
    session: Session, pupils: Collection[UUID], registered: Sequence[Registration]
) -> frozenset[str]:
    """Return the guardians' addresses that no guardian of other pupils gave."""
    keys = [row.id for row in registered]
    given = {row.guardian_mail for row in registered if row.guardian_mail}
    given |= set(
        session.scalars(
            select(Application.mail).where(
                Application.registration_id.in_(keys), Application.mail != ""
            )
        )
    )
    others = session.scalars(
        select(Registration.guardian_mail).where(
            func.lower(Registration.guardian_mail).in_([each.lower() for each in given]),
            Registration.pupil_id.not_in(pupils),
        )
    )
    shared = {each.lower() for each in others if each}
    return frozenset(each for each in given if each.lower() not in shared)


def _kept(key: UUID) -> Select[Pupil]:
    return (
        select(Pupil)
        .where(Pupil.id == key, Pupil.erased_at.is_(None), Pupil.merged_into_id.is_(None))
        .options(joinedload(Pupil.school))
        .execution_options(populate_existing=True)
    )


def _found(pupil: Pupil | None) -> Pupil:
    if pupil is None:
        raise NotFoundError
    return pupil
