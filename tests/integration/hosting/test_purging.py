"""The purge: everything of families and needs goes; numbers, days and lasting names stay."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import seal
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.permissions import system_actor
from exchange.hosting.models import (
    Guest,
    HostCheck,
    HostFamily,
    HostingPlan,
    HostMember,
    Placement,
)
from exchange.hosting.services import purge_due, purge_edition
from exchange.youth.models import Edition
from tests.factories.hosting import (
    make_family,
    make_guest,
    make_pair,
    make_placement,
    make_plan,
    make_receiving,
)
from tests.factories.youth import COORDINATOR, make_edition
from tests.integration.hosting.conftest import BEFORE_IT, PURGE_DAY

ACTOR = system_actor("tests")


def filled(session: Session, ring: Keyring) -> Edition:
    """Make an edition with one placed guest and one ended stay."""
    edition = make_receiving(session)
    make_plan(session, edition)
    guest = make_guest(session, edition=edition)
    seal(guest, "needs", "落花生を使わない", ring=ring)
    family = make_family(session, edition=edition, pets="金魚")
    seal(family, "address", "中央区見本1-1", ring=ring)
    make_placement(session, guest=guest, family=family)
    make_placement(session, guest=guest, family=family, ended_at=BEFORE_IT, end_reason="祖母の入院")
    return edition


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def audited(session: Session) -> list[dict[str, tuple[str | None, str | None]]]:
    """Return what each purge said it purged, in their order."""
    session.flush()
    lines = session.scalars(
        select(AuditLine).where(AuditLine.act == "hosting.purge").order_by(AuditLine.id)
    )
    return [{each.field: (each.old, each.new) for each in line.values} for line in lines]


def test_the_purge_leaves_numbers_and_days_and_nothing_of_a_person(
    session: Session, ring: Keyring, at: Callable[[datetime], None]
) -> None:
    edition = filled(session, ring)
    at(PURGE_DAY)
    assert purge_due(session, actor=ACTOR, today=date(2026, 10, 8), limit=50) == []
    assert purge_due(session, actor=ACTOR, today=date(2026, 10, 9), limit=50) == [edition]
    session.expire_all()
    assert (count(session, HostMember), count(session, HostCheck)) == (0, 0)
    family = session.scalars(select(HostFamily)).one()
    assert (family.name, family.pets, family.address, family.match_key) == ("", "", None, None)
    assert family.purged_at == PURGE_DAY
    guest = session.scalars(select(Guest)).one()
    assert (guest.name.written, guest.needs, guest.search_key) == ("", None, "")
    stays = session.scalars(select(Placement).order_by(Placement.id)).all()
    assert [(each.reason, each.end_reason) for each in stays] == [("", ""), ("", "－")]
    assert [(each.starts, each.until) for each in stays] == [(edition.starts, edition.ends)] * 2
    assert session.scalars(select(HostingPlan.purged_at)).all() == [PURGE_DAY]
    assert session.scalars(select(AuditLine.act)).all() == ["hosting.purge"]
    assert purge_due(session, actor=ACTOR, today=date(2026, 12, 1), limit=50) == []


def test_nothing_is_purged_before_the_edition_is_over_or_where_nothing_is(
    session: Session, ring: Keyring, at: Callable[[datetime], None]
) -> None:
    edition = filled(session, ring)
    at(datetime(2026, 8, 10, 3, 0, tzinfo=UTC))
    with pytest.raises(DomainError, match="not_over"):
        purge_edition(session, actor=COORDINATOR, edition_id=edition.id)
    at(datetime(2026, 8, 11, 3, 0, tzinfo=UTC))
    assert purge_edition(session, actor=COORDINATOR, edition_id=edition.id)
    with pytest.raises(NotFoundError):
        purge_edition(session, actor=COORDINATOR, edition_id=make_receiving(session).id)


def test_a_guest_whose_pair_lasts_keeps_the_name_until_the_pair_is_over(
    session: Session, ring: Keyring, at: Callable[[datetime], None]
) -> None:
    edition = filled(session, ring)
    later = make_edition(
        session, programme=edition.programme, starts=date(2027, 8, 1), ends=date(2027, 8, 10)
    )
    guest = session.scalars(select(Guest)).one()
    make_pair(session, edition=edition, guest=guest, carried_to_id=later.id)
    at(PURGE_DAY)
    assert purge_due(session, actor=ACTOR, today=date(2026, 10, 9), limit=50) == [edition]
    session.expire_all()
    assert (guest.name.written != "", guest.needs) == (True, None)
    assert purge_due(session, actor=ACTOR, today=date(2026, 10, 10), limit=50) == []
    assert not purge_edition(session, actor=ACTOR, edition_id=edition.id)
    assert audited(session) == [{"families": ("1", "0"), "guests": ("1", "1")}]
    at(datetime(2027, 8, 11, 3, 0, tzinfo=UTC))
    assert purge_due(session, actor=ACTOR, today=date(2027, 8, 11), limit=50) == [edition]
    session.expire_all()
    assert guest.name.written == ""
    assert purge_due(session, actor=ACTOR, today=date(2027, 8, 12), limit=50) == []
    assert audited(session)[1:] == [{"families": ("0", "0"), "guests": ("1", "0")}]


def test_a_pair_nobody_carried_on_lasts_two_years(
    session: Session, ring: Keyring, at: Callable[[datetime], None]
) -> None:
    edition = filled(session, ring)
    guest = session.scalars(select(Guest)).one()
    make_pair(session, edition=edition, guest=guest)
    for day, kept in (
        (datetime(2028, 8, 9, 3, tzinfo=UTC), True),
        (datetime(2028, 8, 10, 3, tzinfo=UTC), False),
    ):
        at(day)
        purge_edition(session, actor=ACTOR, edition_id=edition.id)
        session.expire_all()
        assert (guest.name.written != "") is kept
