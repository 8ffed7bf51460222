"""Lasting pairs: of an edition, one, and where each stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.hosting.enums import PairState
from exchange.hosting.models import YouthPair
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.consents import is_joining

_S = RegistrationState
#: States in which a pupil does not take part.
DROPPED: Final = frozenset(
    {_S.WITHDRAWN, _S.DECLINED, _S.NOT_SELECTED, _S.ABSENT, _S.CANCELLED_BY_PROGRAMME}
)


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as it stands in one edition."""

    pair: YouthPair
    state: PairState
    #: Of our pupil in this edition; None: not registered.
    registration: Registration | None


def pairs_of(session: Session, edition: Edition) -> Sequence[PairRow]:
    """Return the pairs made in an edition or carried into it, by the pupil's name."""
    statement = (
        _pairs()
        .join(YouthPair.pupil)
        .where(or_(YouthPair.edition_id == edition.id, YouthPair.carried_to_id == edition.id))
        .order_by(YouthPair.ended_at.is_not(None), Pupil.sort_key, YouthPair.id)
    )
    pairs = session.scalars(statement).all()
    registered = _registered(session, edition, [pair.pupil_id for pair in pairs])
    return [
        PairRow(pair, _state(pair, registered), registered.get(pair.pupil_id)) for pair in pairs
    ]


def pair_in(session: Session, edition: Edition, key: UUID) -> PairRow:
    """Return one pair as it stands in an edition; raises NotFoundError."""
    found = next((row for row in pairs_of(session, edition) if row.pair.id == key), None)
    if found is None:
        raise NotFoundError
    return found


def pair_for(session: Session, actor: Actor, key: UUID) -> YouthPair:
    """Return a pair of an edition the actor works with, read anew; raises NotFoundError."""
    found = session.scalar(
        _pairs().where(YouthPair.id == key).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.edition_id)
    return found


def paired_pupils(session: Session, edition: Edition) -> Mapping[UUID, UUID]:
    """Return our pupil of each guest of an edition who has a lasting pair, by guest."""
    found = session.execute(
        select(YouthPair.guest_id, YouthPair.carried_guest_id, YouthPair.pupil_id).where(
            YouthPair.ended_at.is_(None),
            or_(YouthPair.edition_id == edition.id, YouthPair.carried_to_id == edition.id),
        )
    )
    return {
        key: pupil_id
        for guest_id, carried_id, pupil_id in found
        for key in (guest_id, carried_id)
        if key is not None
    }


def taking_part(
    session: Session, actor: Actor, edition: Edition, *, named: UUID | None = None
) -> Sequence[Registration]:
    """Return whom somebody may bring together with guests, by name.

    Nobody who dropped out, without the guardian's consent to taking part, or to be handled with
    care, unless a manager asks; the one who is `named` already stays.
    """
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .options(joinedload(Registration.pupil))
        .where(Registration.edition_id == edition.id, Registration.state.not_in(DROPPED))
        .order_by(Pupil.sort_key, Registration.id)
    )
    rows = session.scalars(statement).all()
    consents = consents_of(session, [row.id for row in rows])
    return [
        row
        for row in rows
        if row.id == named
        or (is_joining(row.kind, consents[row.id]) and is_open_to(row.pupil.needs_care, actor))
    ]


def editions_to_carry_to(session: Session, edition: Edition) -> Sequence[Edition]:
    """Return the later editions of the same programme that take place, the next first."""
    statement = select(Edition).where(
        Edition.programme_id == edition.programme_id,
        Edition.starts > edition.ends,
        Edition.state != EditionState.CANCELLED,
    )
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def _registered(
    session: Session, edition: Edition, pupils: Sequence[UUID]
) -> Mapping[UUID, Registration]:
    found = session.scalars(
        select(Registration).where(
            Registration.edition_id == edition.id, Registration.pupil_id.in_(pupils)
        )
    )
    return {row.pupil_id: row for row in found}


def _state(pair: YouthPair, registered: Mapping[UUID, Registration]) -> PairState:
    if pair.ended_at is not None:
        return PairState.ENDED
    registration = registered.get(pair.pupil_id)
    if registration is None:
        return PairState.AWAITED
    return PairState.BROKEN if registration.state in DROPPED else PairState.TOGETHER


def _pairs() -> Select[YouthPair]:
    return select(YouthPair).options(
        joinedload(YouthPair.pupil),
        joinedload(YouthPair.guest),
        joinedload(YouthPair.edition),
        joinedload(YouthPair.carried_to),
    )
