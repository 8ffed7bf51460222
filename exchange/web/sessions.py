"""Who gets a session: people's browsers, not the programs that poll feeds; how it is named."""

from flask import Flask, Request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface


class BrowserSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, left closed where a calendar program fetches a feed.

    A feed is the same for whoever holds its address; not looking into the cookie says so, and
    costs nothing a thousand times.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open the request's session; that of a feed is empty and refuses to be filled."""
        if is_feed(request.path):
            return NullSession()
        return super().open_session(app, request)


def is_feed(path: str) -> bool:
    """Say whether a path is a feed's."""
    return path.startswith("/feeds/") and path.endswith(".ics")


def cookie_name(name: str, *, secure: bool) -> str:
    """Name a cookie; over https so that browsers take it from this very host alone, by https.

    `__Host-` asks for Secure, the path / and no domain. Over plain http a browser refuses it.
    """
    return f"__Host-{name}" if secure else name
