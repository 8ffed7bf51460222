"""What many registrations lack, in few statements."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import GapKind, Registering, RegistrationState, Relationship, WaitsFor
from exchange.youth.models import Registration
from exchange.youth.queries.missing import missing_for
from exchange.youth.rules.missing import Gap
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import return_registration
from exchange.youth.services.rosters import Confirmation, confirm_roster
from tests.factories.rosters import FIRST, RING, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

TODAY = date(2026, 6, 20)


def test_nobody_is_asked_about_nothing(session: Session) -> None:
    assert missing_for(session, [], TODAY) == {}


def test_a_wait_begins_on_the_offices_day_of_the_last_step(session: Session) -> None:
    row = make_registration(session, created_at=datetime(2026, 6, 10, 16, 0, tzinfo=UTC))
    assert missing_for(session, [row], TODAY) == {
        row.id: [Gap(GapKind.DECISION, WaitsFor.DIVISION, date(2026, 6, 11))]
    }
    return_registration(
        session,
        actor=COORDINATOR,
        edition_id=row.edition_id,
        keys=[row.id],
        reason="学年の確認",
    )
    session.flush()
    assert missing_for(session, [row], TODAY) == {
        row.id: [Gap(GapKind.CORRECTION, WaitsFor.SCHOOL, date(2026, 6, 15))]
    }


def test_the_school_is_asked_for_a_guardian_a_roster_left_out(
    session: Session, client_as: SignIn
) -> None:
    school, edition = make_school(session), make_edition(session)
    actor = school_actor(school)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    digest = run_of(session, actor, roster).announcement.digest
    told = Confirmation(digest, Declared())
    confirm_roster(session, actor=actor, key=roster.id, confirmation=told, ring=RING)
    row = session.scalars(select(Registration)).one()
    gap = Gap(GapKind.GUARDIAN, WaitsFor.SCHOOL, date(2026, 6, 15))
    assert gap in missing_for(session, [row], TODAY)[row.id]
    desk = client_as(Role.SCHOOL, school=school)
    assert "保護者の氏名・続柄（学校待ち）" in desk.get("/school/").text
    row.guardian_relationship = Relationship.FATHER
    session.flush()
    assert gap not in missing_for(session, [row], TODAY)[row.id]


@pytest.mark.parametrize(
    ("way", "asker"),
    [
        (Registering.SCHOOL, WaitsFor.SCHOOL),
        (Registering.BOTH, WaitsFor.SCHOOL),
        (Registering.GUARDIAN, WaitsFor.DIVISION),
    ],
)
def test_until_guardians_are_asked_who_registers_asks(
    session: Session, way: Registering, asker: WaitsFor
) -> None:
    edition = make_edition(session, registering=way)
    row = make_registration(session, edition=edition, consented=False)
    found = missing_for(session, [row], TODAY)[row.id]
    assert [gap.waits_for for gap in found if gap.kind is GapKind.CONSENT] == [asker]


def test_attendance_is_missing_once_the_edition_is_over(session: Session) -> None:
    row = make_registration(session, state=RegistrationState.CONFIRMED)
    found = missing_for(session, [row], date(2026, 8, 11))[row.id]
    assert (GapKind.ATTENDANCE, date(2026, 8, 10)) in [(gap.kind, gap.since) for gap in found]


def test_the_number_of_registrations_does_not_change_the_number_of_statements(
    session: Session,
) -> None:
    edition = make_edition(session)
    rows = [make_registration(session, edition=edition) for _ in range(4)]
    with count_statements() as for_one:
        missing_for(session, rows[:1], TODAY)
    with count_statements() as for_all:
        missing_for(session, rows, TODAY)
    assert len(for_one) == len(for_all)
