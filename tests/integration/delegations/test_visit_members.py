"""Members of a visit: who they are, in which order, and that they end rather than vanish."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.delegations.enums import MemberRole
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import members_of
from exchange.delegations.services.members import (
    Membership,
    add_member,
    correct_member,
    end_member,
)
from exchange.delegations.services.orders import Shift, move_member
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
PLAIN = Membership(role=MemberRole.MEMBER)
NEW = {
    "family_name": "髙見本",
    "given_name": "花子",
    "family_kana": "たかみほん",
    "given_kana": "はなこ",
    "passport_name": "TAKAMIHON HANAKO",
    "affiliation": "熊本市議会",
    "role": "leader",
    "title": "議長",
    "title_en": "Chair",
    "diet": "卵アレルギー",
}


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


def order(session: Session, visit: Visit) -> str:
    session.expire_all()
    return "".join(member.person.family_name for member in members_of(session, visit.id))


def move(session: Session, member: VisitMember, shift: Shift) -> None:
    move_member(
        session,
        actor=ACTOR,
        visit_id=member.visit_id,
        key=member.id,
        version=member.version,
        shift=shift,
    )


def test_members_stand_in_the_order_they_were_added_and_moved(
    session: Session, visit: Visit
) -> None:
    members = [make_member(session, visit, name) for name in "甲乙丙"]
    for number, shift, expected in (
        (2, Shift.UP, "甲丙乙"),
        (2, Shift.UP, "丙甲乙"),
        (2, Shift.UP, "丙甲乙"),
        (0, Shift.DOWN, "丙乙甲"),
        (0, Shift.DOWN, "丙乙甲"),
    ):
        move(session, members[number], shift)
        assert order(session, visit) == expected


def test_a_member_taken_out_leaves_no_hole_in_the_order(session: Session, visit: Visit) -> None:
    one, two, three = (make_member(session, visit, name) for name in "甲乙丙")
    end_member(session, actor=ACTOR, visit_id=visit.id, key=two.id, version=two.version)
    assert two.ended_at is not None
    move(session, three, Shift.UP)
    assert order(session, visit) == "丙甲"
    with pytest.raises(NotFoundError):
        move(session, two, Shift.UP)
    again = add_member(
        session, actor=ACTOR, visit_id=visit.id, person_id=two.person_id, membership=PLAIN
    )
    assert again.id != two.id
    assert order(session, visit) == "丙甲乙"
    assert one.precedence != again.precedence


def test_a_person_is_a_member_once(session: Session, visit: Visit) -> None:
    member = make_member(session, visit)
    with pytest.raises(DomainError) as refusal:
        add_member(
            session, actor=ACTOR, visit_id=visit.id, person_id=member.person_id, membership=PLAIN
        )
    assert refusal.value.sentence.id == "delegations.error.already_member"


def test_a_diet_is_not_copied_into_the_audit_values(session: Session, visit: Visit) -> None:
    member = make_member(session, visit, diet="卵アレルギー")
    correct_member(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=member.id,
        version=member.version,
        membership=Membership(role=MemberRole.LEADER, diet="そばアレルギー"),
    )
    session.flush()
    fields = session.scalars(
        select(AuditLine.fields).where(AuditLine.act == "visits.correct_member")
    )
    assert list(fields) == [["diet", "member", "role"]]
    values = session.scalars(select(AuditValue.new).where(AuditValue.new.is_not(None)))
    assert not [value for value in values if value and "アレルギー" in value]


def test_a_stale_correction_is_refused_and_an_empty_one_changes_nothing(
    session: Session, visit: Visit
) -> None:
    member = make_member(session, visit)
    with pytest.raises(StaleRowError) as refusal:
        correct_member(
            session,
            actor=ACTOR,
            visit_id=visit.id,
            key=member.id,
            version=member.version + 1,
            membership=PLAIN,
        )
    assert refusal.value.theirs["role"] is MemberRole.MEMBER
    version = member.version
    correct_member(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=member.id,
        version=version,
        membership=PLAIN,
    )
    assert member.version == version


def test_a_coordinator_adds_somebody_new_once(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    client, path = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/members/new"
    assert client.get(path).status_code == 200
    fields = {**NEW, "key": str(uuid7())}
    for _ in range(2):
        answer = client.submit(path, fields)
        assert answer.headers["Location"] == f"/delegations/{visit.id}/#members"
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Person)) == 1
    [member] = members_of(session, visit.id)
    assert (member.role, member.diet) == (MemberRole.LEADER, "卵アレルギー")
    assert member.title == Localized({"ja": "議長", "en": "Chair"})
    shown = client.get(f"/delegations/{visit.id}/").text
    assert shown.rindex("団長") < shown.rindex("髙見本 花子")
    assert session.scalar(select(AuditValue.new).where(AuditValue.field == "passport_name")) is None


def test_a_name_is_required_and_what_was_typed_stays(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    answer = client_as(Role.COORDINATOR).submit(
        f"/delegations/{visit.id}/members/new", {**NEW, "family_name": " "}
    )
    assert answer.status_code == 422
    assert "熊本市議会" in answer.text
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_known_person_is_found_in_any_spelling_and_joins(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    person = make_person(session)
    client, path = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/members"
    assert "該当する人はいません" in client.get(f"{path}/new?q=だれか").text
    assert f"{path}/add/{person.id}" in client.get(f"{path}/new?q=ミホン").text
    assert "見本 花子の役と職名" in client.get(f"{path}/add/{person.id}").text
    assert client.submit(f"{path}/add/{person.id}", {"role": "pilot"}).status_code == 422
    assert client.submit(f"{path}/add/{person.id}", {"role": "member"}).status_code == 302
    twice = client.submit(f"{path}/add/{person.id}", {"role": "member"})
    assert twice.status_code == 422
    assert "この人はすでに団員です" in twice.text
    assert client.submit(f"{path}/add/{uuid4()}", {"role": "member"}).status_code == 404


def test_buttons_move_correct_and_take_out(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    first, second = (make_member(session, visit, name) for name in "甲乙")
    client, path = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/members"
    seen = {"version": str(second.version)}
    assert client.submit(f"{path}/{second.id}/up", seen).status_code == 302
    assert order(session, visit) == "乙甲"
    assert client.submit(f"{path}/{second.id}/down", seen).status_code == 409
    assert order(session, visit) == "乙甲"
    seen = {"version": str(second.version)}
    assert client.submit(f"{path}/{second.id}/down", seen).status_code == 302
    assert order(session, visit) == "甲乙"
    assert client.get(f"{path}/{first.id}/edit").status_code == 200
    change = {"role": "interpreter", "title": "通訳", "version": str(first.version)}
    assert client.submit(f"{path}/{first.id}/edit", {**change, "role": ""}).status_code == 422
    assert client.submit(f"{path}/{first.id}/edit", {**change, "version": "99"}).status_code == 409
    assert client.submit(f"{path}/{first.id}/edit", change).status_code == 302
    session.expire_all()
    assert first.role is MemberRole.INTERPRETER
    assert client.submit(f"{path}/{first.id}/end", {"version": "99"}).status_code == 409
    done = client.submit(f"{path}/{first.id}/end", {"version": str(first.version)})
    assert done.status_code == 302
    assert order(session, visit) == "乙"
    for act in ("up", "end", "edit"):
        assert client.submit(f"{path}/{first.id}/{act}", change).status_code == 404


def test_a_member_of_another_visit_is_not_found(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    member = make_member(session, make_visit(session))
    client = client_as(Role.COORDINATOR)
    for act in ("up", "end"):
        answer = client.submit(f"/delegations/{visit.id}/members/{member.id}/{act}")
        assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECTION, Role.ADMINISTRATOR])
def test_others_neither_see_nor_change_members(
    client_as: SignIn, session: Session, visit: Visit, role: Role
) -> None:
    member = make_member(session, visit, "団員名")
    client, path = client_as(role), f"/delegations/{visit.id}"
    assert "団員名" not in client.get(f"{path}/").text
    for act in ("up", "down", "end", "edit"):
        assert client.submit(f"{path}/members/{member.id}/{act}").status_code == 403
    assert session.get(VisitMember, member.id) is not None


def test_two_open_pages_do_not_move_a_member_twice(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    first, *_ = (make_member(session, visit, name) for name in "甲乙丙")
    client, page = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/"
    form = client.get(page).text.split(f"members/{first.id}/down")[1].split("</form>")[0]
    assert f'name="version" value="{first.version}"' in form
    fields = {"version": str(first.version)}
    assert client.submit(f"{page}members/{first.id}/down", fields).status_code == 302
    twice = client.submit(f"{page}members/{first.id}/down", fields)
    assert twice.status_code == 409
    assert "notice--error" in twice.text
    assert order(session, visit) == "乙甲丙"
