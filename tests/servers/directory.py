"""A city's directory for the tests: an OpenID Connect provider on a port of this machine.

It signs whoever is its `person` in without asking, and can be told to answer wrongly.
"""

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from config import Directory

CLIENT: Final = "exchange"
SECRET: Final = "a-secret-of-the-tests"
_LIFETIME_SECONDS: Final = 300


@dataclass
class DirectoryServer:
    """What the directory is and says; `claims` overrule those of its ID tokens."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    #: What its own description says beside what is true.
    description: dict[str, Any] = field(default_factory=dict)
    #: Whether it keeps addresses out of ID tokens.
    keeps_address_apart: bool = False
    #: Paths at which it fails, with the status.
    failing: dict[str, int] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    shown_key: RSAKey | None = None
    #: What happens while it is asked.
    meanwhile: Callable[[], object] = lambda: None
    #: What each path was asked with.
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def settings(self, **changes: Any) -> Directory:  # noqa: ANN401 - any of its fields
        """Return the settings with which Exchange is registered here."""
        values = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET}
        return Directory(**(values | changes))

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        self.meanwhile()
        if status := self.failing.get(request.path):
            return Response("no", status)
        self.asked[request.path] = {**request.args.to_dict(), **request.form.to_dict()}
        match request.path:
            case "/.well-known/openid-configuration":
                return _json(self._describe())
            case "/authorize":
                return self._authorize(request.args.to_dict())
            case "/token":
                return self._token(request)
            case "/keys":
                shown = self.shown_key or self.key
                return _json({"keys": [shown.as_dict(private=False)]})
            case "/person":
                return _json(self.person)
        return Response("no such page", 404)

    def _describe(self) -> dict[str, Any]:
        names = ("authorize", "token", "keys", "person")
        kinds = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
        found = {kind: f"{self.issuer}/{name}" for kind, name in zip(kinds, names, strict=True)}
        return {"issuer": self.issuer, **found, **self.description}

    def _authorize(self, asked: dict[str, str]) -> Response:
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = token_urlsafe()
        self._codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{answer}"})

    def _token(self, request: Request) -> Response:
        asked = self._codes.pop(request.form["code"], None)
        verifier = sha256(request.form["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"] or not _knows_us(request):
            return _json({"error": "invalid_grant"}, 400)
        return _json(
            {
                "access_token": token_urlsafe(),
                "token_type": "Bearer",
                "id_token": self._id_token(asked["nonce"]),
            }
        )

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        apart = ("email", "email_verified") if self.keeps_address_apart else ()
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "nonce": nonce,
            "iat": now,
            "exp": now + _LIFETIME_SECONDS,
            **{name: value for name, value in self.person.items() if name not in apart},
            **self.claims,
        }
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


def _knows_us(request: Request) -> bool:
    """Say whether the secret is right, in the header or in the form."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        return b64decode(value).decode() == f"{CLIENT}:{SECRET}"
    return request.form.get("client_secret") == SECRET


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")


@contextmanager
def running_directory() -> Iterator[DirectoryServer]:
    """Run a directory until the block ends."""
    directory = DirectoryServer()
    server = make_server("127.0.0.1", 0, Request.application(directory.answer), threaded=True)
    directory.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
