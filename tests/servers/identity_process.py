"""The process of `identity_provider.py`: Canaille with one client and one person, in memory."""

import json
import os
import sys
from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from flask import Flask
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server


def configuration(port: int) -> dict[str, Any]:
    """Return what differs from Canaille's own choices: a port of this machine, without TLS."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"})
    key.ensure_kid()
    quiet = {"version": 1, "disable_existing_loggers": False}
    return {
        "TESTING": True,
        "SECRET_KEY": token_urlsafe(),
        "WTF_CSRF_ENABLED": False,  # who fills its forms in here is no browser
        "PREFERRED_URL_SCHEME": "http",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "CANAILLE": {
            "DATABASE": "memory",
            "JAVASCRIPT": False,
            "LOGGING": quiet,
            "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
        },
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
    }


def register(app: Flask, *, client: dict[str, Any], person: dict[str, Any]) -> None:
    with app.app_context():
        Backend.instance.save(models.User(**person))
        known = models.Client(**client)
        Backend.instance.save(known)
        known.audience = [known]  # as its own page of clients does
        Backend.instance.save(known)


def main() -> None:
    """Say the port on standard output, then answer until killed."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    told = json.load(sys.stdin)
    apps: list[Flask] = []

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return apps[0](environ, start)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    apps.append(create_app(config=configuration(server.port), env_file=None))
    register(apps[0], client=told["client"], person=told["person"])
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
