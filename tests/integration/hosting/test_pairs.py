"""Pairs that last: my guest of this year is my host of the next."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.hosting.enums import PairState
from exchange.hosting.models import Guest, YouthPair
from exchange.hosting.queries.pairs import pair_for, pair_in, paired_pupils, pairs_of
from exchange.hosting.services import carry_pair, end_pair, make_pair, replace_pupil
from exchange.youth.enums import EditionState, RegistrationState, YouthDirection
from exchange.youth.models import Edition, Pupil
from tests.factories.hosting import make_guest, make_receiving
from tests.factories.youth import COORDINATOR, make_edition, make_registration

BROKEN, TOGETHER, AWAITED = PairState.BROKEN, PairState.TOGETHER, PairState.AWAITED


def next_year(session: Session, edition: Edition, **changes: Any) -> Edition:  # noqa: ANN401
    """Add the edition of the following summer, in which the pupils travel."""
    values: dict[str, Any] = {
        "programme": edition.programme,
        "direction": YouthDirection.SEND,
        "starts": date(2027, 8, 1),
        "ends": date(2027, 8, 10),
        "opens_at": edition.opens_at,
    }
    return make_edition(session, **(values | changes))


def states(session: Session, edition: Edition) -> list[PairState]:
    session.expire_all()
    return [row.state for row in pairs_of(session, edition)]


def paired(session: Session, edition: Edition, **changes: Any) -> YouthPair:  # noqa: ANN401
    """Make a pair of a new pupil and a new guest of an edition."""
    registration = make_registration(session, edition=edition)
    guest = make_guest(session, edition=edition)
    return make_pair(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        guest_id=guest.id,
        registration_id=registration.id,
        **changes,
    )


def test_a_guest_of_this_year_is_the_host_of_the_next(session: Session) -> None:
    received = make_receiving(session)
    sent = next_year(session, received)
    pair = paired(session, received)
    assert states(session, received) == [TOGETHER]
    carry_pair(session, actor=COORDINATOR, pair_id=pair.id, edition_id=sent.id, version=1)
    assert states(session, sent) == [AWAITED]
    make_registration(session, edition=sent, pupil=session.get_one(Pupil, pair.pupil_id))
    assert states(session, sent) == [TOGETHER]
    session.expire_all()
    assert session.scalars(select(Guest.id)).all() == [
        pair.guest_id
    ]  # the host there is no guest here
    with pytest.raises(DomainError, match="carried"):
        carry_pair(
            session, actor=COORDINATOR, pair_id=pair.id, edition_id=sent.id, version=pair.version
        )


def test_who_was_host_abroad_comes_as_a_guest_a_year_older_and_is_asked_anew(
    session: Session,
) -> None:
    sent = make_edition(session)
    received = next_year(session, sent, direction=YouthDirection.RECEIVE)
    pair = paired(session, sent)
    carry_pair(session, actor=COORDINATOR, pair_id=pair.id, edition_id=received.id, version=1)
    session.expire_all()
    guest = session.scalars(select(Guest).where(Guest.edition_id == received.id)).one()
    assert (guest.id, guest.age) == (pair.carried_guest_id, pair.guest.age + 1)
    assert guest.name == pair.guest.name
    assert (guest.consent_on, guest.needs) == (None, None)
    assert paired_pupils(session, received)[guest.id] == pair.pupil_id


def test_when_our_pupil_drops_out_the_guest_gets_a_new_host_and_both_are_kept(
    session: Session,
) -> None:
    received = make_receiving(session)
    sent = next_year(session, received)
    former = paired(session, received)
    carry_pair(session, actor=COORDINATOR, pair_id=former.id, edition_id=sent.id, version=1)
    leaver = make_registration(session, edition=sent, pupil=former.pupil)
    leaver.state = RegistrationState.DECLINED
    session.flush()
    assert states(session, sent) == [BROKEN]
    taker = make_registration(session, edition=sent)
    replace: dict[str, Any] = {
        "session": session,
        "actor": COORDINATOR,
        "pair_id": former.id,
        "registration_id": taker.id,
        "reason": "辞退のため",
    }
    with pytest.raises(NotFoundError):
        replace_pupil(**replace, edition_id=make_receiving(session).id, version=former.version)
    pair = replace_pupil(**replace, edition_id=sent.id, version=former.version)
    assert (pair.guest_id, pair.pupil_id) == (former.guest_id, taker.pupil_id)
    assert (pair.replaces_id, pair.carried_to_id) == (former.id, sent.id)
    assert states(session, sent) == [TOGETHER, PairState.ENDED]
    assert former.end_reason == "辞退のため"
    with pytest.raises(DomainError, match="pair_ended"):
        replace_pupil(**replace, edition_id=sent.id, version=former.version)


def test_the_same_pupil_is_no_new_host(session: Session) -> None:
    edition = make_receiving(session)
    pair = paired(session, edition)
    [row] = pairs_of(session, edition)
    assert row.registration is not None
    with pytest.raises(DomainError, match="same_pupil"):
        replace_pupil(
            session,
            actor=COORDINATOR,
            pair_id=pair.id,
            edition_id=edition.id,
            registration_id=row.registration.id,
            reason="x",
            version=1,
        )


def test_a_pair_is_made_once_of_who_takes_part(session: Session) -> None:
    edition, key = make_receiving(session), uuid7()
    pair = paired(session, edition, key=key)
    assert paired(session, edition, key=key) is pair
    with pytest.raises(NotFoundError):
        paired(session, make_receiving(session), key=key)
    make: dict[str, Any] = {"session": session, "actor": COORDINATOR, "edition_id": edition.id}
    own = make_registration(session, edition=edition)
    gone = make_guest(session, edition=edition, withdrawn_at=edition.announced_at)
    for guest_id in (gone.id, make_guest(session).id):
        with pytest.raises(DomainError, match="no_such_guest"):
            make_pair(**make, guest_id=guest_id, registration_id=own.id)
    stranger = make_registration(session)
    with pytest.raises(DomainError, match="no_such_child"):
        make_pair(
            **make,
            guest_id=make_guest(session, edition=edition).id,
            registration_id=stranger.id,
        )
    with pytest.raises(DomainError, match="guest_paired"):
        make_pair(**make, guest_id=pair.guest_id, registration_id=own.id)


def test_a_pair_goes_only_into_a_later_edition_of_its_programme(session: Session) -> None:
    edition = make_receiving(session)
    pair = paired(session, edition)
    cancelled = next_year(session, edition, state=EditionState.CANCELLED)
    for target in (edition, cancelled, make_edition(session, starts=date(2026, 8, 9))):
        with pytest.raises(DomainError, match="no_such_edition"):
            carry_pair(session, actor=COORDINATOR, pair_id=pair.id, edition_id=target.id, version=1)
    with pytest.raises(StaleRowError):
        carry_pair(session, actor=COORDINATOR, pair_id=pair.id, edition_id=edition.id, version=5)


def test_a_pair_ends_with_its_reason_and_stays_on_record(session: Session) -> None:
    edition = make_receiving(session)
    pair = paired(session, edition)
    end_pair(session, actor=COORDINATOR, pair_id=pair.id, reason="卒業", version=1)
    assert states(session, edition) == [PairState.ENDED]
    acts = session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all()
    assert acts == ["hosting.make_pair", "hosting.end_pair"]
    with pytest.raises(DomainError, match="pair_ended"):
        end_pair(session, actor=COORDINATOR, pair_id=pair.id, reason="卒業", version=2)
    with pytest.raises(NotFoundError):
        pair_for(session, COORDINATOR, uuid7())
    with pytest.raises(NotFoundError):
        pair_in(session, make_receiving(session), pair.id)
