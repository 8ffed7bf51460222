"""Signing in through a real identity provider: what is asked of it holds, and so does its answer.

What a directory could answer wrongly is in `test_single_sign_on.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.accounts import provider
from exchange.accounts.models import DirectoryIdentity, User
from tests.factories.accounts import make_user
from tests.servers.identity_provider import EMAIL, SUBJECT, IdentityProvider, running_provider
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

ANSWER = "http://localhost/accounts/directory/answer"
PERSON = "/accounts/directory/person"
REFUSED = "City Directory did not confirm who you are."


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with running_provider(ANSWER) as found:
        yield found


@pytest.fixture
def user(session: Session, running: IdentityProvider) -> User:
    """Give an account that is bound to the provider's person."""
    user = make_user(session, email=EMAIL)
    session.add(DirectoryIdentity(user_id=user.id, issuer=running.issuer, subject=SUBJECT))
    session.flush()
    return user


@pytest.fixture
def english(app: Flask, client: Visitor, running: IdentityProvider) -> Visitor:
    provider.described.clear()
    app.extensions["settings"] = replace(app.extensions["settings"], directory=running.settings())
    client.get("/accounts/sign-in?lang=en")
    return client


def way_back(visitor: Visitor, running: IdentityProvider) -> str:
    sent = visitor.get("/accounts/directory")
    parts = urlsplit(running.sign_in(sent.location, answer_to=ANSWER))
    return f"{parts.path}?{parts.query}"


def go(visitor: Visitor, running: IdentityProvider) -> TestResponse:
    return visitor.get(way_back(visitor, running))


def test_a_bound_account_signs_in(english: Visitor, running: IdentityProvider, user: User) -> None:
    assert go(english, running).location == PERSON
    assert english.submit(PERSON).status_code == 302
    assert user.name in english.get("/accounts/mine/").text


def test_an_address_that_the_provider_does_not_call_confirmed_binds_nobody(
    english: Visitor, session: Session, running: IdentityProvider
) -> None:
    make_user(session, email=EMAIL)
    assert go(english, running).location == PERSON
    answer = english.submit(PERSON)
    assert answer.status_code == 422
    assert "City Directory holds no confirmed mail address for you." in answer.text


def test_a_code_is_taken_once(english: Visitor, running: IdentityProvider, user: User) -> None:
    back = way_back(english, running)
    with english.session_transaction() as cookie:
        kept = cookie["errand"]
    assert english.get(back).location == PERSON
    other = {**kept, "state": "y" * 43}
    with english.session_transaction() as cookie:
        cookie["errand"] = other
    again = english.get(back.replace(kept["state"], other["state"]))
    assert (again.status_code, REFUSED in again.text) == (422, True)


# The last ones: they leave codes over, and Canaille's memory may take those for later ones.
@pytest.mark.parametrize("kept", ["nonce", "verifier"])
def test_the_answer_to_another_errand_lets_nobody_in(
    english: Visitor, running: IdentityProvider, user: User, kept: str
) -> None:
    back = way_back(english, running)
    with english.session_transaction() as cookie:
        cookie["errand"] = {**cookie["errand"], kept: "x" * 43}
    answer = english.get(back)
    assert (answer.status_code, REFUSED in answer.text) == (422, True)


def test_another_secret_gets_no_answer(
    app: Flask, english: Visitor, running: IdentityProvider, user: User
) -> None:
    known = running.settings(client_secret="another")
    app.extensions["settings"] = replace(app.extensions["settings"], directory=known)
    answer = go(english, running)
    assert (answer.status_code, REFUSED in answer.text) == (422, True)
