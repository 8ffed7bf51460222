"""Families: taken in by list, sealed, checked, ended."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor, Role
from exchange.documents.pasted import read_pasted
from exchange.hosting.enums import AgeBand, CheckKind, CheckResult, Fate
from exchange.hosting.hostlist import FamilyDetails, MemberDetails
from exchange.hosting.models import HostCheck, HostFamily, HostMember
from exchange.hosting.queries.families import details_of, families_of, family_for
from exchange.hosting.queries.pairs import taking_part
from exchange.hosting.services import (
    CheckDetails,
    add_family,
    change_family,
    end_family,
    record_check,
    take_in,
)
from exchange.youth.enums import EditionState, RegistrationState
from tests.factories.hosting import (
    make_family,
    make_member,
    make_placement,
    make_plan,
    make_receiving,
)
from tests.factories.youth import COORDINATOR, make_edition, make_pupil, make_registration

LIST = (
    "氏名\t住所\t電話\t家族構成\tペット\n"
    "見本 太郎\t中央区見本1-1\t0961234567\t父 太郎（45）、母 花子（43）\t犬\n"
    "見本 次郎\t東区見本2\t09011112222\t父 次郎（50）、母 桜（48）、長女 梅（15）\tなし\n"
)
DETAILS = FamilyDetails(
    name="見本 三郎",
    address="西区見本3",
    notes="父は薬を飲んでいる",
    members=(MemberDetails("三郎", "父", AgeBand.MIDDLE),),
)


def test_a_list_becomes_families_with_sealed_contacts(session: Session, ring: Keyring) -> None:
    edition = make_receiving(session)
    take_in(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        rows=read_pasted(LIST),
        columns=None,
        ring=ring,
    )
    session.expire_all()
    taro, jiro = families_of(session, edition)
    assert [(row.name, row.number) for row in (taro, jiro)] == [("見本 太郎", 1), ("見本 次郎", 2)]
    details = details_of(taro, ring=ring)
    assert (details.address, details.phone) == ("中央区見本1-1", "0961234567")
    stored = session.execute(select(HostFamily.__table__)).mappings().first()
    assert "中央区" not in str(stored)
    assert session.scalars(select(AuditValue.new)).all() == []


def test_the_same_list_twice_leaves_the_same_families_and_a_new_one_changes_them(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)

    def taken(text: str) -> list[Fate]:
        session.expire_all()
        found = take_in(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            rows=read_pasted(text),
            columns=None,
            ring=ring,
        )
        return [line.fate for line in found.lines]

    assert taken(LIST) == [Fate.NEW, Fate.NEW]
    before = {row.id: row.version for row in families_of(session, edition)}
    assert taken(LIST) == [Fate.SAME, Fate.SAME]
    session.expire_all()
    assert {row.id: row.version for row in families_of(session, edition)} == before
    assert taken(LIST.replace("、母 桜（48）", "、祖母 菊（70）")) == [Fate.SAME, Fate.CHANGED]
    session.expire_all()
    _, jiro = families_of(session, edition)
    assert jiro.version == before[jiro.id] + 1
    assert [(each.name, each.left_at is None) for each in jiro.members] == [
        ("次郎", True),
        ("菊", True),
        ("梅", True),
        ("桜", False),
    ]
    assert taken(LIST) == [Fate.SAME, Fate.CHANGED]
    session.expire_all()
    _, jiro = families_of(session, edition)
    assert {each.name for each in jiro.members if each.left_at is None} == {"次郎", "桜", "梅"}


def test_a_list_with_a_line_that_is_refused_saves_nothing(session: Session, ring: Keyring) -> None:
    edition = make_receiving(session)
    with pytest.raises(DomainError, match="lines_refused"):
        take_in(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            rows=read_pasted(LIST + "\t\t\t父\t\n"),
            columns=None,
            ring=ring,
        )
    assert session.scalars(select(HostFamily)).all() == []


def test_one_family_is_added_once_and_its_health_is_in_no_audit_value(
    session: Session, ring: Keyring
) -> None:
    edition, key = make_receiving(session), uuid7()
    child = make_registration(session, edition=edition)
    for _ in range(2):
        add_family(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            details=DETAILS,
            ring=ring,
            registration_id=child.id,
            key=key,
        )
    session.expire_all()
    [family] = families_of(session, edition)
    assert (family.id, family.registration_id) == (key, child.id)
    assert details_of(family, ring=ring) == DETAILS
    lines = session.scalars(select(AuditLine)).all()
    assert [(line.act, line.subject_id) for line in lines] == [("hosting.add_family", key)]
    assert session.scalars(select(AuditValue)).all() == []
    with pytest.raises(NotFoundError):
        add_family(
            session,
            actor=COORDINATOR,
            edition_id=make_receiving(session).id,
            details=DETAILS,
            ring=ring,
            key=key,
        )


def test_a_family_is_changed_by_who_saw_it_as_it_is(session: Session, ring: Keyring) -> None:
    edition = make_receiving(session)
    family = add_family(
        session, actor=COORDINATOR, edition_id=edition.id, details=DETAILS, ring=ring
    )
    other = make_registration(session)
    change: dict[str, Any] = {
        "session": session,
        "actor": COORDINATOR,
        "family_id": family.id,
        "details": FamilyDetails(name="見本 三郎", members=DETAILS.members),
        "ring": ring,
    }
    with pytest.raises(StaleRowError):
        change_family(**change, version=7)
    with pytest.raises(DomainError, match="no_such_child"):
        change_family(**change, version=1, registration_id=other.id)
    row = change_family(**change, version=1)
    assert details_of(row, ring=ring).notes == ""
    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.act, line.fields) == ("hosting.change_family", ["address", "notes"])
    assert change_family(**change, version=row.version).version == row.version


def test_families_are_only_where_somebody_comes_and_nothing_was_purged(
    session: Session, ring: Keyring
) -> None:
    purged = make_receiving(session)
    make_plan(session, purged, purged_at=purged.announced_at)
    for edition, refused in (
        (make_edition(session), "nobody_comes"),
        (make_receiving(session, state=EditionState.CANCELLED), "edition_cancelled"),
        (purged, "purged"),
    ):
        with pytest.raises(DomainError, match=refused):
            add_family(
                session, actor=COORDINATOR, edition_id=edition.id, details=DETAILS, ring=ring
            )


def test_a_section_officer_finds_no_family_of_another_section(session: Session) -> None:
    family = make_family(session)
    officer = Actor(user_id=None, role=Role.SECTION, name="見本", section="教育委員会")
    with pytest.raises(NotFoundError):
        family_for(session, officer, family.id)
    with pytest.raises(NotFoundError):
        family_for(session, COORDINATOR, uuid7())


def test_a_check_is_written_down_once_with_who_and_until_when(session: Session) -> None:
    member, key = make_member(session), uuid7()
    details = CheckDetails(
        CheckKind.VISIT, date(2026, 6, 1), CheckResult.PASSED, "事業団 見本", date(2028, 3, 31)
    )
    for _ in range(2):
        record_check(session, actor=COORDINATOR, member_id=member.id, details=details, key=key)
    [check] = session.scalars(select(HostCheck).where(HostCheck.id == key)).all()
    assert (check.kind, check.result, check.checked_by) == (
        CheckKind.VISIT,
        CheckResult.PASSED,
        "事業団 見本",
    )
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act == "hosting.check")).all()
    assert len(acts) == 1
    child = make_member(session, age=AgeBand.TEEN)
    with pytest.raises(DomainError, match="check_of_child"):
        record_check(session, actor=COORDINATOR, member_id=child.id, details=details)
    with pytest.raises(NotFoundError):
        record_check(session, actor=COORDINATOR, member_id=uuid7(), details=details)


def test_a_family_ends_only_when_nobody_stays_there(session: Session) -> None:
    stay = make_placement(session)
    with pytest.raises(DomainError, match="family_hosts"):
        end_family(session, actor=COORDINATOR, family_id=stay.family_id, reason="転居", version=1)
    family = make_family(session)
    row = end_family(session, actor=COORDINATOR, family_id=family.id, reason="転居", version=1)
    assert (row.ended_at is not None, row.end_reason) == (True, "転居")


@pytest.mark.parametrize(
    ("consented", "care", "role", "offered"),
    [
        (True, False, Role.COORDINATOR, True),
        (False, False, Role.COORDINATOR, False),
        (False, False, Role.MANAGER, False),
        (True, True, Role.COORDINATOR, False),
        (True, True, Role.MANAGER, True),
    ],
)
def test_a_child_is_named_with_consent_and_one_to_be_handled_with_care_by_a_manager(
    session: Session, ring: Keyring, consented: bool, care: bool, role: Role, offered: bool
) -> None:
    edition, actor = make_receiving(session), replace(COORDINATOR, role=role)
    pupil = make_pupil(session, needs_care=care)
    child = make_registration(session, edition=edition, pupil=pupil, consented=consented)
    assert [row.id for row in taking_part(session, actor, edition)] == [child.id] * offered
    add: dict[str, Any] = {
        "session": session,
        "actor": actor,
        "edition_id": edition.id,
        "details": DETAILS,
        "ring": ring,
        "registration_id": child.id,
    }
    if offered:
        assert add_family(**add).registration_id == child.id
    else:
        with pytest.raises(DomainError, match="no_such_child"):
            add_family(**add)


def test_a_child_named_before_stays_where_the_family_is_changed(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    child = make_registration(session, edition=edition, consented=False)
    family = make_family(session, edition=edition, registration_id=child.id)
    offered = taking_part(session, COORDINATOR, edition, named=child.id)
    assert [row.id for row in offered] == [child.id]
    row = change_family(
        session,
        actor=COORDINATOR,
        family_id=family.id,
        details=DETAILS,
        version=1,
        ring=ring,
        registration_id=child.id,
    )
    assert row.registration_id == child.id


def test_who_dropped_out_is_no_child_of_a_family(session: Session, ring: Keyring) -> None:
    edition = make_receiving(session)
    child = make_registration(session, edition=edition, state=RegistrationState.WITHDRAWN)
    with pytest.raises(DomainError, match="no_such_child"):
        add_family(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            details=DETAILS,
            ring=ring,
            registration_id=child.id,
        )
    assert session.scalars(select(HostMember)).all() == []
