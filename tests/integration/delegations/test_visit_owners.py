"""A visit goes into another officer's hands, and they are told."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.delegations.services.owners import hand_over_visit
from exchange.outbox.models import Mail
from tests.factories.accounts import make_user
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

BASE = "https://exchange.example"
WAITS = "No mail server is set up, so mail is not sent yet"


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


def give(session: Session, visit: Visit, user: User) -> None:
    hand_over_visit(
        session,
        actor=ACTOR,
        key=visit.id,
        version=visit.version,
        owner_id=user.id,
        base_url=BASE,
    )


def test_the_new_owner_is_told_once_and_it_is_on_record(session: Session, visit: Visit) -> None:
    user = make_user(session, role=Role.COORDINATOR)
    give(session, visit, user)
    give(session, visit, user)
    assert visit.owner_id == user.id
    mail = session.scalars(select(Mail)).one()
    assert mail.recipient == user.email
    assert f"{BASE}/delegations/{visit.id}/" in str(mail.body)
    acts = select(AuditLine.act).where(AuditLine.act == "visits.hand_over")
    assert session.scalars(acts).all() == ["visits.hand_over"]


def test_who_takes_a_visit_gets_no_mail(session: Session, visit: Visit) -> None:
    me = make_user(session, role=Role.COORDINATOR)
    hand_over_visit(
        session,
        actor=me.as_actor(),
        key=visit.id,
        version=visit.version,
        owner_id=me.id,
        base_url=BASE,
    )
    assert session.scalars(select(Mail)).all() == []


def test_nobody_answers_for_it_who_has_left_or_may_not(session: Session, visit: Visit) -> None:
    gone = make_user(session, role=Role.COORDINATOR, active=False)
    viewer = make_user(session, role=Role.VIEWER)
    for user in (gone, viewer, User(id=uuid7())):
        with pytest.raises(DomainError):
            give(session, visit, user)
    assert visit.owner_id is None


def test_an_officer_is_chosen_on_the_page(
    client_as: Callable[..., Visitor], session: Session, visit: Visit
) -> None:
    coordinator = client_as(Role.COORDINATOR)
    other = make_user(session, role=Role.MANAGER, name="見本 次")
    viewer = make_user(session, role=Role.VIEWER, name="見本 見る")
    path = f"/delegations/{visit.id}/owner"
    assert path in coordinator.get(f"/delegations/{visit.id}/").text
    page = coordinator.get(path).text
    assert (str(other.id) in page, str(viewer.id) in page) == (True, False)
    version = str(visit.version)
    fields = {"owner_id": str(other.id), "version": version}
    assert coordinator.submit(path, {**fields, "owner_id": ""}).status_code == 422
    assert coordinator.submit(path, fields).location == f"/delegations/{visit.id}/"
    session.expire_all()
    assert visit.owner_id == other.id
    assert coordinator.submit(path, fields).status_code == 409


@pytest.mark.parametrize("mail_url", [None, "file:///nowhere"])
def test_where_mails_wait_the_page_and_the_next_one_say_so(
    app: Flask, client_as: Callable[..., Visitor], session: Session, visit: Visit, mail_url: str
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=mail_url)
    coordinator = client_as(Role.COORDINATOR)
    other = make_user(session, role=Role.MANAGER)
    path = f"/delegations/{visit.id}/owner"
    assert (WAITS in coordinator.get(f"{path}?lang=en").text) is (mail_url is None)
    fields = {"owner_id": str(other.id), "version": str(visit.version)}
    for told in (mail_url is None, False):  # a form that changes nothing writes no mail
        coordinator.submit(path, fields)
        assert (WAITS in coordinator.get("/home/").text) is told
