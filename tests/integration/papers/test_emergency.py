"""Emergency cards: whom to call in each language, nothing of health or passport."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit
from exchange.papers.models import EmergencyContacts
from exchange.papers.particulars import EmergencyPlan, particulars_of, state_emergency
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.integration.papers.test_papers import opened, words
from tests.servers.visitor import Visitor

PLAN = EmergencyPlan(
    city=Localized({"ja": "国際課 当番", "en": "Duty officer", "de": "Bereitschaft"}),
    city_phone="090-0000-0001",
    host=Localized({"ja": "見本協会"}),
    host_phone="096-000-0003",
    lodging=Localized({"ja": "見本ホテル", "ko": "견본 호텔"}),
    lodging_phone="096-000-0004",
    hospital=Localized({"ja": "見本病院", "en": "Mihon Hospital"}),
    hospital_phone="096-000-0005",
    mission=Localized({"ja": "在大阪見本総領事館"}),
    mission_phone="06-0000-0006",
    insurance=Localized({"ja": "見本保険"}),
    insurance_phone="03-0000-0007",
    insurance_number="MHN-123456",
)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(session, direction=Direction.IN)
    member = make_member(session, visit, diet="卵を除く", mobility="車いす")
    session.get_one(Person, member.person_id).rename(
        Name("頭見", "花", "とうみ", "はな", "Toumi", "Hana", native="Töne", passport="TONE HANAKO")
    )
    for number in range(6):
        make_member(session, visit, f"見本{number}")
    return visit


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def stated(session: Session, visit: Visit, plan: EmergencyPlan = PLAN) -> None:
    state_emergency(session, actor=ACTOR, visit_id=visit.id, version=0, plan=plan)


def test_each_member_has_a_card_in_the_languages_that_have_words(
    client: Visitor, session: Session, visit: Visit
) -> None:
    stated(session, visit)
    reader = opened(client, visit, "emergency-cards.pdf")
    assert len(reader.pages) == 2
    said = words(reader)
    for text in ("緊急連絡カード/Notfallkarte/Emergencycard", "Töne", "TOUMIHana", "とうみはな"):
        assert text in said
    for text in ("Bereitschaft", "Dutyofficer", "090-0000-0001", "MihonHospital", "MHN-123456"):
        assert said.count(text) == 7
    assert "견본" not in said
    for text in ("卵", "車いす", "TONEHANAKO", "未確認"):
        assert text not in said


def test_what_nobody_stated_is_named_before_printing_and_on_the_card(
    client: Visitor, session: Session, visit: Visit
) -> None:
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "未確認になる項目：市の緊急連絡先（24時間）、市の緊急連絡先の電話番号" in page
    said = words(opened(client, visit, "emergency-cards.pdf"))
    assert said.count("未確認") == 7 * 13
    stated(session, visit)
    assert "未確認になる項目" not in client.get(f"/delegations/{visit.id}/papers/").text
    nobody = make_visit(session, direction=Direction.OUT)
    page = client.get(f"/delegations/{nobody.id}/papers/").text
    assert "団員がいません" in page.partition("緊急連絡カード")[2]


def test_the_form_keeps_the_texts_of_its_languages_and_of_others_on_record(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/papers/emergency"
    make_item(session, visit, lodging="見本旅館")
    assert 'value="見本旅館"' in client.get(path).text
    stated(session, visit)
    page = client.get(path).text
    assert "見本旅館" not in page
    for name in ("city", "city_en", "city_de", "lodging_ko"):
        assert f'name="{name}"' in page
    for name in ("city_ko", "city_fr", "host_ko"):
        assert f'name="{name}"' not in page
    typed = {"city": "当番", "city_de": "Bereitschaft", "city_phone": "090", "version": "1"}
    assert client.submit(path, typed).status_code == 302
    row = particulars_of(session, EmergencyContacts, visit.id)
    assert row is not None
    assert (row.city, row.city_phone, row.hospital) == (
        Localized({"ja": "当番", "de": "Bereitschaft"}),
        "090",
        None,
    )
    lines = session.scalars(
        select(AuditLine).where(AuditLine.act == "papers.state_emergency").order_by(AuditLine.at)
    ).all()
    assert len(lines) == 2
    assert "city" in lines[1].fields
    assert client.submit(path, {**typed, "city_phone": "1"}).status_code == 409
    assert client.submit(path, {"host_de": "Amt", "version": "2"}).status_code == 422
    assert client.submit(path, {**typed, "version": "2"}).status_code == 302
    assert (
        len(session.scalars(select(AuditLine.id).where(AuditLine.act == lines[0].act)).all()) == 2
    )
