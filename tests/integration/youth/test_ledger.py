"""Closing an edition writes the ledger and its totals; a recount finds the same."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.keys import LedgerKey
from exchange.youth.enums import (
    CountReason,
    EditionState,
    Organiser,
    ParticipantKind,
    RegistrationState,
    YouthDirection,
)
from exchange.youth.ledger import Difference, Scope, differences, kept_totals, recount
from exchange.youth.models import (
    SINCE_START,
    Edition,
    Participation,
    ParticipationPerson,
    ParticipationTotal,
)
from exchange.youth.rules.counting import Totals
from exchange.youth.services import close_edition
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.conftest import AFTER_IT

_S = RegistrationState
Clock = Callable[[datetime], None]


def close(session: Session, edition: Edition, key: LedgerKey) -> None:
    close_edition(session, actor=COORDINATOR, edition_id=edition.id, ledger_key=key)


def ledger(session: Session, edition: Edition) -> list[Participation]:
    statement = select(Participation).where(Participation.edition_id == edition.id)
    return list(session.scalars(statement.order_by(Participation.id)))


def test_one_pupil_in_two_editions_of_a_year_is_two_two_one(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    pupil = make_pupil(session)
    for _ in range(2):
        edition = make_edition(session)
        make_registration(session, edition=edition, pupil=pupil, state=_S.COMPLETED)
        at(AFTER_IT)
        close(session, edition, ledger_key)
    assert kept_totals(session) == {
        Scope(SINCE_START, False): Totals(2, 1),
        Scope(SINCE_START, True): Totals(2, 1),
        Scope(2026, False): Totals(2, 1),
        Scope(2026, True): Totals(2, 1),
    }
    assert differences(session) == []


def test_only_who_completed_is_in_the_ledger(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    edition = make_edition(session)
    states = [
        *(_S.DRAFT, _S.WITHDRAWN, _S.NOT_SELECTED, _S.DECLINED, _S.ABSENT, _S.COMPLETED),
        _S.CANCELLED_BY_PROGRAMME,
    ]
    rows = {state: make_registration(session, edition=edition, state=state) for state in states}
    make_registration(session, edition=edition, state=_S.WAITLISTED, waitlist_rank=1)
    at(AFTER_IT)
    close(session, edition, ledger_key)
    [row] = ledger(session, edition)
    completed = rows[_S.COMPLETED]
    assert row.person_digest == ledger_key.digest(completed.pupil_id)
    assert (row.counts, row.reason, row.fiscal_year) == (True, CountReason.COUNTED, 2026)
    [link] = session.scalars(select(ParticipationPerson))
    assert (link.participation_id, link.pupil_id) == (row.id, completed.pupil_id)
    assert edition.state is EditionState.CLOSED


@pytest.mark.parametrize(
    ("programme", "edition", "registration", "reason"),
    [
        ({}, {}, {"kind": ParticipantKind.GUEST}, CountReason.GUEST),
        ({}, {}, {"kind": ParticipantKind.CHAPERONE}, CountReason.CHAPERONE),
        (
            {"organiser": Organiser.PREFECTURE, "counts": False},
            {},
            {},
            CountReason.PREFECTURE,
        ),
        ({"organiser": Organiser.OTHER, "counts": False}, {}, {}, CountReason.OTHER_ORGANISER),
        ({"counts": False}, {}, {}, CountReason.EDITION),
        ({}, {"direction": YouthDirection.ONLINE}, {}, CountReason.ONLINE),
    ],
)
def test_who_completed_without_counting_is_kept_with_the_reason(
    session: Session,
    at: Clock,
    ledger_key: LedgerKey,
    programme: dict[str, object],
    edition: dict[str, object],
    registration: dict[str, object],
    reason: CountReason,
) -> None:
    row = make_edition(session, programme=make_programme(session, **programme), **edition)
    make_registration(session, edition=row, state=_S.COMPLETED, **registration)
    at(AFTER_IT)
    close(session, row, ledger_key)
    [kept] = ledger(session, row)
    assert (kept.counts, kept.reason) == (False, reason)
    assert kept_totals(session)[Scope(2026, False)] == Totals(0, 0)
    assert differences(session) == []


def test_a_journey_across_the_turn_of_the_year_counts_where_it_departs(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    edition = make_edition(
        session,
        starts=date(2026, 3, 28),
        ends=date(2026, 4, 6),
        opens_on=date(2026, 1, 5),
        closes_on=date(2026, 1, 30),
    )
    make_registration(session, edition=edition, state=_S.COMPLETED)
    at(AFTER_IT)
    close(session, edition, ledger_key)
    assert ledger(session, edition)[0].fiscal_year == 2025


def test_demo_rows_stand_in_their_own_totals(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    pupil = make_pupil(session)
    real, demo = make_edition(session), make_edition(session, is_demo=True)
    sample = make_pupil(session, school=make_school(session, is_demo=True), is_demo=True)
    make_registration(session, edition=real, pupil=pupil, state=_S.COMPLETED)
    make_registration(session, edition=demo, pupil=pupil, state=_S.COMPLETED)
    make_registration(session, edition=real, pupil=sample, state=_S.COMPLETED)
    at(AFTER_IT)
    close(session, real, ledger_key)
    close(session, demo, ledger_key)
    assert kept_totals(session)[Scope(SINCE_START, False)] == Totals(1, 1)
    assert kept_totals(session)[Scope(SINCE_START, True)] == Totals(3, 2)
    assert recount(session) == kept_totals(session)


def test_a_total_that_was_tampered_with_is_named(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    edition = make_edition(session)
    make_registration(session, edition=edition, state=_S.COMPLETED)
    at(AFTER_IT)
    close(session, edition, ledger_key)
    total = session.get_one(ParticipationTotal, (2026, False))
    total.person_times = 5
    session.flush()
    assert differences(session) == [Difference(Scope(2026, False), Totals(5, 1), Totals(1, 1))]
    session.delete(total)
    session.flush()
    assert differences(session) == [Difference(Scope(2026, False), None, Totals(1, 1))]


def test_the_locked_rule_of_the_indicators_room_decides(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    make_rule(session, indicator)
    make_rule(session, indicator, number=2, hosts_count=False, online_counts=True, locked=True)
    at(AFTER_IT)
    reasons = {}
    for direction in (YouthDirection.RECEIVE, YouthDirection.ONLINE):
        edition = make_edition(session, direction=direction)
        make_registration(session, edition=edition, state=_S.COMPLETED)
        close(session, edition, ledger_key)
        [row] = ledger(session, edition)
        reasons[direction] = (row.reason, row.rule_version)
    assert reasons == {
        YouthDirection.RECEIVE: (CountReason.HOSTING, 2),
        YouthDirection.ONLINE: (CountReason.COUNTED, 2),
    }
