"""An edition's registrations page by page: of the schools a page reaches, and as if of all."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Page
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.registrations import registrations_of_edition
from tests.factories.youth import fill_edition, make_edition

S = RegistrationState
#: Registrations of an edition's schools, three schools a time: more than a page, less, none.
LISTS = ((210, S.SUBMITTED), (9, S.CONFIRMED), (3, S.SUBMITTED), (45, S.SUBMITTED))


@pytest.fixture
def edition(session: Session) -> Edition:
    found = make_edition(session, quota=500)
    for number, state in LISTS:
        fill_edition(session, found, number, state=state)
    return found


def in_order(session: Session, edition: Edition, state: RegistrationState | None) -> list[UUID]:
    statement = (
        select(Registration.id)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(Registration.edition_id == edition.id)
        .order_by(School.sort_key, School.id, Pupil.sort_key, Registration.id)
    )
    return list(session.scalars(statement if state is None else statement.filter_by(state=state)))


def turned(
    first: Page[Registration],
    following: Callable[[Page[Registration]], str | None],
    turn: Callable[[str], Page[Registration]],
) -> Sequence[Page[Registration]]:
    """Turn pages until the end."""
    pages = [first]
    while cursor := following(pages[-1]):
        pages.append(turn(cursor))
    return pages


def keys(pages: Sequence[Page[Registration]]) -> list[UUID]:
    return [row.id for page in pages for row in page.rows]


def ensure_whole(session: Session, edition: Edition, state: RegistrationState | None) -> None:
    def turn(cursor: str | None) -> Page[Registration]:
        return registrations_of_edition(session, edition, state=state, cursor=cursor)

    expected = in_order(session, edition, state)
    there = turned(turn(None), lambda page: page.next_cursor, turn)
    assert keys(there) == expected
    assert {page.count for page in there} == {len(expected)}
    back = turned(there[-1], lambda page: page.previous_cursor, turn)
    assert keys(back[::-1]) == expected
    assert [len(page.rows) for page in back[::-1]] == [len(page.rows) for page in there]


def test_pages_hold_every_registration_once_in_order_from_either_end(
    session: Session, edition: Edition
) -> None:
    for state in (None, S.SUBMITTED, S.CONFIRMED, S.WAITLISTED):
        ensure_whole(session, edition, state)


def test_beyond_a_registration_that_is_gone_the_list_starts_anew(
    session: Session, edition: Edition
) -> None:
    first = registrations_of_edition(session, edition)
    session.delete(session.get_one(Registration, first.rows[-1].id))
    session.flush()
    again = registrations_of_edition(session, edition, cursor=first.next_cursor)
    assert keys([again]) == in_order(session, edition, None)[:50]
