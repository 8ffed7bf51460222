"""A test client that fills forms in as a browser does."""

import secrets
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from exchange.accounts.models import User
from exchange.accounts.services import Visit, begin_session
from exchange.core.database import unit_of_work


class Visitor(FlaskClient):
    """One person's browser: its own cookies."""

    def sign_in(self, user: User) -> None:
        """Carry the cookie of a signed-in user; the sign-in page has its own tests."""
        with unit_of_work(self.application.extensions["database"]) as session:
            token = begin_session(session, user_id=user.id, visit=Visit("", "127.0.0.1"))
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def submit(
        self, path: str, fields: dict[str, Any] | None = None, *, accepts: str = "*/*"
    ) -> TestResponse:
        """Post a form with a token that is this visitor's own."""
        sent = {**(fields or {}), "csrf_token": self.token()}
        return self.post(path, data=sent, headers={"Accept": accepts})

    def token(self) -> str:
        """Return a form token that belongs to this visitor's cookie."""
        with self.session_transaction() as cookie:
            value = cookie.setdefault("csrf_token", secrets.token_hex(20))
        key = self.application.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(value))
