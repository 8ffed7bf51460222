"""One form sent twice at the same moment makes one row, whichever form it is."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Database, Keyed, transact, unit_of_work, uuid7
from exchange.youth.enums import SchoolLevel
from exchange.youth.models import Edition, Programme, Registration, School
from exchange.youth.services import (
    SchoolDetails,
    create_edition,
    create_programme,
    create_school,
    register_pupil,
)
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_programme,
    make_school,
    school_actor,
)
from tests.integration.youth.test_programmes import EDITION, PROGRAMME
from tests.integration.youth.test_race import at_once

#: Given a session, make what stands before the form is sent, and return the sending of it.
Send = Callable[[Session, UUID], Keyed]
Prepare = Callable[[Session], Send]


def programme(_session: Session) -> Send:
    return lambda session, key: create_programme(
        session, actor=COORDINATOR, details=PROGRAMME, key=key
    )


def edition(session: Session) -> Send:
    parent = make_programme(session).id
    return lambda session, key: create_edition(
        session, actor=COORDINATOR, programme_id=parent, details=EDITION, key=key
    )


def school(_session: Session) -> Send:
    details = SchoolDetails("見本高等学校", "みほんこうとうがっこう", SchoolLevel.HIGH)
    return lambda session, key: create_school(session, actor=COORDINATOR, details=details, key=key)


def registration(session: Session) -> Send:
    place, actor = make_edition(session).id, school_actor(make_school(session))
    entry = make_entry()
    return lambda session, key: register_pupil(
        session, actor=actor, edition_id=place, entry=entry, key=key
    )


@pytest.mark.parametrize(
    ("prepare", "table"),
    [
        (programme, Programme),
        (edition, Edition),
        (school, School),
        (registration, Registration),
    ],
)
def test_sent_twice_at_once_it_is_made_once(
    fresh_database: Database, prepare: Prepare, table: type[Keyed]
) -> None:
    with unit_of_work(fresh_database) as session:
        send = prepare(session)
    key = uuid7()

    def sending() -> str:
        return str(transact(fresh_database, lambda session: send(session, key).id))

    assert at_once([sending] * 4) == [str(key)] * 4
    with fresh_database.reading() as session:
        made = select(func.count()).select_from(table).where(table.id == key)
        told = select(func.count()).select_from(AuditLine).where(AuditLine.subject_id == key)
        assert (session.scalar(made), session.scalar(told)) == (1, 1)
