"""Programmes, editions and schools: creating, changing, and whose they are."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import (
    EditionState,
    Organiser,
    ProgrammePattern,
    SchoolLevel,
    Selection,
    YouthDirection,
)
from exchange.youth.models import School
from exchange.youth.queries.programmes import edition_for, editions_page, programmes_page
from exchange.youth.rules.editions import Plan
from exchange.youth.services import (
    EditionDetails,
    ProgrammeDetails,
    SchoolDetails,
    announce,
    change_edition,
    change_programme,
    create_edition,
    create_programme,
    create_school,
    end_school,
)
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_registration,
    make_school,
)
from tests.servers.visitor import Visitor

NEW = "/youth/programmes/new"
BOARD = Actor(user_id=None, role=Role.SECTION, name="見本", section="教育委員会")
PROGRAMME = ProgrammeDetails(
    names=Localized({"ja": "見本交流", "en": "Sample"}),
    section="国際課",
    organiser=Organiser.CITY,
    counts=True,
    counts_reason="市の事業",
)
EDITION = EditionDetails(
    title=Localized({"ja": "見本派遣"}),
    direction=YouthDirection.SEND,
    plan=Plan(
        starts=date(2027, 3, 29),
        ends=date(2027, 4, 5),
        opens_on=date(2027, 1, 4),
        closes_on=date(2027, 1, 29),
        quota=10,
    ),
)


def test_an_edition_takes_its_fiscal_year_and_counting_from_start_and_programme(
    session: Session,
) -> None:
    programme = create_programme(session, actor=COORDINATOR, details=PROGRAMME)
    edition = create_edition(session, actor=COORDINATOR, programme_id=programme.id, details=EDITION)
    assert (edition.fiscal_year, edition.state) == (2026, EditionState.DRAFT)
    assert (edition.counts, edition.counts_reason) == (True, "市の事業")
    apart = replace(EDITION, counts=False, counts_reason="試行のため")
    other = create_edition(session, actor=COORDINATOR, programme_id=programme.id, details=apart)
    assert (other.counts, other.counts_reason) == (False, "試行のため")


def test_what_the_city_does_not_organise_never_counts(session: Session) -> None:
    prefecture = replace(PROGRAMME, organiser=Organiser.PREFECTURE)
    with pytest.raises(DomainError, match="only_the_city_counts"):
        create_programme(session, actor=COORDINATOR, details=prefecture)
    programme = create_programme(
        session, actor=COORDINATOR, details=replace(prefecture, counts=False)
    )
    with pytest.raises(DomainError, match="only_the_city_counts"):
        create_edition(
            session,
            actor=COORDINATOR,
            programme_id=programme.id,
            details=replace(EDITION, counts=True),
        )


def test_sent_twice_is_made_once(session: Session) -> None:
    key, other = uuid7(), uuid7()
    one = create_programme(session, actor=COORDINATOR, details=PROGRAMME, key=key)
    assert create_programme(session, actor=COORDINATOR, details=PROGRAMME, key=key) is one
    arguments = {"actor": COORDINATOR, "details": EDITION, "key": other}
    edition = create_edition(session, programme_id=one.id, **arguments)  # type: ignore[arg-type]
    assert create_edition(session, programme_id=one.id, **arguments) is edition  # type: ignore[arg-type]
    stranger = make_programme(session)
    with pytest.raises(NotFoundError):
        create_edition(session, programme_id=stranger.id, **arguments)  # type: ignore[arg-type]
    details = SchoolDetails("見本高校", "みほんこうこう", SchoolLevel.HIGH)
    school = create_school(session, actor=COORDINATOR, details=details, key=uuid7())
    assert create_school(session, actor=COORDINATOR, details=details, key=school.id) is school


def test_a_section_officer_works_with_the_own_sections_programmes_alone(
    session: Session,
) -> None:
    own = create_programme(session, actor=BOARD, details=PROGRAMME)
    assert own.section == "教育委員会"
    foreign = make_edition(session)
    mine = make_edition(session, programme=own)
    assert [row.id for row in programmes_page(session, BOARD).rows] == [own.id]
    assert [row.id for row in editions_page(session, BOARD).rows] == [mine.id]
    assert edition_for(session, BOARD, mine.id) is mine
    for key in (foreign.id, uuid7()):
        with pytest.raises(NotFoundError):
            edition_for(session, BOARD, key)
        with pytest.raises(NotFoundError):
            announce(session, actor=BOARD, edition_id=key)
    with pytest.raises(NotFoundError):
        create_edition(session, actor=BOARD, programme_id=foreign.programme_id, details=EDITION)


def test_a_section_officer_without_a_section_makes_no_programme(session: Session) -> None:
    nobody = replace(BOARD, section=None)
    with pytest.raises(DomainError, match="no_section"):
        create_programme(session, actor=nobody, details=PROGRAMME)
    assert programmes_page(session, nobody).rows == []


def test_a_programme_is_changed_and_its_lines_say_what(session: Session) -> None:
    programme = create_programme(session, actor=COORDINATOR, details=PROGRAMME)
    edition = make_edition(session, programme=programme)
    names = Localized({"ja": "改称交流", "en": "Renamed"})
    details = replace(PROGRAMME, names=names, counts=False, counts_reason="試行のため")
    arguments = {"actor": COORDINATOR, "programme_id": programme.id}
    version = programme.version
    for _ in range(2):  # the second time there is nothing left to change
        change_programme(session, **arguments, details=details, version=programme.version)  # type: ignore[arg-type]
    assert (programme.names, programme.counts, programme.version) == (names, False, version + 1)
    assert programme.search_key == "改称交流|renamed"
    assert edition.counts is True
    [_, line] = lines_of(session, Subject("programme", programme.id))[::-1]
    assert (line.act, line.fields) == ("programmes.change", ["counts", "counts_reason", "names"])
    with pytest.raises(StaleRowError):
        change_programme(session, **arguments, details=PROGRAMME, version=version)  # type: ignore[arg-type]
    prefecture = replace(PROGRAMME, organiser=Organiser.PREFECTURE)
    with pytest.raises(DomainError, match="only_the_city_counts"):
        change_programme(
            session,
            actor=COORDINATOR,
            programme_id=programme.id,
            details=prefecture,
            version=programme.version,
        )


def test_a_section_officer_changes_the_own_section_s_programme_and_keeps_it(
    session: Session,
) -> None:
    own = create_programme(session, actor=BOARD, details=PROGRAMME)
    foreign = make_programme(session)
    renamed = replace(PROGRAMME, names=Localized({"ja": "改称交流"}), section="国際課")
    change_programme(
        session, actor=BOARD, programme_id=own.id, details=renamed, version=own.version
    )
    assert (own.names["ja"], own.section) == ("改称交流", "教育委員会")
    with pytest.raises(NotFoundError):
        change_programme(session, actor=BOARD, programme_id=foreign.id, details=renamed, version=1)


@pytest.mark.parametrize(
    ("role", "section", "offered"),
    [
        (Role.COORDINATOR, None, "国際課"),
        (Role.MANAGER, None, "国際課"),
        (Role.MANAGER, "文化政策課", "文化政策課"),
        (Role.SECTION, "教育委員会", "教育委員会"),
    ],
)
def test_a_new_programme_is_of_the_readers_own_section(
    client: Visitor, session: Session, role: Role, section: str | None, offered: str
) -> None:
    client.sign_in(make_user(session, role=role, section=section))
    assert re.search(f'name="section"[^>]*value="{offered}"', client.get(NEW).text)
    blank = client.submit(NEW, {"name_ja": "見本"})
    assert blank.status_code == 422
    assert not re.search(f'name="section"[^>]*value="{offered}"', blank.text), "as it was typed"


def offered(staff: Visitor, page: str) -> str:
    """Return which way a new edition's form says it goes."""
    field = staff.get(f"{page}editions/new").text.partition('name="direction"')[2]
    found = re.search(r"<option[^>]*selected[^>]*>", field.partition("</select>")[0])
    assert found is not None, field[:400]
    value = re.search(r'value="(\w+)"', found[0])
    assert value is not None
    return value[1]


