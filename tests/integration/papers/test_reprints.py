"""Papers to print again: one member swapped, a name or a title put right; why, and since when."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized, Name, uuid7
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.services.members import (
    Membership,
    correct_member,
    end_member,
    membership_of,
)
from exchange.gifts.enums import GiftDirection
from exchange.itineraries.enums import Attending
from exchange.itineraries.queries import items_of
from exchange.letters.enums import LetterKind
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony
from exchange.papers.services import (
    CeremonyPlan,
    SpeechPlan,
    add_speech,
    revise_speech,
    write_ceremony,
)
from exchange.people.models import Person
from exchange.people.services import correct_person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.gifts import make_gift
from tests.factories.itineraries import make_item
from tests.factories.letters import make_letter
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (
    datetime(2026, 11, day, 3, tzinfo=UTC) for day in (22, 23, 24, 25)
)
PRINTED = ("roster.pdf", "seating.pdf", "cards.pdf", "programme.pdf?side=partner")


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    with clock.held(SUNDAY):
        return make_visit(session, direction=Direction.IN)


@pytest.fixture
def member(session: Session, visit: Visit) -> VisitMember:
    with clock.held(SUNDAY):
        make_item(session, visit)
        make_member(session, visit, "頭見", role=MemberRole.LEADER)
        return make_member(session, visit, "甲野")


@pytest.fixture
def client(
    client_as: Callable[..., Visitor], visit: Visit, member: VisitMember
) -> Iterator[Visitor]:
    """Whatever a test changes, it changes the day after the papers were printed."""
    assert member.visit_id == visit.id
    client = client_as(Role.COORDINATOR)
    with clock.held(MONDAY):
        for path in PRINTED:
            assert client.get(f"/delegations/{visit.id}/{path}").status_code == 200
    with clock.held(TUESDAY):
        yield client


def flagged(client: Visitor, session: Session, visit: Visit, query: str = "") -> dict[str, str]:
    """Return the papers to print again and the reasons, as the page's table has them."""
    session.flush()
    page = client.get(f"/delegations/{visit.id}/papers/{query}").text
    section = page.partition('id="reprints"')[2].partition("</section>")[0]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>', section, re.S)
    return {paper: re.sub(r"<.*?>.*?(?=<|$)", "", why).strip() for paper, why in rows}


def rename(session: Session, member: VisitMember, name: Name, affiliation: str) -> None:
    person = session.get_one(Person, member.person_id)
    correct_person(
        session,
        actor=ACTOR,
        key=person.id,
        version=person.version,
        name=name,
        affiliation=affiliation,
    )


def test_a_member_swapped_flags_what_names_members_and_nothing_else(
    client: Visitor, session: Session, visit: Visit, member: VisitMember
) -> None:
    assert flagged(client, session, visit) == {}
    end_member(session, actor=ACTOR, visit_id=visit.id, key=member.id, version=member.version)
    make_member(session, visit, "乙野")
    why = "団員の追加・取りやめ"
    assert flagged(client, session, visit) == {"名簿": why, "名札": why, "席次表": why}
    with clock.held(WEDNESDAY):
        assert client.get(f"/delegations/{visit.id}/roster.xlsx").status_code == 200
    assert flagged(client, session, visit) == {"名札": why, "席次表": why}
    assert flagged(client, session, visit, "?since=2026-11-24") == {"名札": why, "席次表": why}
    assert flagged(client, session, visit, "?since=2026-11-25") == {}


def test_a_members_own_name_flags_every_paper_that_spells_it_so(
    client: Visitor, session: Session, visit: Visit, member: VisitMember
) -> None:
    name = session.get_one(Person, member.person_id).name
    rename(session, member, Name(name.family, name.given, "こうの", "はなこ"), "熊本市国際課")
    why = "団員の氏名・所属の訂正"
    assert flagged(client, session, visit) == {"名簿": why}
    rename(session, member, Name("甲乃", name.given, "こうの", "はなこ"), "熊本市国際課")
    assert flagged(client, session, visit) == {"名簿": why, "名札": why, "席次表": why}


def test_a_title_flags_what_prints_titles_and_the_needs_of_one_only_their_papers(
    client: Visitor, session: Session, visit: Visit, member: VisitMember
) -> None:
    def correct(**changes: object) -> None:
        stated = membership_of(member)
        values = {name: getattr(stated, name) for name in Membership.__dataclass_fields__}
        membership = Membership(**(values | changes))
        correct_member(
            session,
            actor=ACTOR,
            visit_id=visit.id,
            key=member.id,
            version=member.version,
            membership=membership,
        )

    correct(diet="卵を除く")
    assert flagged(client, session, visit) == {}
    correct(title=Localized({"ja": "議員"}))
    assert set(flagged(client, session, visit)) == {"名簿", "名札", "席次表"}
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00")
    assert flagged(client, session, visit)["行程表（相手方用・二か国語）"] == "行程の変更"


