"""A freed seat goes to the next who can take it, in time, and the minutes tell how."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.database import Database
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, Registration, WaitingNote
from exchange.youth.queries.waiting import place_of
from exchange.youth.services import (
    accept_offer,
    offer_free_seats,
    register_pupil,
    reject_pupils,
    select_pupils,
    withdraw,
)
from exchange.youth.services.expiring import expire
from exchange.youth.services.offering import EXPIRE, expire_all_offers
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

S = RegistrationState
At = Callable[[datetime], None]
SignIn = Callable[..., Visitor]
LAST_MINUTE = datetime(2026, 6, 18, 14, 59, tzinfo=UTC)
#: The edition and its lock, overdue offers, who waits, seats, rules; minutes read and written.
STATEMENTS = 12
MIDNIGHT = datetime(2026, 6, 18, 15, 0, tzinfo=UTC)


def minutes(session: Session) -> Sequence[tuple[str, int | None, str | None]]:
    notes = session.scalars(select(WaitingNote).order_by(WaitingNote.number))
    return [(note.told.value, note.rank, note.skipped) for note in notes]


def seated_and_waiting(session: Session, waiting: int = 2) -> tuple[Edition, list[Registration]]:
    """Make an edition of one seat, taken, and some who wait, each of a school of its own."""
    edition = make_edition(session, quota=1)
    rows = [
        register_pupil(
            session,
            actor=school_actor(make_school(session)),
            edition_id=edition.id,
            entry=make_entry(guardian_mail=f"guardian{number}@example.jp"),
        )
        for number in range(waiting + 1)
    ]
    return edition, rows


def take_out(session: Session, row: Registration) -> None:
    withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="家庭の都合")


def test_a_freed_seat_is_offered_to_the_next_until_the_end_of_a_day(session: Session) -> None:
    _, (first, second, third) = seated_and_waiting(session)
    take_out(session, first)
    assert (second.state, second.offer_until, second.waitlist_rank) == (
        *(S.OFFERED, date(2026, 6, 18)),
        None,
    )
    assert (third.state, third.waitlist_rank, place_of(session, third)) == (S.WAITLISTED, 2, 1)
    assert place_of(session, second) is None
    assert minutes(session) == [("offered", 1, None)]


def test_declining_and_withdrawing_pass_the_seat_on_until_nobody_is_left(
    session: Session,
) -> None:
    _, (first, second, third) = seated_and_waiting(session)
    for row in (first, second, third):
        take_out(session, row)
    assert [row.state for row in (first, second, third)] == [S.WITHDRAWN, S.DECLINED, S.DECLINED]
    assert minutes(session) == [
        ("offered", 1, None),
        ("declined", None, None),
        ("offered", 2, None),
        ("declined", None, None),
    ]


def test_an_offer_lasts_until_midnight_and_then_goes_to_the_next(session: Session, at: At) -> None:
    _, (first, second, third) = seated_and_waiting(session)
    take_out(session, first)
    at(LAST_MINUTE)
    assert expire_all_offers(session) == []
    at(MIDNIGHT)
    with pytest.raises(DomainError, match="expired"):
        accept_offer(session, actor=COORDINATOR, registration_id=second.id)
    assert expire_all_offers(session) == [second]
    assert (second.state, third.state) == (S.DECLINED, S.OFFERED)
    assert minutes(session)[1:] == [("expired", None, None), ("offered", 2, None)]
    assert expire_all_offers(session) == []


def test_an_accepted_offer_is_a_seat(session: Session) -> None:
    edition, (first, second, _) = seated_and_waiting(session)
    take_out(session, first)
    own = school_actor(second.school)
    with pytest.raises(StaleRowError):
        accept_offer(session, actor=own, registration_id=second.id, version=99)
    accept_offer(session, actor=own, registration_id=second.id, version=second.version)
    assert second.state is S.SELECTED
    with pytest.raises(DomainError, match="no_offer"):
        accept_offer(session, actor=own, registration_id=second.id)
    with pytest.raises(NotFoundError):
        accept_offer(session, actor=school_actor(make_school(session)), registration_id=second.id)
    assert offer_free_seats(session, actor=COORDINATOR, edition_id=edition.id) == []


def test_passed_over_are_those_whose_schools_or_genders_seats_are_taken(
    session: Session,
) -> None:
    edition = make_edition(session, quota=3, school_quota=1, female_quota=1)
    school = make_school(session)
    leaving, girl = (
        make_registration(session, edition=edition, pupil=make_pupil(session, gender=gender))
        for gender in (None, Gender.FEMALE)
    )
    make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    for rank, pupil in enumerate(
        (
            make_pupil(session, school=school),
            make_pupil(session, gender=Gender.FEMALE),
            make_pupil(session, gender=Gender.MALE),
        ),
        start=1,
    ):
        make_registration(
            session, edition=edition, pupil=pupil, state=S.WAITLISTED, waitlist_rank=rank
        )
    take_out(session, leaving)
    take_out(session, girl)
    assert minutes(session) == [
        ("skipped", 1, "school_full"),
        ("skipped", 2, "gender_full"),
        ("offered", 3, None),
        ("offered", 2, None),
    ]


def test_without_anybody_who_can_take_it_the_minutes_say_so(session: Session) -> None:
    edition = make_edition(session, quota=2, school_quota=1)
    school = make_school(session)
    leaving = make_registration(session, edition=edition)
    make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    waiting = make_pupil(session, school=school)
    make_registration(session, edition=edition, pupil=waiting, state=S.WAITLISTED, waitlist_rank=1)
    take_out(session, leaving)
    said = [("skipped", 1, "school_full"), ("nobody", None, None)]
    assert minutes(session) == said
    for _ in range(3):
        offer_free_seats(session, actor=COORDINATOR, edition_id=edition.id)
    assert minutes(session) == said


def test_who_is_passed_over_for_another_reason_is_said_again(session: Session) -> None:
    edition = make_edition(session, quota=3, school_quota=1, female_quota=1)
    school, girl = make_school(session), make_pupil(session, gender=Gender.FEMALE)
    seated = make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    make_registration(session, edition=edition, pupil=girl)
    waiting = make_pupil(session, school=school, gender=Gender.FEMALE)
    make_registration(session, edition=edition, pupil=waiting, state=S.WAITLISTED, waitlist_rank=1)
    offer_free_seats(session, actor=COORDINATOR, edition_id=edition.id)
    take_out(session, seated)
    assert minutes(session) == [
        ("skipped", 1, "school_full"),
        ("nobody", None, None),
        ("skipped", 1, "gender_full"),
        ("nobody", None, None),
    ]


@pytest.mark.parametrize("schools", [2, 12])
def test_how_many_schools_wait_costs_no_further_statement(session: Session, schools: int) -> None:
    edition = make_edition(session, quota=2, female_quota=1)
    for _ in range(2):
        taken = make_pupil(session, gender=Gender.FEMALE)
        seated = make_registration(session, edition=edition, pupil=taken)
    for rank in range(1, schools + 1):
        waiting = make_pupil(session, gender=Gender.FEMALE)
        make_registration(
            session, edition=edition, pupil=waiting, state=S.WAITLISTED, waitlist_rank=rank
        )
    seated.state = S.WITHDRAWN
    session.flush()
    with count_statements() as statements:
        assert offer_free_seats(session, actor=COORDINATOR, edition_id=edition.id) == []
    assert [told for told, _, _ in minutes(session)] == ["skipped"] * schools + ["nobody"]
    assert len(statements) == STATEMENTS


def test_nothing_is_offered_from_the_first_day_on(session: Session, at: At) -> None:
    _, (first, second, _) = seated_and_waiting(session)
    at(datetime(2026, 8, 1, 3, tzinfo=UTC))
    take_out(session, first)
    assert (second.state, minutes(session)) == (S.WAITLISTED, [])


def test_not_selecting_somebody_frees_a_seat(session: Session) -> None:
    edition, (first, second, _) = seated_and_waiting(session)
    reject_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[first.id])
    assert second.state is S.OFFERED


def test_after_a_screening_only_the_chosen_hold_seats(session: Session) -> None:
    edition = make_edition(session, quota=1, selection=Selection.SCREENING)
    rows = [make_registration(session, edition=edition) for _ in range(3)]
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[rows[0].id])
    with pytest.raises(DomainError, match="full"):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[rows[1].id])


def test_the_job_takes_back_what_was_not_answered(
    fresh_database: Database, settings: Settings, at: At
) -> None:
    with fresh_database.writing() as session:
        _, (first, second, _) = seated_and_waiting(session)
        take_out(session, first)
        key = second.id
        job = session.scalars(select(Job).where(Job.kind == EXPIRE)).one()
        assert job.run_at == MIDNIGHT
        arguments = dict(job.arguments)
        session.commit()
    at(MIDNIGHT)
    expire(Work(fresh_database, settings, arguments, False, lambda _: None))
    with fresh_database.reading() as session:
        assert session.get_one(Registration, key).state is S.DECLINED


def test_the_button_to_offer_is_there_while_there_is_something_to_offer(
    session: Session, client_as: SignIn, at: At
) -> None:
    edition, (first, second, _) = seated_and_waiting(session)
    take_out(session, first)
    session.commit()
    staff, page = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/waiting/"
    button = "空席を次の人に案内する"
    assert button not in staff.get(page).text
    at(MIDNIGHT)
    assert button in staff.get(page).text
    accept = session.get_one(Registration, second.id)
    accept.state, accept.offer_until = S.WITHDRAWN, None
    session.commit()
    assert button in staff.get(page).text


def test_the_page_reads_like_minutes_and_a_school_answers(
    session: Session, client_as: SignIn
) -> None:
    edition, (first, second, third) = seated_and_waiting(session)
    staff = client_as(Role.COORDINATOR)
    take_out(session, first)
    page = f"/youth/editions/{edition.id}/waiting/"
    text = staff.get(page).text
    assert "補欠1番の" in text
    assert "に空席を案内した。回答期限は" in text
    desk = client_as(Role.SCHOOL, school=third.school)
    assert "1番目（補欠2番）" in desk.get(f"/school/registrations/{third.id}/").text
    own = client_as(Role.SCHOOL, school=second.school)
    path = f"/school/registrations/{second.id}/"
    assert "繰上げの案内が届いています" in own.get(path).text
    assert own.submit(f"{path}accept", {"version": "99"}).status_code == 409
    answer = own.submit(f"{path}accept", {"version": str(second.version)})
    assert answer.location == path
    session.expire_all()
    assert session.get_one(Registration, second.id).state is S.SELECTED
    assert "案内を承諾し、席が決まった" in staff.get(page).text
    take_out(session, session.get_one(Registration, second.id))
    session.commit()
    again = f"/youth/registrations/{third.id}/accept"
    assert staff.submit(again, {"version": str(third.version)}).status_code == 302
    assert staff.submit(f"{page}offer").location == page
