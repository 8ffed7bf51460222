"""The pages of promises: the list, the form, the outcome, the panels."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.dates import PartialDate
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.models import Promise
from exchange.promises.panels import find_panels
from exchange.promises.queries import promise_by_id
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person
from tests.factories.promises import make_promise
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"
NEW = "/promises/new?partner=heidelberg"
FIELDS = {
    "key": KEY,
    "partner": "heidelberg",
    "side": "theirs",
    "title": "名簿を送る",
    "due": "R9.1",
}


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/promises/?lang=en")
    return visitor


def only(session: Session) -> Promise:
    session.expire_all()
    return promise_by_id(session, session.scalars(select(Promise.id)).one())


def test_a_promise_is_recorded_changed_and_settled(visitor: Visitor, session: Session) -> None:
    assert "Please choose the partner." in visitor.get("/promises/new").text
    assert visitor.submit(NEW, FIELDS).location == f"/promises/{KEY}/"
    assert (only(session).id, only(session).due) == (UUID(KEY), PartialDate(2027, 1))
    assert "January 2027" in visitor.get(f"/promises/{KEY}/").text
    assert 'value="2027-01"' in visitor.get(f"/promises/{KEY}/edit").text
    changed = {**FIELDS, "note": "二部", "version": "1"}
    assert visitor.submit(f"/promises/{KEY}/edit", changed).status_code == 302
    stale = visitor.submit(f"/promises/{KEY}/edit", changed)
    assert stale.status_code == 409
    assert "Somebody else has changed this" in stale.text
    path = f"/promises/{KEY}/settle"
    wordless = visitor.submit(path, {"state": "dropped", "version": "2"})
    assert wordless.status_code == 422
    assert "Please say why it is dropped." in wordless.text
    kept = {"state": "done", "reason": "受領", "version": "2"}
    assert visitor.submit(path, kept).status_code == 302
    assert only(session).state is PromiseState.DONE
    assert "25 November 2026" in visitor.get(f"/promises/{KEY}/").text
    reopened = visitor.submit(f"/promises/{KEY}/reopen", {"version": "3"})
    assert reopened.status_code == 302
    assert only(session).state is PromiseState.OPEN


def test_the_form_of_a_visit_knows_its_partner_and_who_writes(
    visitor: Visitor, session: Session
) -> None:
    visit = make_visit(session)
    page = visitor.get(f"/promises/new?visit={visit.id}").text
    me = session.scalars(select(User.id).where(User.role == Role.COORDINATOR)).one()
    assert f'value="{visit.id}" selected' in page
    assert f'value="{me}" selected' in page
    sent = {**FIELDS, "side": "ours", "visit_id": str(visit.id), "owner_id": str(me)}
    assert visitor.submit(f"/promises/new?visit={visit.id}", sent).status_code == 302
    assert (only(session).visit_id, only(session).owner_id) == (visit.id, me)
    assert "Visit to Heidelberg" in visitor.get(f"/promises/{KEY}/").text


def test_who_has_left_stays_on_the_form(visitor: Visitor, session: Session) -> None:
    gone, person = make_user(session, name="前任 太郎"), make_person(session)
    visit = make_visit(session)
    promise = make_promise(session, owner_id=gone.id, person_id=person.id, visit_id=visit.id)
    gone.active = False
    for day in range(51):
        make_visit(session, starts=date(2028, 1, 1), ends=date(2028, 2, 1 + day % 28))
    session.commit()
    form = visitor.get(f"/promises/{promise.id}/edit").text
    assert "前任 太郎" in form
    assert "見本 花子" in form
    assert str(visit.id) in form


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"side": "ours"}, "owner_id"), ({"title": ""}, "title"), ({"due": "いつか"}, "due")],
)
def test_a_refusal_is_said_on_the_form(
    visitor: Visitor, changes: dict[str, str], field: str
) -> None:
    answer = visitor.submit(NEW, {**FIELDS, **changes})
    assert answer.status_code == 422
    assert f'<li><a href="#{field}">' in answer.text


def test_the_list_narrows(visitor: Visitor, session: Session) -> None:
    make_san_antonio(session)
    make_promise(session, due=PartialDate(2026, 10))
    owner = make_user(session)
    make_promise(session, "san-antonio", side=PromiseSide.OURS, owner_id=owner.id, due=None)
    late = visitor.get("/promises/?state=overdue").text
    assert ("Heidelberg</" in late, owner.name in late) == (True, False)
    ours = visitor.get("/promises/?side=ours&state=all").text
    assert owner.name in ours
    assert "October 2026" not in ours
    of_one = visitor.get("/promises/?partner=san-antonio").text
    assert "October 2026" not in of_one
    assert "There are no such promises." in visitor.get("/promises/?state=done").text


@pytest.mark.parametrize(
    "address",
    ["/promises/?partner=atlantis", "/promises/?side=x", "/promises/?state=x"],
)
def test_no_list_is_made_up(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code == 400


def test_a_new_promise_needs_its_occasion(visitor: Visitor) -> None:
    assert visitor.get("/promises/new?visit=x").status_code == 400
    assert visitor.submit("/promises/new", FIELDS).status_code == 400


def test_the_list_asks_as_often_for_sixty_as_for_one(visitor: Visitor, session: Session) -> None:
    make_promise(session, visit_id=make_visit(session).id)
    session.commit()
    visitor.get("/promises/")
    with count_statements() as few:
        visitor.get("/promises/")
    owner, person = make_user(session), make_person(session)
    for _ in range(60):
        make_promise(session, owner_id=owner.id, person_id=person.id)
    session.commit()
    session.expire_all()
    with count_statements() as more:
        page = visitor.get("/promises/").text
    assert len(more) == len(few) <= 7
    assert "cursor=" in page


def test_pages_of_visits_and_partners_show_what_is_open(visitor: Visitor, session: Session) -> None:
    over = make_visit(session, starts=date(2026, 5, 1), ends=date(2026, 5, 3))
    coming = make_visit(session)
    session.commit()
    assert "no promise is on record" in visitor.get(f"/delegations/{over.id}/").text
    promise = make_promise(session, visit_id=over.id)
    session.commit()
    after = visitor.get(f"/delegations/{over.id}/").text
    assert "no promise is on record" not in after
    assert "Promised in this visit" in after
    before = visitor.get(f"/delegations/{coming.id}/").text
    assert "Open with this partner from other occasions" in before
    assert f"/promises/{promise.id}/" in before
    assert f"/promises/{promise.id}/" in visitor.get("/partners/heidelberg/").text
    assert "/promises/" in visitor.get("/delegations/").text


def test_panels_are_for_the_division(session: Session) -> None:
    visit, promise = make_visit(session), make_promise(session)
    viewer = make_user(session, role=Role.VIEWER).as_actor()
    for kind, key in (("visit", visit.id), ("partner", promise.partner_id), ("visits", visit.id)):
        subject = Subject(kind, key)
        assert find_panels(session, subject=subject, actor=None) == ()
        assert find_panels(session, subject=subject, actor=viewer) == ()
        assert len(find_panels(session, subject=subject, actor=system_actor("tests"))) == 1
    nothing = Subject("edition", visit.id)
    assert find_panels(session, subject=nothing, actor=system_actor("tests")) == ()
