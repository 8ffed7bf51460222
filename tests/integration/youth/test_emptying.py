"""Health and passport go when their purpose ends, whichever way it ends; audited without values."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.permissions import system_actor
from exchange.rooms.keeping import RETENTIONS
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.followups import filled_of, health_of, passport_of
from exchange.youth.rules.followups import FollowUp, HealthDetails, Needs, PassportDetails
from exchange.youth.services import (
    cancel_edition,
    fill_follow_up,
    mark_absent,
    mark_completed,
    reject_pupils,
    withdraw,
)
from exchange.youth.services.emptying import empty_ended, empty_follow_up
from tests.factories.consents import make_consent
from tests.factories.youth import COORDINATOR, make_registration
from tests.integration.youth.conftest import AFTER_IT

Clock = Callable[[datetime], None]
_S = RegistrationState
ACTOR = system_actor("tests")
#: The edition of the samples ends on 10 August: kept until 9 September.
KEPT, OVER = date(2026, 9, 9), date(2026, 9, 10)


@pytest.fixture
def ring() -> Keyring:
    return Keyring({"k1": decode_key(new_key())})


def filled(
    session: Session, ring: Keyring, state: RegistrationState, edition: Edition | None = None
) -> Registration:
    row = make_registration(session, state=_S.SELECTED, edition=edition)
    make_consent(session, row, ConsentPurpose.HEALTH)
    typed = FollowUp(
        HealthDetails("ぜんそく", "", "", "", "父 090-0000-0000"),
        PassportDetails("MIHON HANAKO", "TK0000000", date(2031, 1, 9)),
    )
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)
    row.state = state
    session.flush()
    return row


def decline(session: Session, row: Registration) -> None:
    withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="都合")


def reject(session: Session, row: Registration) -> None:
    reject_pupils(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])


def miss(session: Session, row: Registration) -> None:
    mark_absent(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])


def cancel(session: Session, row: Registration) -> None:
    cancel_edition(session, actor=COORDINATOR, edition_id=row.edition_id, reason="台風")


@pytest.mark.parametrize(
    ("state", "end"),
    [
        (_S.SELECTED, decline),
        (_S.CONFIRMED, decline),
        (_S.SELECTED, reject),
        (_S.CONFIRMED, miss),
        (_S.COMPLETED, miss),
        (_S.CONFIRMED, cancel),
        (_S.COMPLETED, cancel),
    ],
)
def test_whichever_way_it_ends_nothing_of_health_or_passport_is_left(
    session: Session,
    ring: Keyring,
    at: Clock,
    state: RegistrationState,
    end: Callable[[Session, Registration], None],
) -> None:
    row = filled(session, ring, state)
    at(AFTER_IT)
    end(session, row)
    session.expire_all()
    assert filled_of(session, [row.id])[row.id] == Needs()
    health, passport = health_of(session, row.id), passport_of(session, row.id)
    assert health is not None
    assert passport is not None
    assert (health.conditions, health.emergency) == (None, None)
    assert (passport.holder, passport.number, passport.expires) == (None, None, None)
    assert (passport.covers_return, passport.return_day) == (None, None)
    [line] = session.scalars(select(AuditLine).where(AuditLine.act == "follow_ups.empty"))
    assert (line.fields, line.values) == (["health", "passport"], [])


def test_who_took_part_is_looked_after_until_the_purge(
    session: Session, ring: Keyring, at: Clock
) -> None:
    row = filled(session, ring, _S.CONFIRMED)
    at(AFTER_IT)
    mark_completed(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])
    assert empty_ended(session, actor=ACTOR, today=KEPT, limit=50) == []
    assert filled_of(session, [row.id])[row.id] == Needs(True, True)
    assert empty_ended(session, actor=ACTOR, today=OVER, limit=50) == [row.id]
    assert filled_of(session, [row.id])[row.id] == Needs()
    assert empty_ended(session, actor=ACTOR, today=OVER, limit=50) == []


def test_the_purge_also_takes_what_ended_before_there_was_a_purge(
    session: Session, ring: Keyring
) -> None:
    row = filled(session, ring, _S.DECLINED)
    other = filled(session, ring, _S.DECLINED)
    purge = RETENTIONS["youth"].purge
    for key in sorted((row.id, other.id)):
        assert purge(session, actor=ACTOR, today=date(2026, 6, 15), limit=1) == [key]


def test_nothing_to_empty_leaves_no_line(session: Session) -> None:
    row = make_registration(session)
    assert empty_follow_up(session, actor=ACTOR, registration_id=row.id) is False
    assert session.scalars(select(AuditLine.act)).all() == []
