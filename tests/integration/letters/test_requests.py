"""The queue of translations and interpreters: asked, done, checked; its pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.letters.enums import RequestKind, RequestState, WorkedBy
from exchange.letters.models import LanguageRequest
from exchange.letters.services.requests import (
    RequestPlan,
    ask_language,
    change_request,
    move_request,
    request_by_id,
)
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.letters import ACTOR, make_letter
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

FIELDS = {
    "kind": "translation",
    "what": "市長あいさつ文",
    "from_language": "ja",
    "to_language": "de",
    "due": "2026-11-20",
    "worked_by": "cir",
}


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/letters/?lang=en")
    return visitor


def plan(**changes: Any) -> RequestPlan:  # noqa: ANN401 - any of its fields
    values: dict[str, Any] = {
        "kind": RequestKind.INTERPRETING,
        "what": "市長表敬の通訳",
        "from_language": "ja",
        "to_language": "de",
        "due": date(2026, 12, 1),
        "worked_by": WorkedBy.OUTSIDE,
        "worker": "（見本）通訳者",
    }
    return RequestPlan(**(values | changes))


def only(session: Session) -> LanguageRequest:
    session.expire_all()
    return request_by_id(session, session.scalars(select(LanguageRequest.id)).one())


def test_a_request_is_done_and_checked_by_one_of_us(session: Session) -> None:
    user = make_user(session).as_actor()
    key = uuid7()
    row = ask_language(session, actor=user, plan=plan(), key=key)
    assert ask_language(session, actor=user, plan=plan(), key=key) is row
    change_request(session, actor=user, key=key, version=1, plan=plan())
    change_request(session, actor=user, key=key, version=1, plan=plan(note="逐次"))
    for target in (RequestState.IN_WORK, RequestState.DONE):
        move_request(session, actor=user, key=key, version=row.version, target=target)
    with pytest.raises(DomainError) as caught:
        move_request(
            session, actor=ACTOR, key=key, version=row.version, target=RequestState.CHECKED
        )
    assert caught.value.sentence.id == "letters.error.no_checker"
    move_request(session, actor=user, key=key, version=row.version, target=RequestState.CHECKED)
    assert (only(session).checker_id, only(session).note) == (user.user_id, "逐次")
    back = RequestState.IN_WORK
    move_request(session, actor=user, key=key, version=row.version, target=back)
    assert only(session).checker_id is None


def test_a_text_that_changes_after_its_check_is_to_be_checked_again(
    visitor: Visitor, session: Session
) -> None:
    user = make_user(session).as_actor()
    row = ask_language(session, actor=user, plan=plan())
    for target in (RequestState.IN_WORK, RequestState.DONE, RequestState.CHECKED):
        move_request(session, actor=user, key=row.id, version=row.version, target=target)
    session.commit()
    said = {"kind": "interpreting", "to_language": "de", "from_language": "ja"}
    said |= {"worked_by": "outside", "worker": "（見本）通訳者", "due": "2026-12-02"}
    edit = f"/letters/requests/{row.id}/edit"
    same = {**said, "what": "市長表敬の通訳", "version": str(row.version)}
    assert visitor.submit(edit, same).status_code == 302
    assert only(session).state is RequestState.CHECKED
    assert "is saved.<" in visitor.get("/letters/requests/").text
    changed = {**said, "what": "晩餐会の通訳", "version": str(only(session).version)}
    assert visitor.submit(edit, changed).status_code == 302
    assert (only(session).state, only(session).checker_id) == (RequestState.DONE, None)
    assert "please have it checked again" in visitor.get("/letters/requests/").text


def test_what_a_request_is_for_exists(session: Session) -> None:
    visit, other = make_visit(session), make_visit(session)
    item, letter = make_item(session, visit), make_letter(session)
    row = ask_language(
        session,
        actor=ACTOR,
        plan=plan(visit_id=visit.id, itinerary_item_id=item.id, letter_id=letter.id),
    )
    assert request_by_id(session, row.id).letter is letter
    for visit_id in (other.id, None):
        with pytest.raises(DomainError) as caught:
            ask_language(
                session, actor=ACTOR, plan=plan(visit_id=visit_id, itinerary_item_id=item.id)
            )
        assert caught.value.field == "itinerary_item_id"
    with pytest.raises(NotFoundError):
        ask_language(session, actor=ACTOR, plan=plan(letter_id=uuid7()))
    with pytest.raises(NotFoundError):
        request_by_id(session, uuid7())
    with pytest.raises(NotFoundError):
        change_request(session, actor=ACTOR, key=uuid7(), version=1, plan=plan())
    with pytest.raises(StaleRowError):
        change_request(session, actor=ACTOR, key=row.id, version=7, plan=plan())


def test_a_request_goes_through_its_pages(visitor: Visitor, session: Session) -> None:
    visit = make_visit(session)
    make_item(session, visit)
    session.commit()
    new = f"/letters/requests/new?visit={visit.id}"
    assert "市長表敬" in visitor.get(new).text
    refused = visitor.submit(new, {**FIELDS, "to_language": "ja"})
    assert refused.status_code == 422
    assert '<li><a href="#to_language">' in refused.text
    assert visitor.submit(new, FIELDS).location == "/letters/requests/"
    row = only(session)
    assert "市長あいさつ文" in visitor.get(f"/delegations/{visit.id}/").text
    assert "日本語 → Deutsch" in visitor.get("/letters/requests/?show=overdue").text
    edit = f"/letters/requests/{row.id}/edit"
    assert "市長あいさつ文" in visitor.get(edit).text
    changed = {**FIELDS, "what": "祝辞", "version": "1"}
    assert visitor.submit(edit, changed).status_code == 302
    assert visitor.submit(edit, changed).status_code == 409
    move = f"/letters/requests/{row.id}/move"
    assert visitor.submit(f"{move}/in_work", {"version": "2"}).status_code == 302
    assert only(session).state is RequestState.IN_WORK
    assert visitor.submit(f"{move}/lost", {"version": "3"}).status_code == 400
    for address in ("?show=x", "new?visit=x"):
        assert visitor.get(f"/letters/requests/{address}").status_code == 400


def test_a_letter_shows_what_is_asked_for_it(visitor: Visitor, session: Session) -> None:
    letter = make_letter(session)
    session.commit()
    assert visitor.submit(f"/letters/requests/new?letter={letter.id}", FIELDS).status_code == 302
    assert "市長あいさつ文" in visitor.get(f"/letters/{letter.id}/").text


def test_the_queue_asks_as_often_for_sixty_as_for_one(visitor: Visitor, session: Session) -> None:
    ask_language(session, actor=ACTOR, plan=plan())
    session.commit()
    visitor.get("/letters/requests/")
    with count_statements() as few:
        visitor.get("/letters/requests/")
    visit, letter = make_visit(session), make_letter(session)
    for _ in range(60):
        ask_language(session, actor=ACTOR, plan=plan(visit_id=visit.id, letter_id=letter.id))
    session.commit()
    session.expire_all()
    with count_statements() as more:
        page = visitor.get("/letters/requests/").text
    assert len(more) == len(few) <= 7
    assert "cursor=" in page