def test_a_new_edition_goes_the_way_the_pattern_says(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    staff = client_as(Role.COORDINATOR)
    programme = make_programme(session, pattern=ProgrammePattern.RECEIVE_THEN_SEND)
    page = f"/youth/programmes/{programme.id}/"
    assert "受入の次に派遣" in staff.get(page).text
    assert offered(staff, page) == "receive"
    make_edition(session, programme=programme, direction=YouthDirection.RECEIVE)
    assert offered(staff, page) == "send"
    make_edition(
        session,
        programme=programme,
        direction=YouthDirection.SEND,
        state=EditionState.CANCELLED,
        starts=date(2027, 1, 1),
        ends=date(2027, 1, 2),
    )
    assert offered(staff, page) == "send"
    assert f'value="{programme.pattern.value}"' in staff.get(f"{page}edit").text


def test_an_edition_changes_until_it_ends_and_never_below_the_seats_taken(
    session: Session,
) -> None:
    edition = make_edition(session)
    for _ in range(2):
        make_registration(session, edition=edition)
    arguments = {"actor": COORDINATOR, "edition_id": edition.id}
    few = replace(EDITION, plan=replace(EDITION.plan, quota=1))
    with pytest.raises(DomainError, match="quota_below_taken") as refused:
        change_edition(session, **arguments, details=few, version=edition.version)  # type: ignore[arg-type]
    assert refused.value.field == "quota"
    two = replace(EDITION, plan=replace(EDITION.plan, quota=2))
    lots = replace(two, selection=Selection.LOTTERY)
    with pytest.raises(DomainError, match="selection_fixed"):
        change_edition(session, **arguments, details=lots, version=edition.version)  # type: ignore[arg-type]
    version = edition.version
    change_edition(session, **arguments, details=two, version=version)  # type: ignore[arg-type]
    assert (edition.quota, edition.starts, edition.version) == (2, date(2027, 3, 29), version + 1)
    with pytest.raises(StaleRowError):
        change_edition(session, **arguments, details=EDITION, version=version)  # type: ignore[arg-type]
    ended = make_edition(session, state=EditionState.CANCELLED)
    with pytest.raises(DomainError, match="edition_cancelled"):
        change_edition(
            session,
            actor=COORDINATOR,
            edition_id=ended.id,
            details=EDITION,
            version=ended.version,
        )


def test_a_draft_is_announced_once(session: Session) -> None:
    edition = make_edition(session, state=EditionState.DRAFT, announced_at=None)
    announce(session, actor=COORDINATOR, edition_id=edition.id)
    assert edition.state is EditionState.ANNOUNCED
    assert edition.announced_at is not None
    with pytest.raises(TransitionError):
        announce(session, actor=COORDINATOR, edition_id=edition.id)


def test_a_school_has_one_name_and_can_be_ended(session: Session) -> None:
    school = make_school(session, name="見本中学校")
    end_school(session, actor=COORDINATOR, school_id=school.id, version=school.version)
    assert session.get_one(School, school.id).active is False
    with pytest.raises(StaleRowError):
        end_school(session, actor=COORDINATOR, school_id=school.id, version=1)
    with pytest.raises(NotFoundError):
        end_school(session, actor=COORDINATOR, school_id=uuid7(), version=1)
    details = SchoolDetails("見本中学校", "みほん", SchoolLevel.JUNIOR_HIGH)
    with pytest.raises(DomainError, match="school_name_taken") as refused:
        create_school(session, actor=COORDINATOR, details=details)
    assert refused.value.field == "name"
