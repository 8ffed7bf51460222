"""Whoever goes back and withdraws once more reads that it was withdrawn already."""

import pytest
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.links import signed_token
from exchange.youth.enums import ConsentPurpose
from exchange.youth.queries.consents import answers_of
from tests.factories.consents import make_consent_request, make_consent_text
from tests.factories.youth import make_registration
from tests.servers.visitor import Visitor

TOLD = "この同意は、すでに取り消されています。"


def answers(session: Session, *, join: str) -> dict[str, str]:
    return {
        "text": str(make_consent_text(session).id),
        "join": join,
        "health": "no",
        "photo": "no",
        "pupil": "yes",
        "relation": "mother",
        "signer": "見本 花子",
    }


@pytest.mark.parametrize("path", ["", "/withdraw/join"])
def test_back_and_withdrawn_again_the_page_stands_and_nothing_is_added(
    client: Visitor, session: Session, settings: Settings, path: str
) -> None:
    asked = make_consent_request(session, make_registration(session, consented=False))
    address = f"/consent/{signed_token(asked.link, settings.secret_key or '')}"
    client.submit(f"{address}/open", {"birth_date": "2012-05-03"})
    client.submit(address, answers(session, join="yes"))
    kept = []
    for again in (False, True):
        answer = client.submit(f"{address}{path}", {} if path else answers(session, join="no"))
        assert (answer.status_code, answer.location) == (302, address)
        assert (TOLD in client.get(address).text) is again
        session.expire_all()
        rows = answers_of(session, asked.registration_id)
        kept.append([(row.purpose, row.answer.value) for row in rows])
    assert kept[0] == kept[1]
    assert (ConsentPurpose.JOIN, "withdrawn") in kept[1]
