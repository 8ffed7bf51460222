"""Placing, moving and ending stays; guests; the suggestion."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Name, seal, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.keys import Keyring
from exchange.hosting.enums import Animal, Avoidance, Conflict, PlacementState, Sex
from exchange.hosting.models import Guest, HostFamily, Placement
from exchange.hosting.queries.fitting import board_of
from exchange.hosting.queries.guests import (
    avoidances_of,
    guest_for,
    history_of_guest,
    placement_for,
)
from exchange.hosting.queries.overview import Counts, counts_of
from exchange.hosting.services import (
    GuestDetails,
    add_guest,
    change_guest,
    end_stay,
    place,
    place_suggested,
    switch_suggestion,
    withdraw_guest,
)
from exchange.hosting.services.placing import Choice
from exchange.youth.models import Pupil
from tests.factories.hosting import (
    make_family,
    make_guest,
    make_pair,
    make_placement,
    make_plan,
    make_receiving,
)
from tests.factories.youth import COORDINATOR, make_registration
from tests.integration.hosting.conftest import IN_IT
from tests.servers.statements import count_statements

DETAILS = GuestDetails(
    name=Name("Muster", "Lena"),
    age=16,
    sex=Sex.FEMALE,
    languages=("de", "en"),
    avoids=(Avoidance.SMOKE, Avoidance.DOG),
    needs="食事に落花生を使わない",
)


def choice(guest: Guest, family: HostFamily, **changes: Any) -> Choice:  # noqa: ANN401 - any field
    values: dict[str, Any] = {"reason": "英語で話せる"}
    return Choice(guest.id, family.id, **(values | changes))


def states(session: Session, guest: Guest) -> list[tuple[str, date, date, str]]:
    session.expire_all()
    return [
        (stay.family.name, stay.starts, stay.until, stay.end_reason)
        for stay in history_of_guest(session, session.get_one(Guest, guest.id))
    ]


def test_a_guest_is_placed_once_with_who_and_why(session: Session, ring: Keyring) -> None:
    edition, key = make_receiving(session), uuid7()
    guest, family = make_guest(session, edition=edition), make_family(session, edition=edition)
    for _ in range(2):
        place(session, actor=COORDINATOR, choice=choice(guest, family, key=key), ring=ring)
    [stay] = session.scalars(select(Placement)).all()
    assert (stay.id, stay.reason, stay.actor_name) == (key, "英語で話せる", COORDINATOR.name)
    assert (stay.starts, stay.until) == (edition.starts, edition.ends)
    lines = session.scalars(select(AuditLine)).all()
    assert [(line.act, line.subject_id) for line in lines] == [("hosting.place", guest.id)]
    values = session.scalars(select(AuditValue.new)).all()
    assert values == [str(family.id)]
    assert counts_of(session, edition) == Counts(families=1, guests=1, placed=1, pairs=0)
    with pytest.raises(DomainError, match="there_already"):
        place(session, actor=COORDINATOR, choice=choice(guest, family), ring=ring)
    other = make_guest(session, edition=edition)
    with pytest.raises(NotFoundError):
        place(session, actor=COORDINATOR, choice=choice(other, family, key=key), ring=ring)


def test_no_child_is_placed_without_consent_or_two_checked_adults(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    free = make_family(session, edition=edition)
    without = make_guest(session, edition=edition, consent_on=None, consent_paper="")
    accepted = list(Conflict)
    with pytest.raises(DomainError, match="no_consent"):
        place(
            session, actor=COORDINATOR, choice=choice(without, free, accepted=accepted), ring=ring
        )
    unchecked = make_family(session, edition=edition, checked=1)
    guest = make_guest(session, edition=edition)
    with pytest.raises(DomainError, match="not_checked"):
        place(
            session,
            actor=COORDINATOR,
            choice=choice(guest, unchecked, accepted=accepted),
            ring=ring,
        )
    assert session.scalars(select(Placement)).all() == []


def test_a_known_conflict_is_placed_across_only_when_named_and_is_kept(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    family = make_family(session, edition=edition, animals=["dog"], pets="犬1匹")
    guest = make_guest(session, edition=edition)
    seal(guest, "avoids", "dog", ring=ring)
    session.flush()
    with pytest.raises(DomainError, match=r"error\.pets") as refused:
        place(session, actor=COORDINATOR, choice=choice(guest, family), ring=ring)
    assert refused.value.field == "accepted"
    kept: dict[str, Any] = {"accepted": [Conflict.PETS], "reason": "犬は滞在中、親戚に預ける"}
    place(session, actor=COORDINATOR, choice=choice(guest, family, **kept), ring=ring)
    session.expire_all()
    [stay] = session.scalars(select(Placement)).all()
    assert (stay.accepted, stay.reason) == (["pets"], "犬は滞在中、親戚に預ける")
    [row] = board_of(session, edition, ring=ring).guests
    assert (row.state, row.conflicts) == (PlacementState.PLACED, [])


def test_a_conflict_that_arises_later_is_shown_on_the_board(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    family = make_family(session, edition=edition, animals=[Animal.CAT.value])
    guest = make_guest(session, edition=edition)
    make_placement(session, guest=guest, family=family)
    seal(guest, "avoids", "cat", ring=ring)
    session.flush()
    [row] = board_of(session, edition, ring=ring).guests
    assert row.conflicts == [Conflict.PETS]


def test_before_the_stay_a_move_replaces_it_and_within_it_begins_today(
    session: Session, ring: Keyring, at: Callable[[datetime], None]
) -> None:
    edition = make_receiving(session)
    first, second, third = (make_family(session, edition=edition, name=name) for name in "甲乙丙")
    guest = make_guest(session, edition=edition)
    whole = (edition.starts, edition.ends)
    place(session, actor=COORDINATOR, choice=choice(guest, first), ring=ring)
    place(session, actor=COORDINATOR, choice=choice(guest, second, reason="祖母の入院"), ring=ring)
    assert states(session, guest) == [("乙", *whole, ""), ("甲", *whole, "祖母の入院")]
    at(IN_IT)
    place(session, actor=COORDINATOR, choice=choice(guest, third, reason="停電"), ring=ring)
    assert states(session, guest)[:2] == [
        ("丙", date(2026, 8, 4), edition.ends, ""),
        ("乙", edition.starts, date(2026, 8, 3), "停電"),
    ]
    acts = session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all()
    assert acts == [
        *("hosting.place", "hosting.end_stay", "hosting.move"),
        *("hosting.end_stay", "hosting.move"),
    ]
    at(datetime.fromisoformat("2026-08-12T12:00:00+09:00"))
    with pytest.raises(DomainError, match="stay_over"):
        place(session, actor=COORDINATOR, choice=choice(guest, first), ring=ring)


def test_a_place_that_is_taken_is_not_given_again_and_one_set_free_is(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    family = make_family(session, edition=edition)
    guests = [make_guest(session, edition=edition) for _ in range(2)]
    stay = place(session, actor=COORDINATOR, choice=choice(guests[0], family), ring=ring)
    with pytest.raises(DomainError, match="no_room"):
        place(session, actor=COORDINATOR, choice=choice(guests[1], family), ring=ring)
    end_stay(session, actor=COORDINATOR, placement_id=stay.id, reason="都合")
    with pytest.raises(DomainError, match="stay_ended"):
        end_stay(session, actor=COORDINATOR, placement_id=stay.id, reason="都合")
    session.expire_all()
    place(session, actor=COORDINATOR, choice=choice(guests[1], family), ring=ring)
    with pytest.raises(NotFoundError):
        placement_for(session, COORDINATOR, uuid7())


def test_nobody_is_placed_with_a_family_of_another_edition_or_one_that_ended(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    guest = make_guest(session, edition=edition)
    ended = make_family(session, edition=edition, ended_at=edition.announced_at)
    for family in (make_family(session), ended):
        with pytest.raises(DomainError, match="no_such_family"):
            place(session, actor=COORDINATOR, choice=choice(guest, family), ring=ring)


def test_a_guest_is_kept_with_sealed_needs_and_changed_by_who_saw_it(
    session: Session, ring: Keyring
) -> None:
    edition, key = make_receiving(session), uuid7()
    for _ in range(2):
        add_guest(
            session, actor=COORDINATOR, edition_id=edition.id, details=DETAILS, ring=ring, key=key
        )
    elsewhere = make_receiving(session).id
    with pytest.raises(NotFoundError):
        add_guest(
            session, actor=COORDINATOR, edition_id=elsewhere, details=DETAILS, ring=ring, key=key
        )
    session.expire_all()
    guest = guest_for(session, COORDINATOR, key)
    assert avoidances_of(guest, ring=ring) == [Avoidance.DOG, Avoidance.SMOKE]
    assert "落花生" not in str(session.execute(select(Guest.__table__)).mappings().all())
    change: dict[str, Any] = {
        "session": session,
        "actor": COORDINATOR,
        "guest_id": key,
        "ring": ring,
    }
    with pytest.raises(StaleRowError):
        change_guest(**change, details=DETAILS, version=9)
    row = change_guest(**change, details=DETAILS, version=1)
    assert row.version == 1
    row = change_guest(
        **change, details=GuestDetails(Name("Muster", "Lena"), 17, consent_on=None), version=1
    )
    assert (row.age, row.needs, row.avoids) == (17, None, None)
    assert session.scalars(select(AuditValue)).all() == []
    assert session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all() == [
        "hosting.add_guest",
        "hosting.change_guest",
    ]
    with pytest.raises(NotFoundError):
        guest_for(session, COORDINATOR, uuid7())


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"consent_on": date(2026, 7, 2), "consent_paper": "x"}, "consent_ahead"),
        ({"consent_on": date(2026, 6, 1)}, "consent_paper"),
        ({"stays_from": date(2026, 8, 11), "stays_until": date(2026, 8, 12)}, "stay_after"),
        ({"stays_from": date(2026, 8, 2)}, "one_day"),
    ],
)
def test_a_guest_that_cannot_be_is_refused(
    session: Session, ring: Keyring, changes: dict[str, Any], refused: str
) -> None:
    edition = make_receiving(session)
    details = GuestDetails(Name("Muster"), 16, **changes)
    with pytest.raises(DomainError, match=refused):
        add_guest(session, actor=COORDINATOR, edition_id=edition.id, details=details, ring=ring)


def test_a_guest_who_does_not_come_frees_the_place_and_is_placed_no_more(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    guest, family = make_guest(session, edition=edition), make_family(session, edition=edition)
    place(session, actor=COORDINATOR, choice=choice(guest, family), ring=ring)
    leave: dict[str, Any] = {
        "session": session,
        "actor": COORDINATOR,
        "guest_id": guest.id,
        "reason": "病気",
    }
    row = withdraw_guest(**leave, version=1)
    with pytest.raises(DomainError, match="guest_withdrawn"):
        withdraw_guest(**leave, version=row.version)
    session.expire_all()
    with pytest.raises(DomainError, match="guest_withdrawn"):
        place(session, actor=COORDINATOR, choice=choice(guest, family), ring=ring)
    board = board_of(session, edition, ring=ring)
    assert [each.state for each in board.guests] == [PlacementState.WITHDRAWN]
    assert [each.left for each in board.families] == [1]


def test_the_suggestion_is_off_until_turned_on_and_places_only_who_waits(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    guest, family = make_guest(session, edition=edition), make_family(session, edition=edition)
    chosen: dict[str, Any] = {
        "session": session,
        "actor": COORDINATOR,
        "edition_id": edition.id,
        "choices": [choice(guest, family, suggested=True)],
        "ring": ring,
    }
    with pytest.raises(DomainError, match="suggestion_off"):
        place_suggested(**chosen)
    for _ in range(2):
        switch_suggestion(session, actor=COORDINATOR, edition=edition, on=True)
    assert [stay.suggested for stay in place_suggested(**chosen)] == [True]
    session.expire_all()
    assert place_suggested(**chosen) == []
    switches = select(AuditLine.act).where(AuditLine.act == "hosting.switch")
    assert session.scalars(switches).all() == ["hosting.switch"]


def test_the_child_of_a_family_who_is_the_guests_pair_speaks_for_it(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)
    child = make_registration(session, edition=edition)
    family = make_family(session, edition=edition, registration_id=child.id)
    guest = make_guest(session, edition=edition)
    make_pair(session, edition=edition, guest=guest, pupil=session.get_one(Pupil, child.pupil_id))
    make_plan(session, edition)
    session.expire_all()
    board = board_of(session, edition, ring=ring)
    [row] = board.families
    assert row.family.id == family.id
    assert board.assessment(guest, row).score == 20 - 1  # no language in common


def test_the_board_takes_the_same_statements_whatever_the_number(
    session: Session, ring: Keyring
) -> None:
    edition = make_receiving(session)

    def statements() -> int:
        session.expire_all()
        with count_statements() as sent:
            board_of(session, edition, ring=ring)
        return len(sent)

    def grow() -> None:
        stay = make_placement(
            session,
            guest=make_guest(session, edition=edition),
            family=make_family(session, edition=edition),
        )
        assert stay.ended_at is None

    grow()
    one = statements()
    grow()
    grow()
    assert statements() == one
