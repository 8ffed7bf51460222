"""Somebody comes home early: noted, counted by the rule, shown."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditValue
from exchange.core.errors import DomainError
from exchange.core.keys import LedgerKey
from exchange.core.permissions import Role
from exchange.youth.enums import CountReason, RegistrationState
from exchange.youth.models import Participation, RegistrationStep
from exchange.youth.services import close_edition, mark_absent
from exchange.youth.services.returning import note_early_return
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import COORDINATOR, make_edition, make_registration
from tests.integration.youth.conftest import AFTER_IT
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
At = Callable[[datetime], None]
_S = RegistrationState
DAY = date(2026, 8, 3)


@pytest.mark.parametrize("counts", [True, False])
def test_an_early_return_counts_as_the_rule_says_and_the_ledger_says_so(
    session: Session, at: At, ledger_key: LedgerKey, counts: bool
) -> None:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    make_rule(session, indicator, early_return_counts=counts)
    edition = make_edition(session)
    early, whole = (
        make_registration(session, edition=edition, state=_S.CONFIRMED) for _ in range(2)
    )
    at(AFTER_IT)
    note_early_return(session, actor=COORDINATOR, registration_id=early.id, day=DAY, reason="発熱")
    assert (early.state, early.left_early_on) == (_S.COMPLETED, DAY)
    kept = session.scalars(select(AuditValue.new).where(AuditValue.new.is_not(None)))
    assert not any("発熱" in (value or "") for value in kept)
    whole.state = _S.COMPLETED
    session.flush()
    close_edition(session, actor=COORDINATOR, edition_id=edition.id, ledger_key=ledger_key)
    rows = session.scalars(select(Participation)).all()
    reason = CountReason.COUNTED if counts else CountReason.EARLY_RETURN
    assert {(row.left_early, row.reason) for row in rows} == {
        (True, reason),
        (False, CountReason.COUNTED),
    }


def test_an_early_return_is_taken_back_and_goes_with_an_absence(session: Session, at: At) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition, state=_S.COMPLETED)
    at(AFTER_IT)

    def note(day: date | None, reason: str = "発熱") -> None:
        note_early_return(
            session, actor=COORDINATOR, registration_id=row.id, day=day, reason=reason
        )

    note(DAY)
    steps = select(RegistrationStep.state, RegistrationStep.reason)
    assert session.execute(steps).all() == [(_S.COMPLETED, "発熱")]
    note(None, "")
    assert (row.state, row.left_early_on) == (_S.COMPLETED, None)
    with pytest.raises(DomainError):
        note(DAY, "")
    note(DAY)
    mark_absent(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])
    assert (row.state, row.left_early_on) == (_S.ABSENT, None)


def test_the_page_notes_and_clears_it(session: Session, client_as: SignIn, at: At) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition, state=_S.CONFIRMED)
    at(AFTER_IT)
    staff, page = client_as(Role.COORDINATOR), f"/youth/registrations/{row.id}/"
    path = f"{page}early-return"
    assert f'href="{path}"' in staff.get(page).text
    assert "参加者として数えます" in staff.get(path).text
    typed = {"version": row.version, "day": "2026-08-03", "reason": "発熱"}
    assert staff.submit(path, typed | {"reason": ""}).status_code == 422
    assert staff.submit(path, typed | {"day": "2026-08-10"}).status_code == 422
    assert staff.submit(path, typed).status_code == 302
    for shown in (page, f"/youth/editions/{edition.id}/"):
        assert "令和8年(2026年)8月3日に途中で帰国" in staff.get(shown).text
    assert "途中で帰国した1名は" in staff.get(f"/youth/editions/{edition.id}/close").text
    session.expire_all()
    cleared = staff.submit(f"{path}/none", {"version": row.version})
    assert cleared.status_code == 302
    assert "に途中で帰国" not in staff.get(page).text
