"""Two assessors score by number; the best pass, the others wait in order."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.models import Edition, Registration
from exchange.youth.services.screening import begin_screening, decide_by_scores, give_scores
from tests.factories.youth import COORDINATOR, make_edition, make_registration
from tests.servers.visitor import Visitor

S = RegistrationState
At = Callable[[datetime], None]
SignIn = Callable[..., Visitor]
CLOSED = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
SECOND = Actor(user_id=None, role=Role.COORDINATOR, name="採点 見本")


def screened(session: Session, people: int = 3) -> tuple[Edition, list[Registration]]:
    edition = make_edition(session, selection=Selection.SCREENING, quota=1)
    return edition, [make_registration(session, edition=edition) for _ in range(people)]


def test_the_best_pass_and_the_others_wait_in_order(session: Session, at: At) -> None:
    edition, rows = screened(session)
    begin_screening(session, actor=COORDINATOR, edition_id=edition.id, criteria="作文 5\n面接 5")
    first, second, third = (row.blind_number for row in rows)
    for _ in range(2):
        sheet = f"{first} 1 2\n{second} 5 5\n{third} 3 3"
        assert give_scores(session, actor=COORDINATOR, edition_id=edition.id, scores=sheet) == 3
    give_scores(session, actor=SECOND, edition_id=edition.id, scores=f"{third} 5 5")
    late = make_registration(session, edition=edition)
    give_scores(session, actor=SECOND, edition_id=edition.id, scores=f"{third} 4 4")
    assert late.blind_number is not None
    with pytest.raises(DomainError, match="early"):
        decide_by_scores(session, actor=COORDINATOR, edition_id=edition.id, order=[])
    at(CLOSED)
    decide_by_scores(session, actor=COORDINATOR, edition_id=edition.id, order=[])
    assert [(row.state, row.waitlist_rank) for row in (*rows, late)] == [
        (S.WAITLISTED, 2),
        (S.SELECTED, None),
        (S.WAITLISTED, 1),
        (S.WAITLISTED, 3),
    ]


def test_who_comes_after_a_decision_waits_behind_the_others(session: Session, at: At) -> None:
    edition, rows = screened(session, people=2)
    at(CLOSED)
    begin_screening(session, actor=COORDINATOR, edition_id=edition.id, criteria="作文 5")
    sheet = f"{rows[0].blind_number} 5\n{rows[1].blind_number} 3"
    give_scores(session, actor=COORDINATOR, edition_id=edition.id, scores=sheet)
    assert decide_by_scores(session, actor=COORDINATOR, edition_id=edition.id, order=[]) == 1
    late = make_registration(session, edition=edition)
    sheet = f"{late.blind_number} 5"
    give_scores(session, actor=COORDINATOR, edition_id=edition.id, scores=sheet)
    assert decide_by_scores(session, actor=COORDINATOR, edition_id=edition.id, order=[]) == 0
    assert [row.waitlist_rank for row in (*rows, late)] == [None, 1, 2]


def test_only_a_screening_is_screened_and_once(session: Session) -> None:
    edition, _ = screened(session)
    begin_screening(session, actor=COORDINATOR, edition_id=edition.id, criteria="作文 5")
    with pytest.raises(DomainError, match="begun"):
        begin_screening(session, actor=COORDINATOR, edition_id=edition.id, criteria="作文 5")
    other = make_edition(session)
    with pytest.raises(DomainError, match="not_a_screening"):
        begin_screening(session, actor=COORDINATOR, edition_id=other.id, criteria="作文 5")


def test_the_assessors_page_shows_numbers_and_no_names(
    session: Session, client_as: SignIn, at: At
) -> None:
    edition, rows = screened(session, people=2)
    page, staff = (
        f"/youth/editions/{edition.id}/screening/",
        client_as(Role.COORDINATOR),
    )
    assert staff.submit(f"{page}criteria", {"criteria": ""}).status_code == 422
    assert staff.submit(f"{page}criteria", {"criteria": "作文"}).status_code == 422
    assert staff.submit(f"{page}criteria", {"criteria": "作文 5"}).location == page
    session.expire_all()
    numbers = [session.get_one(Registration, row.id).blind_number for row in rows]
    unscored = staff.get(page).text
    assert ("未採点" in unscored, "同点" in unscored) == (True, False)
    assert staff.submit(f"{page}scores", {"scores": ""}).status_code == 422
    assert staff.submit(f"{page}scores", {"scores": "1 1"}).status_code == 422
    sheet = "\n".join(f"{number}\t4" for number in numbers)
    assert staff.submit(f"{page}scores", {"scores": sheet}).location == page
    text = staff.get(page).text
    assert all(f"{number} 4" in text for number in numbers)
    assert "ミホン" not in text
    assert "見本中学校" not in text
    assert staff.submit(f"{page}decide").status_code == 422
    at(CLOSED)
    assert staff.submit(f"{page}decide", {"order": "x" * 2001}).status_code == 422
    assert staff.submit(f"{page}decide").status_code == 422
    order = "、".join(map(str, reversed(numbers)))
    decided = staff.submit(f"{page}decide", {"order": order})
    assert decided.location == f"/youth/editions/{edition.id}/"
    session.expire_all()
    states = [session.get_one(Registration, row.id).state for row in rows]
    assert states == [S.WAITLISTED, S.SELECTED]
    elsewhere = make_edition(session)
    assert staff.get(f"/youth/editions/{elsewhere.id}/screening/").status_code == 404