def test_our_own_programme_is_flagged_by_the_name_of_somebody_it_names_alone(
    client: Visitor, session: Session, visit: Visit, member: VisitMember
) -> None:
    head = next(each for each in session.scalars(select(VisitMember)) if each.id != member.id)
    with clock.held(SUNDAY):
        make_item(session, visit, attending=Attending.NAMED, people=[member.person_id])
    with clock.held(MONDAY):
        assert client.get(f"/delegations/{visit.id}/programme.pdf").status_code == 200
    own = "行程表（市側）"
    rename(session, head, Name("頭美", "花子"), "熊本市国際課")
    assert own not in flagged(client, session, visit)
    rename(session, member, Name("甲乃", "花子"), "熊本市国際課")
    assert flagged(client, session, visit)[own] == "団員の氏名・所属の訂正"


def test_a_day_that_is_none_is_refused(client: Visitor, visit: Visit) -> None:
    answer = client.get(f"/delegations/{visit.id}/papers/?since=gestern")
    assert answer.status_code == 400
    assert "2027-05-19のように" in answer.text


STEPS = CeremonyPlan(occasion=Occasion.RECEPTION, steps=Localized({"ja": "開会"}))
WORDS = SpeechPlan(
    occasion=Occasion.RECEPTION,
    speaker="見本市長",
    minutes=3,
    text=Localized({"ja": "ようこそ。"}),
)


def write(session: Session, visit: Visit, plan: CeremonyPlan, version: int = 0) -> Ceremony:
    item = items_of(session, visit.id)[0]
    return write_ceremony(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        item_id=item.id,
        plan=plan,
        version=version,
        key=uuid7(),
    )


def test_an_order_of_ceremony_and_a_speech_are_flagged_once_their_own_text_changes(
    client: Visitor, session: Session, visit: Visit
) -> None:
    with clock.held(SUNDAY):
        order = write(session, visit, STEPS)
        said = add_speech(session, actor=ACTOR, visit_id=visit.id, plan=WORDS)
        other = add_speech(session, actor=ACTOR, visit_id=visit.id, plan=WORDS)
    with clock.held(MONDAY):
        for path in (
            f"items/{order.item_id}/ceremony.pdf",
            f"speeches/{said.id}.pdf",
            f"speeches/{other.id}.pdf?layout=points",
        ):
            answer = client.get(f"/delegations/{visit.id}/{path}")
            assert answer.content_type == "application/pdf"
    assert flagged(client, session, visit) == {}
    more = replace(STEPS, steps=Localized({"ja": "開会\n乾杯"}))
    write(session, visit, more, order.version)
    longer, seen = replace(WORDS, minutes=5), said.version
    revise_speech(session, actor=ACTOR, visit_id=visit.id, key=said.id, version=seen, plan=longer)
    title = items_of(session, visit.id)[0].title["ja"]
    assert flagged(client, session, visit) == {
        f"次第：{title}": "記載事項の変更",
        "あいさつ文・発言要領（見本市長）": "記載事項の変更",
    }
    page = client.get(f"/delegations/{visit.id}/papers/").text
    section = page.partition('id="occasions"')[2].partition("</section>")[0]
    assert section.count("変更あり。出し直してください") == 2


def test_the_list_of_thanks_is_flagged_by_a_gift_we_got_and_a_letter_we_sent(
    client: Visitor, session: Session, visit: Visit
) -> None:
    with clock.held(MONDAY):
        assert client.get(f"/delegations/{visit.id}/thanks.pdf").status_code == 200
    make_letter(session, kind=LetterKind.CONGRATULATION, visit_id=visit.id)
    make_gift(session, visit_id=visit.id)
    assert flagged(client, session, visit) == {}
    make_gift(session, direction=GiftDirection.RECEIVED, visit_id=visit.id)
    assert list(flagged(client, session, visit).values()) == ["受領した記念品の記録"]
    with clock.held(WEDNESDAY):
        assert client.get(f"/delegations/{visit.id}/thanks.pdf").status_code == 200
        assert flagged(client, session, visit) == {}
        clock.fix(WEDNESDAY + timedelta(hours=1))
        make_letter(session, visit_id=visit.id)
        assert list(flagged(client, session, visit).values()) == ["礼状の記録"]
