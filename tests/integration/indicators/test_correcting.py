"""What a correction of a closed year may say: who counts by its rule, and persons alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.permissions import Actor
from exchange.indicators.models import CountingRule
from exchange.indicators.services import enter_found, enter_number
from exchange.youth.enums import EditionState, ParticipantKind, RegistrationState, YouthDirection
from exchange.youth.ledger import faults
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.youth import make_edition, make_pupil, make_registration
from tests.integration.indicators.test_closing import NOW, close, figures, taken_in


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.mark.parametrize(
    ("direction", "kind"),
    [
        (YouthDirection.ONLINE, ParticipantKind.OWN_YOUTH),
        (YouthDirection.SEND, ParticipantKind.GUEST),
        (YouthDirection.SEND, ParticipantKind.CHAPERONE),
    ],
)
@pytest.mark.usefixtures("rule")
def test_nobody_is_found_whom_the_rule_of_the_closed_year_does_not_count(
    session: Session,
    coordinator: Actor,
    manager: Actor,
    direction: YouthDirection,
    kind: ParticipantKind,
) -> None:
    days = {"starts": date(2026, 8, 1), "ends": date(2026, 8, 9)}
    edition = make_edition(session, state=EditionState.CLOSED, direction=direction, **days)
    there = make_registration(session, edition=edition, kind=kind, state=RegistrationState.ABSENT)
    close(session, manager)
    entered: dict[str, Any] = {"actor": coordinator, "edition_id": edition.id, "reason": "訂正"}
    found: dict[str, Any] = {"registration_id": there.id, "ledger_key": LEDGER_KEY}
    with pytest.raises(DomainError, match="counts_not"):
        enter_found(session, **entered, **found)
    if direction is YouthDirection.ONLINE:
        with pytest.raises(DomainError, match="counts_not"):
            enter_number(session, **entered, change=(1, 1, 1))


def test_persons_alone_are_corrected_by_number(
    session: Session, coordinator: Actor, manager: Actor, rule: CountingRule
) -> None:
    assert rule.locked
    edition = close_edition_of(session, [make_pupil(session) for _ in range(3)])
    close(session, manager)
    fewer: dict[str, Any] = {"edition_id": edition.id, "reason": "同じ人"}
    entered = enter_number(session, actor=coordinator, change=(0, -1, -1), **fewer)
    taken_in(session, manager, entered)
    found = figures(session)
    assert isinstance(found[2], dict)
    assert (*found[:2], found[2]["2026"]["unique"], faults(session)) == (17, 2, 2, [])
