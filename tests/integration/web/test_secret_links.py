"""A secret link that never was: nowhere, whatever is sent to it, and counted as guessing."""

from typing import Final
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from exchange.accounts.models import SignInAttempt
from tests.factories.hostile import BOUNDED, TEXTS
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
_PLACE: Final = "in-place-of-a-token"
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


def spellings(app: Flask) -> list[tuple[str, str]]:
    """Return every address of a secret, its token to be filled in, and how it is asked for."""
    adapter = app.url_map.bind("localhost")
    return [
        (adapter.build(rule.endpoint, _parts(rule)).replace(_PLACE, "{token}"), way)
        for rule in app.url_map.iter_rules()
        if "token" in rule.arguments
        for way in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def _parts(rule: Rule) -> dict[str, str]:
    kinds = {name: rule._converters[name] for name in rule.arguments}
    chosen = {name: min(kind.items) for name, kind in kinds.items() if hasattr(kind, "items")}
    return chosen | {"token": _PLACE}


def _is_one_part(text: str) -> bool:
    """Say whether a text stands between two strokes of an address, and names no other page."""
    return bool(text.strip(".")) and "/" not in text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_whatever_a_token_is_it_opens_nothing_and_all_are_answered_alike(
    app: Flask, session: Session, client: Visitor
) -> None:
    addresses = spellings(app)
    assert len(addresses) > 30

    def said(address: str, way: str, token: str) -> tuple[int, str | None, str]:
        session.execute(delete(SignInAttempt))
        path = address.format(token=quote(token, safe=""))
        plain = "application/json"
        answer = (
            client.submit(path, FIELDS, accepts=plain)
            if way == "POST"
            else client.get(path, headers={"Accept": plain})
        )
        return answer.status_code, answer.mimetype, answer.text

    @BOUNDED
    @given(asked=st.sampled_from(addresses), token=TEXTS.filter(_is_one_part))
    def ask(asked: tuple[str, str], token: str) -> None:
        found = said(*asked, token)
        assert found == said(*asked, "0" * 64)
        assert found[0] == 404

    ask()
