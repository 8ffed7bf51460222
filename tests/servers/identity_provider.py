"""A real identity provider, Canaille, started by the tests in a process of its own.

It knows one client and one person, who signs in with a password on its own pages, and does what it
does; `directory.py` can be told to answer wrongly.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import requests

from config import ROOT, Directory

CLIENT: Final = "exchange"
SECRET: Final = "a-secret-of-the-tests"
SUBJECT: Final = "hanako"
EMAIL: Final = "hanako@city.example"
_PASSWORD: Final = "correct horse battery staple"
_PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A running provider."""

    issuer: str

    def settings(self, **changes: Any) -> Directory:  # noqa: ANN401 - any of its fields
        """Return the settings with which Exchange is registered here."""
        values = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET}
        return Directory(**(values | changes))

    def sign_in(self, address: str, *, answer_to: str) -> str:
        """Sign the person in as a browser that was sent to an address; return where it leads."""
        with requests.Session() as browser:
            page = browser.get(address, timeout=_PATIENCE_SECONDS)
            page = browser.post(page.url, {"login": SUBJECT}, timeout=_PATIENCE_SECONDS)
            answer = browser.post(
                page.url, {"password": _PASSWORD}, allow_redirects=False, timeout=_PATIENCE_SECONDS
            )
            while answer.is_redirect:
                address = urljoin(answer.url, answer.headers["Location"])
                if address.startswith(answer_to):
                    return address
                answer = browser.get(address, allow_redirects=False, timeout=_PATIENCE_SECONDS)
        raise AssertionError(f"the provider answered {answer.status_code}: {answer.text[:500]}")


@contextmanager
def running_provider(answer_to: str) -> Iterator[IdentityProvider]:
    """Run a provider that sends browsers back to an address, until the block ends."""
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "client_name": "Exchange",
        "client_uri": "http://localhost",
        "redirect_uris": [answer_to],
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_basic",
        "scope": ["openid", "email"],
    }
    person = {
        "user_name": SUBJECT,
        "family_name": "見本",
        "formatted_name": "見本 花子",
        "emails": [EMAIL],
        "password": _PASSWORD,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.identity_process"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            json.dump({"client": client, "person": person}, process.stdin)
            process.stdin.close()
            yield IdentityProvider(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.terminate()
