"""The first half's pupils are handed to their schools as drafts, and submitted in one act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import (
    EditionState,
    ParticipantKind,
    RegistrationState,
    SchoolLevel,
    YouthDirection,
)
from exchange.youth.enums.rosters import Fate
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.known import waiting_drafts
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import cancel_edition
from exchange.youth.services.carrying import carry_over
from exchange.youth.services.known import register_known
from tests.factories.accounts import make_user
from tests.factories.rosters import FIRST, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_rosters import confirm
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState
DECLARED = Declared(date(2026, 6, 10), purpose_explained=True)


def pair(session: Session, **changes: object) -> tuple[Edition, Edition]:
    """Receive in the year before, send in the summer."""
    first = make_edition(
        session,
        direction=YouthDirection.RECEIVE,
        starts=date(2025, 8, 1),
        ends=date(2025, 8, 9),
        opens_on=date(2025, 6, 1),
        closes_on=date(2025, 6, 30),
        state=EditionState.CLOSED,
    )
    second = make_edition(session, programme=first.programme, follows_id=first.id, **changes)
    return first, second


def took_part(
    session: Session, first: Edition, school: School, state: RegistrationState = _S.COMPLETED
) -> Registration:
    return make_registration(
        session,
        edition=first,
        pupil=make_pupil(session, school=school),
        grade=1,
        guardian_mail="parent@example.jp",
        guardian_language="en",
        state=state,
    )


def carry(session: Session, second: Edition) -> int:
    return carry_over(session, actor=COORDINATOR, edition_id=second.id)


def drafts(session: Session, second: Edition) -> list[Registration]:
    statement = select(Registration).where(Registration.edition_id == second.id)
    return list(session.scalars(statement.order_by(Registration.id)))


def hand_in(session: Session, school: School, second: Edition, rows: list[Registration]) -> None:
    register_known(
        session,
        actor=school_actor(school),
        edition_id=second.id,
        pupil_ids=[row.pupil_id for row in rows],
        declared=DECLARED,
    )


def test_each_school_gets_drafts_of_its_own_pupils_once(session: Session) -> None:
    first, second = pair(session)
    schools = [make_school(session) for _ in range(2)]
    for school in schools:
        make_user(session, email=f"{school.slug}@example.jp", role=Role.SCHOOL, school_id=school.id)
    took_part(session, first, schools[0])
    took_part(session, first, schools[0], _S.CONFIRMED)
    took_part(session, first, schools[1])
    for state in (_S.SUBMITTED, _S.DECLINED, _S.ABSENT):
        took_part(session, first, schools[1], state)
    assert (carry(session, second), carry(session, second)) == (3, 0)
    rows = drafts(session, second)
    assert {row.state for row in rows} == {_S.DRAFT}
    told = {
        (row.grade, row.guardian_name, row.guardian_mail, row.guardian_language) for row in rows
    }
    assert told == {(2, "見本 太郎", "parent@example.jp", "en")}
    for school, count in zip(schools, (2, 1), strict=True):
        assert waiting_drafts(session, school.id) == [(second, count)]
    mails = session.scalars(select(Mail).order_by(Mail.recipient)).all()
    assert sorted(mail.recipient for mail in mails) == sorted(
        f"{school.slug}@example.jp" for school in schools
    )
    assert not any("花子" in (mail.body or "") for mail in mails)
    [line] = lines_of(session, Subject("edition", second.id))
    assert (line.act, line.actor_name) == ("editions.carry", COORDINATOR.name)
    [line] = lines_of(session, Subject("registration", rows[0].id))
    assert line.act == "registrations.draft"


def test_whoever_is_there_already_is_left_as_is(session: Session) -> None:
    first, second = pair(session)
    school = make_school(session)
    there, out, merged = (took_part(session, first, school) for _ in range(3))
    known = make_registration(
        session, edition=second, pupil=session.get_one(Pupil, there.pupil_id), state=_S.RETURNED
    )
    gone = make_registration(
        session, edition=second, pupil=session.get_one(Pupil, out.pupil_id), state=_S.WITHDRAWN
    )
    elsewhere = make_registration(session, edition=second)
    session.get_one(Pupil, merged.pupil_id).merged_into_id = elsewhere.pupil_id
    session.flush()
    versions = [row.version for row in (known, gone, elsewhere)]
    assert carry(session, second) == 0
    session.expire_all()
    assert [row.version for row in (known, gone, elsewhere)] == versions
    assert session.scalars(select(Mail)).all() == []


def test_a_pupil_who_moved_or_left_is_where_the_pupil_is_now(session: Session) -> None:
    first, second = pair(session)
    old, new, high = (make_school(session) for _ in range(3))
    high.level = SchoolLevel.HIGH
    moved, higher, oldest = (took_part(session, first, old) for _ in range(3))
    session.get_one(Pupil, moved.pupil_id).school_id = new.id
    session.get_one(Pupil, higher.pupil_id).school_id = high.id
    oldest.grade = 3
    took_part(session, first, make_school(session, active=False))
    guest = took_part(session, first, old)
    guest.kind = ParticipantKind.GUEST
    session.flush()
    assert carry(session, second) == 1
    [row] = drafts(session, second)
    assert (row.pupil_id, row.school_id) == (moved.pupil_id, new.id)


def test_drafts_are_submitted_in_one_act_and_only_by_their_school(session: Session) -> None:
    first, second = pair(session, quota=2)
    school, stranger = make_school(session), make_school(session)
    for _ in range(3):
        took_part(session, first, school)
    carry(session, second)
    rows = drafts(session, second)
    rows[0].school_class = "4"
    session.flush()
    with pytest.raises(NotFoundError):
        hand_in(session, stranger, second, rows)
    hand_in(session, school, second, rows)
    session.expire_all()
    assert sorted(row.state for row in rows) == [_S.SUBMITTED, _S.SUBMITTED, _S.WAITLISTED]
    assert (rows[0].school_class, rows[0].principal_confirmed_on) == ("4", date(2026, 6, 10))
    assert {row.guardian_language for row in rows} == {"en"}
    actor = school_actor(school)
    steps = [step.state for step in registration_for(session, actor, rows[0].id).steps]
    assert steps[0] is _S.DRAFT
    assert (carry(session, second), waiting_drafts(session, school.id)) == (0, [])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": EditionState.DRAFT, "announced_at": None}, "not_announced"),
        ({"closes_on": date(2026, 6, 14)}, "after_window"),
    ],
)
def test_what_no_school_could_submit_is_not_offered(
    session: Session, changes: dict[str, object], why: str
) -> None:
    _, second = pair(session, **changes)
    with pytest.raises(DomainError, match=why):
        carry(session, second)
    with pytest.raises(DomainError, match="no_pair"):
        carry(session, make_edition(session, **changes))


def test_a_draft_is_no_earlier_registration_of_another_edition(session: Session) -> None:
    first, second = pair(session)
    school, third = make_school(session), make_edition(session)
    took_part(session, first, school)
    carry(session, second)
    [draft] = drafts(session, second)
    draft.school_class, draft.guardian_name = "4", "書きかけ"
    session.flush()
    hand_in(session, school, third, [draft])
    [row] = drafts(session, third)
    assert (row.guardian_name, row.school_class, row.grade) == ("見本 太郎", None, 2)


def test_before_the_window_drafts_wait(session: Session, at: Callable[[datetime], None]) -> None:
    first, second = pair(session)
    school = make_school(session)
    took_part(session, first, school)
    at(datetime(2026, 5, 20, tzinfo=UTC))
    assert carry(session, second) == 1
    with pytest.raises(DomainError, match="about_pupil"):
        hand_in(session, school, second, drafts(session, second))


def test_a_roster_submits_the_draft_of_its_row(session: Session) -> None:
    first, second = pair(session)
    school = make_school(session)
    name = replace(make_entry().name, family="髙﨑", given="花子")
    pupil = make_pupil(session, school=school, name=name)
    make_registration(session, edition=first, pupil=pupil, state=_S.COMPLETED, grade=1)
    carry(session, second)
    actor = school_actor(school)
    roster = make_roster(session, actor, second.id, csv_of(rows_of(FIRST)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert (row.fate, [note.id for note in row.notes]) == (Fate.NEW, ["youth.roster.note.draft"])
    confirm(session, actor, roster)
    session.expire_all()
    [draft] = drafts(session, second)
    assert (draft.state, draft.guardian_mail) == (_S.SUBMITTED, "t@example.jp")


def test_a_cancelled_edition_tells_nobody_of_a_draft(session: Session) -> None:
    first, second = pair(session)
    school = make_school(session)
    took_part(session, first, school)
    carry(session, second)
    cancel_edition(session, actor=COORDINATOR, edition_id=second.id, reason="台風")
    [draft] = drafts(session, second)
    assert draft.state is _S.CANCELLED_BY_PROGRAMME
    assert session.scalars(select(Mail)).all() == []


def test_the_division_offers_and_a_school_submits_by_the_pages(
    session: Session, client_as: SignIn
) -> None:
    first, second = pair(session)
    school = make_school(session)
    row = took_part(session, first, school)
    name = session.get_one(Pupil, row.pupil_id).given_name
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{second.id}/carry"
    assert path in staff.get(f"/youth/editions/{second.id}/").text
    page = staff.get(path).text
    assert (name in page, "1名の下書きを学校に渡す" in page) == (True, True)
    answer = staff.submit(path)
    assert answer.status_code == 302
    page = staff.get(answer.location).text
    assert ("下書きを1名分作りました" in page, "下書きあり" in page) == (True, True)
    assert "下書きを0名分" in staff.get(staff.submit(path).location).text
    alone = f"/youth/editions/{make_edition(session).id}/carry"
    assert "まだいません" in staff.get(alone).text
    refusal = staff.submit(alone)
    assert (refusal.status_code, "先に、対になる" in refusal.text) == (422, True)
    desk = client_as(Role.SCHOOL, school=school)
    known = f"/school/editions/{second.id}/known"
    assert known in desk.get("/school/").text
    page = desk.get(known).text
    assert page.partition(f'value="{row.pupil_id}"')[2].split(">", 1)[0].strip().endswith("checked")
    [draft] = drafts(session, second)
    assert known in desk.get(f"/school/registrations/{draft.id}/").text
    assert name not in client_as(Role.SCHOOL).get(known).text
    typed = {"chosen": [str(row.pupil_id)], "principal_confirmed_on": "R8.6.10"}
    assert desk.submit(known, typed).status_code == 422
    assert desk.submit(known, typed | {"purpose_explained": "y"}).status_code == 302
    session.expire_all()
    assert draft.state is _S.SUBMITTED
    assert known not in desk.get("/school/").text.partition("学校窓口")[2].partition("<table")[0]
