"""What the division's editions wait for, across them and in one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.missing import editions_by_key
from exchange.youth.queries.programmes import readable_editions
from exchange.youth.queries.standings import alike, standing_of, standings
from exchange.youth.rules.board import Lack, OwnLack, Place
from exchange.youth.rules.missing import gaps_of


def lacks_of_all(session: Session, actor: Actor, today: date) -> Sequence[Lack]:
    """Return what registrations of the actor's announced editions lack, those alike together.

    As many rows are read as there are ways to stand in each edition, however many registrations.
    """
    announced = readable_editions(actor).where(Edition.state == EditionState.ANNOUNCED)
    rows = session.execute(alike(Registration.edition_id.in_(announced))).all()
    editions = editions_by_key(session, {row.edition_id for row in rows})
    return [
        Lack(editions[row.edition_id], gap, row.number)
        for row in rows
        for gap in gaps_of(editions[row.edition_id], standing_of(row), today)
    ]


def places_of_edition(session: Session, edition: Edition, today: date) -> Sequence[Place]:
    """Return what the registrations of an edition lack, in no order; nothing unless announced."""
    if edition.state is not EditionState.ANNOUNCED:
        return []
    statement = (
        standings(Registration.edition_id == edition.id)
        .join(Registration.school)
        .add_columns(School.sort_key.label("school_key"))
    )
    return [
        Place(row.id, row.school_key, gap)
        for row in session.execute(statement)
        for gap in gaps_of(edition, standing_of(row), today)
    ]


def own_lacks(session: Session, places: Sequence[Place]) -> Sequence[OwnLack]:
    """Return what a page of registrations lacks with pupil and school, in the order given."""
    statement = (
        select(Registration)
        .where(Registration.id.in_({place.registration_id for place in places}))
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
    )
    rows = {row.id: row for row in session.scalars(statement)}
    return [OwnLack(rows[place.registration_id], place.gap) for place in places]
