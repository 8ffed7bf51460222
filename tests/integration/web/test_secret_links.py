"""A secret link that never was: nowhere, whatever is sent to it, and counted as guessing."""

from typing import Final

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt
from tests.servers.visitor import Visitor

#: Every page of a secret link that takes a form.
SENT_TO: Final = {
    "accounts.take_invitation": "/accounts/invitation/{token}",
    "accounts.take_reset": "/accounts/reset/{token}",
    "applying.correct_now": "/apply/{token}/correct",
    "applying.send": "/apply/{token}",
    "applying.withdraw": "/apply/{token}/withdraw",
    "consent.accept": "/consent/{token}/offer",
    "consent.answer": "/consent/{token}",
    "consent.decline": "/consent/{token}/offer/decline",
    "consent.fill": "/consent/{token}/follow-up",
    "consent.hand_in": "/consent/{token}/report",
    "consent.open_page": "/consent/{token}/open",
    "consent.publication": "/consent/{token}/report/publication",
    "consent.withdraw": "/consent/{token}/withdraw/join",
    "figures.hand_in": "/figures/{token}",
    "partner_list.hand_in": "/partner-list/{token}",
    "scoring.save": "/scoring/{token}",
}
FIELDS: Final = {"birth_date": "2012-05-03", "version": "1"}


def guesses(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(SignInAttempt)).one()


@pytest.mark.parametrize("token", ["0" * 64, "nonsense"])
@pytest.mark.parametrize("address", SENT_TO.values(), ids=SENT_TO)
def test_what_is_sent_to_a_link_that_never_was_is_refused_and_counted(
    session: Session, client: Visitor, address: str, token: str
) -> None:
    answer = client.submit(address.format(token=token), FIELDS)
    assert (answer.status_code, guesses(session)) == (404, 1)


def test_every_link_that_takes_a_form_is_in_the_table(app: Flask) -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "token" in rule.arguments and "POST" in (rule.methods or ())
    }
    assert found == SENT_TO.keys()
