"""The list of people, a person's page and its correction."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Name
from exchange.core.permissions import Role, system_actor
from exchange.people.enums import PersonCare
from exchange.people.services import correct_person
from tests.factories.people import make_person
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
FIELDS = {
    "family_name": "見本",
    "given_name": "花子",
    "family_kana": "ミホン",
    "passport_name": "MIHON HANAKO",
    "affiliation": "熊本市議会",
}


def test_people_stand_in_the_order_of_their_readings(client_as: SignIn, session: Session) -> None:
    make_person(session, Name("渡辺", "次郎", family_kana="わたなべ"))
    make_person(session, Name("青木", "三郎", family_kana="あおき"))
    make_person(session, Name("Mustermann", "Erika"))
    client = client_as(Role.COORDINATOR)
    shown = client.get("/people/").text
    assert shown.index("Mustermann") < shown.index("青木") < shown.index("渡辺")
    found = client.get("/people/?q=ワタナベ").text
    assert "渡辺" in found
    assert "青木" not in found
    assert "該当する人はいません" in client.get("/people/?q=だれもいない").text
    assert client.get("/people/?cursor=nonsense").status_code == 400


def test_a_long_list_is_paged_and_needs_the_same_statements(
    client_as: SignIn, session: Session
) -> None:
    make_person(session)
    client = client_as(Role.COORDINATOR)
    client.get("/people/")  # the first request of a person notes that they were here
    with count_statements() as few:
        client.get("/people/")
    for number in range(60):
        make_person(session, Name(f"見本{number:02}", "花子"))
    with count_statements() as many:
        first = client.get("/people/").text
    assert len(many) == len(few)
    forward = re.search(r'rel="next" href="([^"]+)"', first)
    assert forward is not None
    second = client.get(forward[1].replace("&amp;", "&")).text
    assert first.count('scope="row"') + second.count('scope="row"') == 61


def test_a_person_is_corrected_and_the_passport_name_stays_out_of_the_audit_values(
    client_as: SignIn, session: Session
) -> None:
    person = make_person(session)
    client, path = client_as(Role.COORDINATOR), f"/people/{person.id}/edit"
    assert 'value="みほん"' in client.get(path).text
    fields = {**FIELDS, "version": str(person.version)}
    assert client.submit(path, {**fields, "family_name": " "}).status_code == 422
    assert client.submit(path, fields).status_code == 302
    stale = client.submit(path, {**fields, "affiliation": "熊本県"})
    assert stale.status_code == 409
    assert re.findall(r'<td role="cell"[^>]*>([^<]*)</td>', stale.text) == [
        "",
        "熊本市議会",
        "熊本県",
    ]
    session.expire_all()
    assert person.name.passport == "MIHON HANAKO"
    line = session.scalars(select(AuditLine).where(AuditLine.act == "people.correct")).one()
    assert "passport_name" in line.fields
    values = {value.field: value.new for value in line.values}
    assert values["affiliation"] == "熊本市議会"
    assert values["passport_name"] is None
    assert "MIHON HANAKO" in client.get(f"/people/{person.id}/").text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 403),
        (Role.MANAGER, 200),
        (Role.COORDINATOR, 200),
        (Role.SECTION, 403),
        (Role.SCHOOL, 403),
        (Role.VIEWER, 403),
    ],
)
def test_people_are_for_those_who_may_see_members(
    client_as: SignIn, session: Session, role: Role, status: int
) -> None:
    person = make_person(session)
    client = client_as(role)
    for path in ("/people/", f"/people/{person.id}/", f"/people/{person.id}/edit"):
        assert client.get(path).status_code == status


def test_how_a_person_is_written_to_is_kept_and_shown(client_as: SignIn, session: Session) -> None:
    person = make_person(session)
    client, path = client_as(Role.COORDINATOR), f"/people/{person.id}/edit"
    manners = {"honorific_de": "Frau", "honorific_zh_hant": "女士", "care": "care"}
    fields = {**FIELDS, "version": str(person.version), **manners}
    assert client.submit(path, fields).status_code == 302
    session.expire_all()
    assert (person.honorifics, person.care) == (
        {"zh-Hant": "女士", "de": "Frau"},
        PersonCare.CARE,
    )
    shown = client.get(f"/people/{person.id}/?lang=en").text
    assert '<span lang="de">Frau</span>' in shown
    assert "Handle with care" in shown
    assert 'value="Frau"' in client.get(path).text


def test_an_unknown_person_is_not_found(client_as: SignIn) -> None:
    client, key = client_as(Role.COORDINATOR), "01900000-0000-7000-8000-000000000000"
    assert client.get(f"/people/{key}/").status_code == 404
    assert client.submit(f"/people/{key}/edit", FIELDS).status_code == 404


def test_saving_without_a_change_leaves_no_trace(session: Session) -> None:
    person = make_person(session)
    for affiliation, lines in (("熊本市国際課", 0), ("熊本県", 1)):
        correct_person(
            session,
            actor=system_actor("tests"),
            key=person.id,
            version=person.version,
            name=person.name,
            affiliation=affiliation,
        )
        found = session.scalars(select(AuditLine).where(AuditLine.subject_id == person.id))
        assert len(found.all()) == lines


def test_somebody_known_in_one_script_alone_is_called_by_that(
    client_as: SignIn, session: Session
) -> None:
    person = make_person(session, Name("見本", "花子"))
    client, path = client_as(Role.COORDINATOR), f"/people/{person.id}/edit"
    nameless = {"version": str(person.version), "family_name": "", "native_name": ""}
    refused = client.submit(path, nameless)
    assert refused.status_code == 422
    assert "姓か、現地の文字での氏名を入れてください。" in refused.text
    assert client.submit(path, {**nameless, "native_name": "见本"}).status_code == 302
    session.refresh(person)
    assert person.name.written == "见本"
    assert "见本" in client.get("/people/?q=见本").text
