"""What guardians wrote in applications ends when its time is over."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.errors import NotFoundError
from exchange.core.links import LinkPurpose, find_signed, signed_token
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.models import Application, Edition, Registration
from exchange.youth.rules.applying import KEPT, KEPT_CHOSEN
from exchange.youth.services.forgetting import forget_due
from exchange.youth.services.written import answers_of
from tests.factories.applications import RING, asked, make_application
from tests.factories.youth import make_edition, make_registration

S = RegistrationState
Clock = Callable[[datetime], None]
PURGE = system_actor("exchange purge")
ENDS = date(2026, 8, 10)


@pytest.fixture(autouse=True)
def in_the_window(at: Clock) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, registering=Registering.BOTH, ends=ENDS)


def emptied(session: Session, row: Application, today: date) -> bool:
    forget_due(session, actor=PURGE, today=today, limit=50)
    return row.emptied_at is not None


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (None, KEPT),
        (S.WITHDRAWN, KEPT),
        (S.NOT_SELECTED, KEPT),
        (S.COMPLETED, KEPT_CHOSEN),
    ],
)
def test_what_was_written_is_kept_by_what_became_of_it(
    session: Session, edition: Edition, state: RegistrationState | None, kept: timedelta
) -> None:
    row = make_application(session, edition)
    made = session.get_one(Registration, row.registration_id)
    if state is None:
        row.registration_id = None
    else:
        made.state = state
    session.flush()
    assert not emptied(session, row, ENDS + kept)
    assert emptied(session, row, ENDS + kept + timedelta(days=1))
    assert (row.answers, row.mail, answers_of(row, RING)) == (None, "", {})
    assert row.sent_at is not None
    acts = [line.act for line in lines_of(session, Subject("application", row.id))]
    assert acts.count("applications.change") == 1
    with pytest.raises(NotFoundError):
        find_signed(
            session, LinkPurpose.APPLICATION, signed_token(row.link, "secret"), secret="secret"
        )
    later = ENDS + kept + timedelta(days=2)
    assert forget_due(session, actor=PURGE, today=later, limit=50) == []


def test_an_address_of_a_link_nobody_used_ends_with_the_window(
    session: Session, edition: Edition
) -> None:
    row = asked(session, edition)
    assert not emptied(session, row, date(2026, 6, 30))
    mail = session.scalars(select(Mail)).one()
    mail.state, mail.body = MailState.SENT, None
    assert emptied(session, row, date(2026, 7, 1))
    assert (mail.recipient, mail.subject) == ("", "")


def test_mails_to_an_address_that_another_child_is_registered_with_stay(
    session: Session, edition: Edition
) -> None:
    asked(session, edition)
    make_registration(session, guardian_mail="PARENT@example.jp")
    mail = session.scalars(select(Mail)).one()
    mail.state = MailState.SENT
    forget_due(session, actor=PURGE, today=date(2026, 7, 1), limit=50)
    assert session.scalars(select(Application.mail)).all() == [""]
    assert mail.recipient == "parent@example.jp"
