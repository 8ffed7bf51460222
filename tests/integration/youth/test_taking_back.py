"""A wrong roster: what it registered is taken back in one act, and the seats pass on."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.enums.rosters import Hold
from exchange.youth.models import Edition, Registration, RegistrationStep, Roster, School
from exchange.youth.queries.taking_back import made_by
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import select_pupils, withdraw
from exchange.youth.services.rosters import Confirmation, confirm_roster
from exchange.youth.services.taking_back import take_roster_back
from tests.factories.consents import make_consent
from tests.factories.rosters import FIRST, RING, SECOND, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

_S = RegistrationState
THIRD = ("見本 三郎", "みほん さぶろう", "2012/8/8", "2")
WRONG = "ちがう学年の名簿でした"


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


def confirmed(session: Session, school: School, edition: Edition, rows: Sequence[object]) -> Roster:
    actor = school_actor(school)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(*rows)))  # type: ignore[arg-type]
    confirmation = Confirmation(
        run_of(session, actor, roster).announcement.digest,
        Declared(date(2026, 6, 10), purpose_explained=True),
    )
    return confirm_roster(session, actor=actor, key=roster.id, confirmation=confirmation, ring=RING)


def take_back(session: Session, school: School, roster: Roster, counted: int) -> int:
    return take_roster_back(
        session, actor=school_actor(school), key=roster.id, reason=WRONG, counted=counted
    )


def states(session: Session) -> list[RegistrationState]:
    return sorted(session.scalars(select(Registration.state)))


def test_all_go_back_with_step_and_line_and_the_seat_goes_to_another_school(
    session: Session, school: School
) -> None:
    edition = make_edition(session, quota=1)
    roster = confirmed(session, school, edition, [FIRST, SECOND])
    other = make_registration(session, edition=edition, state=_S.WAITLISTED, waitlist_rank=9)
    session.flush()
    made = [*(roster.made or {})]
    assert take_back(session, school, roster, 2) == 2
    assert states(session) == [_S.OFFERED, _S.WITHDRAWN, _S.WITHDRAWN]
    assert other.state is _S.OFFERED, "not one of the same roster"
    assert (len(made), roster.made) == (2, {})
    for key in made:
        row = session.scalars(select(Registration).where(Registration.id == UUID(key))).one()
        steps = select(RegistrationStep).where(RegistrationStep.registration_id == row.id)
        last = session.scalars(steps.order_by(RegistrationStep.id.desc())).first()
        assert last is not None
        assert (last.state, last.reason) == (_S.WITHDRAWN, WRONG)
        assert "registrations.withdrawn" in [
            line.act for line in lines_of(session, Subject("registration", row.id))
        ]
    acts = [line.act for line in lines_of(session, Subject("roster", roster.id))]
    assert "rosters.take_back" in acts
    with pytest.raises(DomainError, match="list_changed"):
        take_back(session, school, roster, 2)


def test_whom_somebody_has_acted_on_stays(session: Session, school: School) -> None:
    edition = make_edition(session)
    roster = confirmed(session, school, edition, [FIRST, SECOND, THIRD])
    actor = school_actor(school)
    first, second, third = (each.registration for each in made_by(session, actor, roster))
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[first.id])
    make_consent(session, second, ConsentPurpose.JOIN)
    third.school_class = "5"
    session.flush()
    held = {each.registration.id: each.hold for each in made_by(session, actor, roster)}
    assert held == {first.id: Hold.MOVED_ON, second.id: Hold.ANSWERED, third.id: Hold.CHANGED}
    assert take_back(session, school, roster, 0) == 0


def test_known_before_stays_and_taken_out_before_goes_out_again(
    session: Session, school: School
) -> None:
    """What a roster only changed was there before it."""
    edition, actor = make_edition(session), school_actor(school)
    confirmed(session, school, edition, [FIRST, SECOND])
    out = session.scalars(select(Registration).order_by(Registration.id)).first()
    assert out is not None
    withdraw(session, actor=actor, registration_id=out.id, reason="x")
    again = confirmed(session, school, edition, [FIRST, (*SECOND[:4], "9")])
    assert list(again.made or {}) == [str(out.id)]
    assert take_back(session, school, again, 1) == 1
    assert states(session) == [_S.SUBMITTED, _S.WITHDRAWN]


def test_only_the_own_school_and_only_while_the_window_is_open(
    session: Session, school: School, at: Callable[[datetime], None]
) -> None:
    edition = make_edition(session)
    roster = confirmed(session, school, edition, [FIRST])
    with pytest.raises(NotFoundError):
        take_back(session, make_school(session), roster, 1)
    at(edition.closes_at + timedelta(days=1))
    with pytest.raises(DomainError, match="window"):
        take_back(session, school, roster, 1)
    assert states(session) == [_S.SUBMITTED]


def test_the_page_names_the_number_and_who_stays(
    session: Session, school: School, client_as: Callable[..., Visitor]
) -> None:
    edition = make_edition(session)
    roster = confirmed(session, school, edition, [FIRST, SECOND])
    row = made_by(session, school_actor(school), roster)[0].registration
    make_consent(session, row, ConsentPurpose.JOIN)
    desk = client_as(Role.SCHOOL, school=school)
    address = f"/school/rosters/{roster.id}/back"
    assert address in desk.get(f"/school/rosters/{roster.id}/").text
    page = unescape(desk.get(address).text)
    assert "新しく登録した1名の申込みを取り下げます" in page
    assert "同意に回答しました" in page
    empty = desk.submit(address, {"count": "1", "reason": ""})
    other = desk.submit(address, {"count": "2", "reason": WRONG})
    assert (empty.status_code, other.status_code) == (422, 422)
    assert "今は1件です" in other.text
    done = desk.submit(address, {"count": "1", "reason": WRONG})
    assert done.headers["Location"] == f"/school/rosters/{roster.id}/"
    page = desk.get(done.headers["Location"]).text
    assert "1名の申込みを取り下げました" in page
    assert "この名簿で登録した1名の登録は、取り消しました" in page
    assert "取り消せるものはありません" in desk.get(address).text
