"""What is counted stays counted once, however often a busy database has the request repeated."""

from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from exchange.accounts.guessing import counted_attempt, spend_once
from exchange.accounts.models import SignInAttempt
from exchange.web.access import public
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_a_repeated_request_counts_its_attempt_and_spends_its_challenge_once(
    own_app: Flask, session: Session
) -> None:
    calls: list[object] = []

    def view() -> str:
        calls.append(counted_attempt("a@city.example").id)
        spend_once("f00d")
        if len(calls) < 3:  # a request is tried three times
            raise OperationalError("SELECT 1", {}, Exception("database is locked"))
        return ""

    own_app.add_url_rule("/probe", "probe", public(view), methods=["POST"])
    visitor = cast(Visitor, own_app.test_client())
    assert visitor.submit("/probe").status_code == 200
    assert (len(calls), len(set(calls))) == (3, 1)
    assert len(session.scalars(select(SignInAttempt)).all()) == 1
