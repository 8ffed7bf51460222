"""People named for an item who are no members."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Name, uuid7
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItemPerson
from exchange.itineraries.queries import item_by_id
from exchange.people.models import Person
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.servers.visitor import Visitor


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def test_somebody_known_is_found_and_named_once(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item, mayor = make_item(session, visit), make_person(session, Name("見本市長", "太郎"))
    path = f"/delegations/{visit.id}/items/{item.id}/people"
    assert f"{path}/{mayor.id}" in client.get(f"{path}?q=見本市長").text
    assert "見つかりません" in client.get(f"{path}?q=だれも").text
    version = str(item.version)
    assert client.submit(f"{path}/{mayor.id}", {"version": "99"}).status_code == 409
    for _ in range(2):
        answer = client.submit(f"{path}/{mayor.id}", {"version": version})
        assert answer.headers["Location"] == f"/delegations/{visit.id}/items/{item.id}/edit"
    assert [row.person_id for row in session.scalars(select(ItemPerson))] == [mayor.id]
    session.expire_all()
    assert item_by_id(session, visit.id, item.id).version == int(version) + 1
    edit = client.get(f"/delegations/{visit.id}/items/{item.id}/edit").text
    assert f'value="{mayor.id}" checked' in edit
    assert client.submit(f"{path}/{uuid7()}", {"version": version}).status_code == 404


def test_somebody_new_is_registered_and_named(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    path = f"/delegations/{visit.id}/items/{item.id}/people"
    assert client.submit(path, {"family_name": ""}).status_code == 422
    fields = {"family_name": "見本", "given_name": "課長", "affiliation": "熊本市", "version": "1"}
    assert client.submit(path, fields).status_code == 302
    [person] = session.scalars(select(Person))
    assert (person.name.written, person.affiliation) == ("見本 課長", "熊本市")
    assert [row.person_id for row in session.scalars(select(ItemPerson))] == [person.id]
