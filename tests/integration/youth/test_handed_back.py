"""A form that is handed back shows what its page does, and is on the read log as the page is."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.enums.trust import TrustAct
from exchange.audit.models import AuditLine
from exchange.core.permissions import Role
from tests.factories.whole_pupils import NAME
from tests.factories.youth import make_pupil, make_registration
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


def readings(session: Session) -> list[tuple[str, str | None]]:
    session.expire_all()
    lines = session.scalars(select(AuditLine).where(AuditLine.act == TrustAct.PAGES_READ.value))
    return [(line.subject_kind, line.purpose) for line in lines]


@pytest.mark.parametrize(
    ("address", "noted"),
    [
        ("/youth/registrations/{registration}/move", ("registration", "answer")),
        ("/youth/editions/{edition}/consent", ("edition", "applications")),
        ("/hosting/editions/{edition}/families/new", ("edition", "preparation")),
    ],
)
def test_who_sends_an_empty_form_and_reads_names_leaves_one_line(
    session: Session, client_as: SignIn, address: str, noted: tuple[str, str]
) -> None:
    row = make_registration(session, pupil=make_pupil(session, name=NAME))
    person = client_as(Role.COORDINATOR)
    asked = address.format(registration=row.id, edition=row.edition_id)
    for _ in range(2):
        answer = person.submit(asked, {})
        assert answer.status_code == 422
        assert "蕗乃" in answer.text
    assert readings(session) == [noted]
