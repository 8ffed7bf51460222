"""What is to be purged, and who keeps a name because a pair lasts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from exchange.core.languages import OFFICE_ZONE
from exchange.hosting.models import Guest, HostingPlan, Placement, YouthPair
from exchange.hosting.rules.stays import KEPT_AFTER, PAIR_LASTS
from exchange.youth.models import Edition


def editions_to_purge(session: Session, today: date) -> Sequence[Edition]:
    """Return the editions past their day of purging with something to purge, the oldest first.

    A name that is kept because its pair lasts is nothing to purge.
    """
    named = select(Guest.id).where(Guest.edition_id == Edition.id, Guest.family_name != "")
    statement = (
        select(Edition, HostingPlan.purged_at)
        .join(HostingPlan, HostingPlan.edition_id == Edition.id)
        .where(
            or_(HostingPlan.purged_at.is_(None), named.exists()),
            Edition.ends <= today - KEPT_AFTER,
        )
        .order_by(Edition.ends, Edition.id)
    )
    return [
        edition
        for edition, purged_at in session.execute(statement)
        if purged_at is None or guests_to_purge(session, edition, today)
    ]


def is_left(session: Session, edition: Edition, today: date) -> bool:
    """Say whether a purge of an edition would find something."""
    purged_at = session.scalar(
        select(HostingPlan.purged_at).where(HostingPlan.edition_id == edition.id)
    )
    return purged_at is None or bool(guests_to_purge(session, edition, today))


def days_of_purging(session: Session) -> Mapping[UUID, date]:
    """Return the editions whose families were purged, and on which day in the office."""
    rows = session.execute(
        select(HostingPlan.edition_id, HostingPlan.purged_at).where(
            HostingPlan.purged_at.is_not(None)
        )
    )
    return {key: at.astimezone(OFFICE_ZONE).date() for key, at in rows if at is not None}


def editions_back(session: Session, purged: Collection[UUID], today: date) -> Sequence[UUID]:
    """Return the editions that are over, were purged, and have their families all the same."""
    here = session.scalars(
        select(HostingPlan.edition_id)
        .join(Edition, Edition.id == HostingPlan.edition_id)
        .where(HostingPlan.purged_at.is_(None), Edition.ends < today)
        .order_by(HostingPlan.edition_id)
    )
    return [key for key in here if key in purged] if purged else ()


def guests_to_purge(session: Session, edition: Edition, today: date) -> Sequence[Guest]:
    """Return the guests of an edition of whom something is kept that has to go, by name."""
    lasting = guests_who_last(session, edition, today)
    statement = select(Guest).where(
        Guest.edition_id == edition.id,
        or_(Guest.purged_at.is_(None), and_(Guest.family_name != "", Guest.id.not_in(lasting))),
    )
    return session.scalars(statement.order_by(Guest.sort_key, Guest.id)).all()


def guests_who_last(session: Session, edition: Edition, today: date) -> Collection[UUID]:
    """Return the guests of an edition whose pair lasts into one that is not over, or may yet."""
    made, carried = aliased(Edition), aliased(Edition)
    open_still = and_(carried.id.is_(None), made.ends >= today - PAIR_LASTS)
    found = session.execute(
        select(YouthPair.guest_id, YouthPair.carried_guest_id)
        .join(made, made.id == YouthPair.edition_id)
        .outerjoin(carried, carried.id == YouthPair.carried_to_id)
        .where(
            YouthPair.ended_at.is_(None),
            or_(made.id == edition.id, carried.id == edition.id),
            or_(made.ends >= today, open_still, carried.ends >= today),
        )
    )
    return {key for keys in found for key in keys if key is not None}


def stays_of(session: Session, edition: Edition) -> Sequence[Placement]:
    """Return every stay of an edition, ended ones too."""
    statement = select(Placement).join(Placement.guest).where(Guest.edition_id == edition.id)
    return session.scalars(statement.order_by(Placement.id)).all()
