"""What many registrations lack, in few statements."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from exchange.youth.enums import GapKind, RegistrationState, WaitsFor
from exchange.youth.queries.missing import missing_for
from exchange.youth.rules.missing import Gap
from exchange.youth.services import return_registration
from tests.factories.youth import COORDINATOR, make_edition, make_registration
from tests.servers.statements import count_statements

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
