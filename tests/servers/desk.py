"""A person at a browser of their own, for a server that runs as a process."""

import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from tests.servers.application import PASSWORD


class Desk:
    """Somebody's browser: pages by path, forms sent with their token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def page(self, path: str) -> str:
        """Open a page."""
        with self.opener.open(f"{self.url}{path}", timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    def send(self, path: str, fields: dict[str, str]) -> None:
        """Send a form."""
        self.opener.open(f"{self.url}{path}", urlencode(fields).encode(), timeout=60).close()

    def try_to_send(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form and return the answer's status and text, whatever it is."""
        try:
            with self.opener.open(f"{self.url}{path}", urlencode(fields).encode(), 60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def sign_in(self, name: str) -> "Desk":
        """Sign in as one of the demo's people."""
        token = hidden(self.page("/accounts/sign-in"), "csrf_token")
        account = {"email": f"{name}@demo.example", "password": PASSWORD, "csrf_token": token}
        self.send("/accounts/sign-in", account)
        return self


def hidden(text: str, name: str) -> str:
    """Return the value of a form's hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found is not None, name
    return found[1]
