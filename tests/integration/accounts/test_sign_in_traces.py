"""What stays of sign-ins in the log, and what does not."""

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.rules import FAILURES_BY_ADDRESS, FAILURES_BY_EMAIL
from exchange.accounts.services import begin_attempt, hash_password
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.languages import OFFICE_ZONE
from tests.factories.accounts import make_user
from tests.servers.visitor import Visitor

PATH: Final = "/accounts/sign-in"
PASSWORD: Final = "correct horse battery staple"
HASH: Final = hash_password(PASSWORD)
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, password_hash=HASH)


def traces(session: Session) -> list[tuple[str, Any, dict[str, str | None]]]:
    """Return act, subject and new values of every line, in order."""
    lines = session.scalars(select(AuditLine).order_by(AuditLine.at, AuditLine.id)).all()
    return [
        (line.act, line.subject_id, {value.field: value.new for value in line.values})
        for line in lines
    ]


def test_a_sign_in_leaves_a_line_with_its_device_and_no_network_address(
    client: Visitor, session: Session, user: User
) -> None:
    fields = {"email": user.email, "password": PASSWORD, "csrf_token": client.token()}
    assert client.post(PATH, data=fields, headers={"User-Agent": FIREFOX}).status_code == 302
    said = {"device": "Firefox, Linux", "factors": "1"}
    assert traces(session) == [("accounts.sign_in", user.id, said)]


@pytest.mark.parametrize("limit", ["account", "network"])
def test_a_limit_leaves_one_line_in_the_time_it_holds(
    client: Visitor, session: Session, user: User, limit: str
) -> None:
    number = FAILURES_BY_EMAIL if limit == "account" else FAILURES_BY_ADDRESS
    session.add_all(
        SignInAttempt(
            email=user.email if limit == "account" else f"p{each}@city.example",
            address="127.0.0.1",
            at=clock.machine_now(),
        )
        for each in range(number)
    )
    session.flush()
    for _ in range(2):
        fields = {"email": user.email, "password": "wrong"}
        assert client.submit(PATH, fields).status_code == 429
    ((act, subject, said),) = traces(session)
    assert (act, said) == ("accounts.reach_limit", {"limit": limit})
    assert (subject == user.id) is (limit == "account")


def test_failures_stay_as_a_number_a_day_when_the_attempts_are_dropped(
    session: Session, user: User
) -> None:
    today = clock.machine_now().astimezone(OFFICE_ZONE).replace(hour=12)
    rows: list[tuple[int, str, bool]] = [
        *[(3, user.email, False)] * 4,
        (3, user.email, True),
        (2, user.email, False),
        *[(2, f"stranger{number}@city.example", False) for number in range(3)],
        *[(2, "", False)] * 2,
        (1, user.email, False),
    ]
    for days, email, succeeded in rows:
        at = today - timedelta(days=days)
        session.add(SignInAttempt(email=email, address="192.0.2.1", at=at, succeeded=succeeded))
    session.flush()
    for _ in range(2):
        begin_attempt(session, email="another@city.example", address="192.0.2.2")
    session.flush()
    nobody = {subject for _, subject, _ in traces(session)} - {user.id}
    (zero,) = nobody
    found = [(subject, said["day"], said["failures"]) for _, subject, said in traces(session)]
    first, second = (str((today - timedelta(days=days)).date()) for days in (3, 2))
    assert sorted(found, key=str) == sorted(
        [(user.id, first, "4"), (user.id, second, "1"), (zero, second, "3"), (zero, second, "2")],
        key=str,
    )
    assert "192.0.2.1" not in str(traces(session))
    kept = session.scalars(select(SignInAttempt.email).order_by(SignInAttempt.at)).all()
    assert kept == [user.email, "another@city.example", "another@city.example"]
