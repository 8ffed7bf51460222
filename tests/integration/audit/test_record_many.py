"""Many acts recorded at once leave the lines that each of them would have left alone."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.services import Deed, created, record, record_many
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.dates import PartialDate
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.youth.enums import RegistrationState
from tests.factories.accounts import make_user

DEEDS: Final = [
    Deed(
        act="pupils.create",
        subject=Subject("pupil", uuid7()),
        changes=created({"family_name": "見本", "birth_date": date(2012, 5, 3), "note": None}),
    ),
    Deed(
        act="registrations.decide",
        subject=Subject("registration", uuid7()),
        changes={
            "state": (RegistrationState.SUBMITTED, RegistrationState.SELECTED),
            "since": (PartialDate(2025), None),
            "places": (["a", "長"], 3),
        },
    ),
    Deed(act="pupils.move", subject=Subject("pupil", uuid7()), changes={}),
]


def written(session: Session, known: set[UUID]) -> list[tuple[dict[str, Any], list[Any]]]:
    """Return the new lines with all of their columns but the key, and their values, by act."""
    session.flush()
    session.expire_all()
    columns = [each.name for each in AuditLine.__table__.c if each.name != "id"]
    values = [each.name for each in AuditValue.__table__.c if each.name != "line_id"]
    lines = session.scalars(select(AuditLine).order_by(AuditLine.act)).all()
    new = [line for line in lines if line.id not in known]
    known |= {line.id for line in new}
    return [
        (
            {name: getattr(line, name) for name in columns},
            [tuple(getattr(value, name) for name in values) for value in line.values],
        )
        for line in new
    ]


@pytest.mark.parametrize("is_person", [True, False])
def test_lines_written_at_once_are_those_written_one_by_one(
    session: Session, is_person: bool
) -> None:
    clock.fix(datetime(2026, 11, 25, 3, tzinfo=UTC))
    actor: Actor = make_user(session).as_actor() if is_person else system_actor("test")
    known: set[UUID] = set()
    written(session, known)
    for deed in DEEDS:
        record(session, actor=actor, act=deed.act, subject=deed.subject, changes=deed.changes)
    one_by_one = written(session, known)
    record_many(session, actor=actor, deeds=DEEDS)
    assert len(one_by_one) == len(DEEDS)
    assert written(session, known) == one_by_one
