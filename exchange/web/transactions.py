"""One commit point for requests, and short transactions of their own beside them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from exchange.core.database import Database, repeated, unit_of_work
from exchange.core.database.replica import Replica
from exchange.core.errors import BadRequestError, StaleRowError
from exchange.core.messages import message
from exchange.web.access import ENTRANCE_ROOMS
from exchange.web.addresses import LateRule
from exchange.web.downloads import LateFile
from exchange.web.recording import request_facts
from exchange.web.scanning import ensure_uploads_clean
from exchange.web.sessions import BrowserSessions

Result = TypeVar("Result")

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSED: Final = 400
#: What programs fetch again and again.
_POLLED: Final = (".ics", ".json", ".csv", ".pdf")


class MissingTokenError(BadRequestError):
    """An unsafe request without our form token came through; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__(message("web.error.token"))


class WriteLockHeldError(RuntimeError):
    """A transaction of its own was asked for while the request holds the write lock."""


class TransactionalFlask(Flask):
    """A Flask whose every request is one transaction, committed here and nowhere else.

    Commits when the method is unsafe and the status below 400; anything else rolls back, and
    with a fault or a refusal the cookie is again as it came: nothing says that what was undone
    has been done. A request the database was too busy for is repeated.
    """

    session_interface = BrowserSessions()
    url_rule_class = LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: Flask asks each, at every request, whether it is a coroutine.

        None of ours is; one that was would be refused as no answer.
        """
        return func

    def dispatch_request(self) -> Response:
        """Dispatch, then commit or roll back."""

        def once() -> Response:
            try:
                return self._dispatch_and_commit()
            except BaseException:
                _end(commit=False)
                self._restore_cookie()
                raise

        return repeated(once)

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401 - Flask's own type
        """Log a fault by its route and number: a path may hold a token or a name."""
        self.logger.error("fault", exc_info=exc_info, extra={"fields": request_facts()})

    def _restore_cookie(self) -> None:
        """Read the cookie again from the request; one that nobody changed stays untouched."""
        came = self.session_interface.open_session(self, request)
        if came is not None and came != cookie:
            cookie.clear()
            cookie.update(came)
            g.pop("csrf_token", None)  # the form token made meanwhile went with the cookie

    def _dispatch_and_commit(self) -> Response:
        response = self.make_response(super().dispatch_request())
        accepted = request.method not in SAFE_METHODS and response.status_code < _REFUSED
        if accepted and not g.get("csrf_valid"):
            raise MissingTokenError
        if accepted:
            ensure_uploads_clean()
        try:
            _end(commit=accepted)
        except StaleDataError as error:
            raise StaleRowError(theirs={}, version=0) from error
        if isinstance(response, LateFile):
            response.finish()
        return response


def database() -> Database:
    """Return the application's database."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """Return the request's session: reading for safe methods, writing for the others."""
    if "session" not in g:
        if request.method in SAFE_METHODS:
            g.session = _replicas_session() or database().reading()
        else:
            g.session = database().writing()
    found: Session = g.session
    return found


def _replicas_session() -> Session | None:
    """Open a session of the reading copy for a stranger's page, where there is one.

    It may be seconds behind, so whoever could miss what he wrote himself reads the database: who
    carries our cookie or opened a secret link. So do feeds and data files: a program that polls
    would see a validator go back.
    """
    replica: Replica | None = current_app.extensions["replica"]
    if replica is None or current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        return None
    if request.blueprint in ENTRANCE_ROOMS or "token" in (request.view_args or {}):
        return None
    if request.path.endswith(_POLLED):
        return None
    return replica.session()


@contextmanager
def aside() -> Iterator[Session]:
    """Open a short transaction of its own, committed at the block's end.

    Only for sign-in and link attempts, the read log, session activity, kept feed bytes and a
    form that came after its time was over; refused while the request holds a write lock.
    """
    held: Session | None = g.get("session")
    if held is not None and held.in_transaction() and not held.info.get("read_only"):
        raise WriteLockHeldError("the request has begun to write")
    let_go()
    with unit_of_work(database()) as short:
        yield short


def aside_repeated(work: Callable[[Session], Result]) -> Result:
    """Run `work` aside, repeated while the database is busy."""

    def once() -> Result:
        with aside() as short:
            return work(short)

    return repeated(once)


def let_go() -> None:
    """End what the request reads in, so that it holds one connection at a time.

    Were each of many to hold one and wait for a second, a pool would be empty for ever. What was
    loaded stays; what is read afterwards is read in a transaction of its own.
    """
    held: Session | None = g.get("session")
    if held is not None and held.info.get("read_only"):
        held.commit()


def aside_once(what: str, work: Callable[[Session], Result]) -> Result:
    """Run `work` aside once a request: while the database is busy the request begins anew.

    What is done once is told by `what`; its result is the same each time.
    """
    done: dict[str, Result] = g.setdefault("done_aside", {})
    if what not in done:
        done[what] = aside_repeated(work)
    return done[what]


def _end(*, commit: bool) -> None:
    held: Session | None = g.get("session")
    if held is None:
        return
    if commit:
        held.commit()
    else:
        held.rollback()


def close(_error: BaseException | None = None) -> None:
    """Close the request's session; whatever was not committed is gone."""
    held: Session | None = g.pop("session", None)
    if held is not None:
        held.close()
