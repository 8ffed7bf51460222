"""The city's directory as an OpenID Connect provider: where a browser goes, who came back.

Authorization code with PKCE (RFC 7636), state and nonce; the answer is trusted for its signature
by the directory's own keys. Heavy to import: see core/later.py.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from config import Directory
from exchange.accounts.single_sign_on import (
    DirectoryAwayError,
    DirectoryLateError,
    DirectoryRefusedError,
    Errand,
    Identity,
    name_of,
    shows_second_factor,
)

Found = TypeVar("Found")

_LOG: Final = logging.getLogger(__name__)
#: Seconds to connect and to wait for an answer.
_PATIENCE: Final = (3, 5)
#: Seconds that the directory's clock may differ from ours.
_LEEWAY: Final = 60
#: A signature that only the directory can have made: none by a shared secret, never "none".
_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
#: Seconds for which a directory's description of itself is kept in a process.
_DESCRIBED: Final = 300
#: And for which one that did not answer is not asked anew; longer than it may take to answer.
_AWAY: Final = 10
#: What OpenID Connect allows.
_LONGEST_SUBJECT: Final = 255
_DISCOVERY: Final = "/.well-known/openid-configuration"
_BY_HEADER: Final = "client_secret_basic"
_MALFORMED: Final = (KeyError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class _Provider:
    """The directory's own description of itself."""

    authorization: str
    token: str
    keys: str
    person: str | None
    authentication: str


#: By issuer: until when on this machine's clock, and what it said; None: it did not answer.
described: Final[dict[str, tuple[float, _Provider | None]]] = {}


def authorization_address(directory: Directory, errand: Errand, *, answer_to: str) -> str:
    """Return where the browser is sent; raises DirectoryAwayError."""
    with _client(directory, answer_to) as client:
        found = _asked(directory, lambda: _discovered(client, directory))
        wanted = {"acr_values": " ".join(directory.acr_values)} if directory.acr_values else {}
        address, _ = client.create_authorization_url(
            found.authorization,
            state=errand.state,
            nonce=errand.nonce,
            code_verifier=errand.verifier,
            **wanted,
        )
        return str(address)


def identity(
    directory: Directory, errand: Errand, *, code: str, answer_to: str, now: datetime
) -> Identity:
    """Exchange the code for who came back.

    Raises DirectoryAwayError, DirectoryRefusedError or DirectoryLateError; the log says why.
    """
    with _client(directory, answer_to) as client:
        found = _asked(directory, lambda: _discovered(client, directory))
        client.token_endpoint_auth_method = found.authentication
        token = _asked(
            directory,
            lambda: client.fetch_token(found.token, code=code, code_verifier=errand.verifier),
        )
        keys = _asked(directory, lambda: _fetched(client, found.keys))
        claims = _verified(directory, errand, token=token, keys=keys, now=now)
        if "email" not in claims and found.person:
            address = found.person
            more = _asked(directory, lambda: _fetched(client, address, token))
            claims |= _said_of(directory, more, claims["sub"])
    return Identity(
        issuer=directory.issuer,
        subject=claims["sub"],
        email=_text(claims.get("email")),
        email_verified=claims.get("email_verified") is True,
        second_factor=shows_second_factor(directory, amr=claims.get("amr"), acr=claims.get("acr")),
        shown=int(now.timestamp()),
    )


def _client(directory: Directory, answer_to: str) -> OAuth2Session:
    client = OAuth2Session(
        directory.client_id,
        directory.client_secret,
        scope="openid email",
        redirect_uri=answer_to,
        code_challenge_method="S256",
        default_timeout=_PATIENCE,
    )
    client.max_redirects = 0  # an address that the directory gave is the one that answers
    return client


def _asked(directory: Directory, ask: Callable[[], Found]) -> Found:
    """Return the directory's answer; whatever it cannot give becomes a sentence."""
    try:
        return ask()
    except OAuthError as error:
        _LOG.warning("The directory refused a code: %s", error.error)
        raise DirectoryRefusedError(name_of(directory)) from error
    except (requests.RequestException, *_MALFORMED) as error:
        _LOG.warning("The directory is away: %s", type(error).__name__)
        raise DirectoryAwayError(name_of(directory)) from error


def _discovered(client: OAuth2Session, directory: Directory) -> _Provider:
    """Return how a directory describes itself, asked once in a while: any stranger starts this.

    While it is away one request asks at a time, and whoever comes meanwhile is told at once:
    else the threads of a server would all wait for it.
    """
    now, kept = time.monotonic(), described.get(directory.issuer)
    if kept is None or kept[0] <= now:
        if kept is not None and kept[1] is None:
            described[directory.issuer] = (now + _AWAY, None)
        found = _described_by(client, directory)
        described[directory.issuer] = (now + _DESCRIBED, found)
        return found
    if kept[1] is None:
        raise ValueError("was away a moment ago")
    return kept[1]


def _described_by(client: OAuth2Session, directory: Directory) -> _Provider:
    """Ask a directory how it describes itself, and remember where it does not."""
    try:
        return _description(client, directory)
    except (requests.RequestException, *_MALFORMED):
        described[directory.issuer] = (time.monotonic() + _AWAY, None)
        raise


def _description(client: OAuth2Session, directory: Directory) -> _Provider:
    found = _fetched(client, directory.issuer.rstrip("/") + _DISCOVERY)
    if found["issuer"] != directory.issuer:
        raise ValueError("another issuer")
    # What it does not say is the standard's own first choice.
    known = found.get("token_endpoint_auth_methods_supported", [_BY_HEADER])
    return _Provider(
        authorization=str(found["authorization_endpoint"]),
        token=str(found["token_endpoint"]),
        keys=str(found["jwks_uri"]),
        person=_text(found.get("userinfo_endpoint")),
        authentication=_BY_HEADER if _BY_HEADER in known else "client_secret_post",
    )


def _fetched(
    client: OAuth2Session, address: str, token: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    headers = {"Authorization": f"Bearer {token['access_token']}"} if token else {}
    answer = client.get(address, withhold_token=True, headers=headers)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _verified(
    directory: Directory,
    errand: Errand,
    *,
    token: Mapping[str, Any],
    keys: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Return what an ID token claims, once it is ours, in time and signed by the directory."""
    try:
        read = jwt.decode(
            token["id_token"],
            KeySet.import_key_set(cast(KeySetSerialization, keys)),
            algorithms=_ALGORITHMS,
        )
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": directory.issuer},
                "aud": {"essential": True, "value": directory.client_id},
                "sub": {"essential": True},
            },
            params={
                "nonce": errand.nonce,
                "client_id": directory.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        if len(claims["sub"]) > _LONGEST_SUBJECT:
            raise ValueError("sub")
    except ExpiredTokenError as error:
        _LOG.warning("The directory's answer is over its time: do the clocks agree?")
        raise DirectoryLateError(name_of(directory)) from error
    except (JoseError, *_MALFORMED) as error:
        _LOG.warning("The directory's answer does not hold: %s", error)
        raise DirectoryRefusedError(name_of(directory)) from error
    return dict(claims)


def _said_of(directory: Directory, more: Mapping[str, Any], subject: object) -> Mapping[str, Any]:
    """Return the address of the same person, from where the directory keeps it apart."""
    if more.get("sub") != subject:
        raise DirectoryRefusedError(name_of(directory))
    return {name: more[name] for name in ("email", "email_verified") if name in more}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
