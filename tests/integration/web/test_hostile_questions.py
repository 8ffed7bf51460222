"""Every address that a person can reach answers what is hostile with a sentence, never a 500.

Starting from a first page, the links of each page are followed until every endpoint that they lead
to was asked once as it is linked, and once with every name of a question that the application
reads, each holding something else than what it expects. Then every form that was met is sent, once
with what a person types spoilt, once with all of it; nothing takes a second of this process. On the
way every page as it is linked is searched for names: one that names a pupil or a member has left a
line on the read log.

A manager may open all that a coordinator, a section officer and a viewer may. So the administrator
is asked for what no manager may open, and a section officer in the rooms that show a section its
own alone.
"""

import html
import io
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from functools import cache, partial
from itertools import cycle, islice
from time import process_time
from typing import Final
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, IntegerConverter, RequestRedirect, Rule, UUIDConverter

from config import ROOT, Settings
from exchange.accounts.models import User
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.permissions import Role
from exchange.reference.demo.cast import MAIL_DOMAIN
from tests.factories import demo
from tests.factories.hostile import TRAPS
from tests.policy.access_roles import EVERYONE
from tests.policy.access_tables import EXPECTED
from tests.servers.databases import Backend
from tests.servers.readlog import ReadLog, written_names
from tests.servers.sent_forms import PageForm, forms_of
from tests.servers.visitor import Visitor

#: PostgreSQL is the stricter one: it takes no NUL, no number past its type, no false byte.
pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)

_MARK: Final = "'\"><hostile-mark>"
_HOSTILE: Final = (
    *("", "-1", "9" * 40, "2026-13-45", "0000-00-00", "9999-12-31", "%F0%9F%A6%86"),
    *("a" * 3000, "0190c7c0-0000-7000-8000-000000000000", "%FF%FE", "%C2%B2", "1e400", "null"),
    *(quote(_MARK), quote("１２"), quote("../../etc/passwd"), "%25", "%5B%5D", "NaN"),
)
_PLACE: Final = "place"
#: What `url_for` takes for orders to itself.
_ORDERS: Final = ("_anchor", "_external", "_method", "_scheme", "endpoint")
_READ: Final = re.compile(r"""args(?:\.get|\.getlist)?[(\[]\s*"([a-z_]+)\"""")
#: A form that is filled from a question, and a field of one.
_ASKED: Final = re.compile(r"(\w+Form)\(request\.args")
_FIELD: Final = re.compile(r"^    (\w+) = \w*[Ff]ield\(", re.MULTILINE)
#: Papers take long to draw, of what pages ask for too.
_FILE: Final = re.compile(r"^/static/|\.pdf(\?|$)")
#: What ends the session that walks.
_ENDINGS: Final = frozenset(
    {"accounts.sign_out", "accounts.end_own_session", "accounts.end_own_sessions"}
)
#: No file that is asked for: a picture, a workbook, a PDF and a list, each cut or spoilt.
_BODIES: Final = (
    b"",
    b"\x00" * 99,
    b"PK\x03\x04" + b"x" * 99,
    b"%PDF-1.7",
    b"\xff\xd8\xff",
    b'a,"b',
)
#: Of processor time, in seconds, on a machine that counts so far in so many of them.
_LONGEST: Final = 1.0
_COUNTED, _COUNTING = 5_000_000, 0.08
_LINK: Final = re.compile(r'(?:href|src|action)="(/[^"#]*)')


@pytest.fixture
def shared_database(backend: Backend) -> Database:
    return backend.kept("demo", demo.load_with_facts)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(
        settings,
        data_key=f"k1:{b64encode(b'k' * 32).decode()}",
        fixed_now=datetime.combine(demo.TODAY, time(3), UTC),
    )


@cache
def names_read() -> list[str]:
    """Name what the application reads from a question, anywhere."""
    source = "".join(p.read_text("utf-8") for p in sorted((ROOT / "exchange").rglob("*.py")))
    forms = "|".join(sorted(set(_ASKED.findall(source))))
    bodies = re.findall(rf"^class (?:{forms})\(.*?(?=^\S|\Z)", source, re.MULTILINE | re.DOTALL)
    fields = {name for body in bodies for name in _FIELD.findall(body)}
    return sorted({*_READ.findall(source), *fields, *_ORDERS, "cursor", "q", "lang"})


def question(turn: int) -> str:
    """Return a question that holds every name, each turn with other values."""
    names = names_read()
    values = islice(cycle(_HOSTILE), turn, turn + len(names))
    return "&".join(f"{name}={value}" for name, value in zip(names, values, strict=True))


def slowness() -> float:
    """Return how many times slower than the usual one this machine is at present, at least 1."""
    begun = process_time()
    sum(range(_COUNTED))
    return max(1.0, (process_time() - begun) / _COUNTING)


@dataclass
class Walk:
    """What was asked, and what went wrong."""

    app: Flask
    client: Visitor
    #: None where nobody is signed in.
    log: ReadLog | None = None
    #: The endpoints that are asked beside the first pages; None: whatever is linked.
    only: frozenset[str] | None = None
    #: The paths that were opened, by endpoint.
    asked: dict[str, list[str]] = field(default_factory=dict)
    #: By the endpoint they go to.
    forms: dict[str, tuple[str, PageForm]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def ask(self, address: str, sent: dict[str, object] | None = None) -> str:
        """Ask for an address, or send a form there; returns the page's text, if it is one.

        What took long is asked once more: this process may have tidied up meanwhile.
        """
        text, taken = self._answered(address, sent)
        if taken > _LONGEST and not (sent and any(isinstance(it, tuple) for it in sent.values())):
            text, taken = self._answered(address, sent)
        if taken > _LONGEST and taken > _LONGEST * slowness():
            self.faults.append(f"{address[:200]}: took {taken:.1f} s")
        return text

    def _answered(self, address: str, sent: dict[str, object] | None) -> tuple[str, float]:
        """Return what came and the seconds of processor time it took."""
        begun = process_time()
        try:
            answer = (
                self.client.submit(address, sent) if sent is not None else self.client.get(address)
            )
        except Exception as error:  # whatever escapes would have been a 500
            self.faults.append(f"{address[:200]}: {error!r:.300}")
            return "", 0.0
        if answer.status_code >= 500:
            self.faults.append(f"{address[:200]}: {answer.status}")
        taken = process_time() - begun
        text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        if _MARK in text or "<hostile-mark>" in text:
            self.faults.append(f"{address[:200]}: shows what was asked as markup")
        return text, taken

    def follow(self, *first: str) -> None:
        """Ask for each endpoint that the pages lead to, as it is linked and with hostility.

        Whose readings are watched opens a second page where the first named nobody.
        """
        waiting = deque(first)
        while waiting:
            address = waiting.popleft()
            path, endpoint = address.partition("?")[0], self._endpoint(address)
            if endpoint is None or _FILE.search(address):
                continue
            if self.only is not None and endpoint not in self.only and address not in first:
                continue
            is_first = endpoint not in self.asked
            if not is_first and self._is_done(endpoint, path):
                continue
            self.asked.setdefault(endpoint, []).append(path)
            page = self._opened(endpoint, address)
            waiting.extend(html.unescape(link) for link in _LINK.findall(page))
            if is_first:
                self._keep_forms(address, page)
                self.ask(f"{path}?{question(len(self.asked))}")

    def _is_done(self, endpoint: str, path: str) -> bool:
        known = self.asked[endpoint]
        return self.log is None or endpoint in self.log.naming or len(known) > 1 or path in known

    def _opened(self, endpoint: str, address: str) -> str:
        opened = partial(self.ask, address)
        return self.log.watch(endpoint, opened) if self.log else opened()

    def is_known(self) -> bool:
        """Say whether who walks is still who they were when they began."""
        return self.client.get("/accounts/mine/").status_code == (200 if self.log else 302)

    def _keep_forms(self, address: str, page: str) -> None:
        for form in forms_of(page):
            for action in form.actions:
                goes_to = action or address
                if endpoint := self._endpoint(goes_to, "POST"):
                    self.forms.setdefault(endpoint, (goes_to, form))

    def send_forms(self) -> None:
        """Send each form twice: what is typed spoilt, and all that it carries."""
        traps, bodies = cycle(TRAPS), cycle(_BODIES)
        for endpoint in sorted(self.forms.keys() - _ENDINGS):
            address, form = self.forms[endpoint]
            for names in (form.typed, form.typed | form.hidden.keys()):
                spoilt = {name: next(traps) for name in sorted(names)}
                sent: dict[str, object] = {**form.hidden, **spoilt}
                sent |= {
                    name: (io.BytesIO(next(bodies)), next(traps)) for name in sorted(form.files)
                }
                self.ask(address, sent)
        if not self.is_known():
            self.faults.append("the session ended on the way")

    def _endpoint(self, address: str, method: str = "GET") -> str | None:
        try:
            matched = self.app.url_map.bind("localhost").match(address.partition("?")[0], method)
        except (HTTPException, RequestRedirect):
            return None
        return str(matched[0])


def opened_by(role: Role, *rooms: str, not_by: Role | None = None) -> frozenset[str]:
    """Return the endpoints of rooms, or of all, that a role may open and another may not."""
    return frozenset(
        endpoint
        for endpoint, roles in EXPECTED.items()
        if roles is not EVERYONE
        and role in roles
        and not_by not in roles
        and (not rooms or endpoint.partition(".")[0] in rooms)
    )


ADMINISTRATORS: Final = opened_by(Role.ADMINISTRATOR, not_by=Role.MANAGER)
SECTIONS: Final = opened_by(
    Role.SECTION, "hosting", "inquiries", "reports", "strategy", "tasks", "youth"
)


@pytest.mark.parametrize(
    ("who", "first", "only", "least", "forms", "naming"),
    [
        ("", ["/"], None, 25, 1, 0),
        ("school-a", ["/school/"], None, 20, 10, 5),
        ("manager", ["/home/"], None, 200, 100, 20),
        ("admin", ["/home/", "/outbox/"], ADMINISTRATORS, 5, 6, 0),
        ("section", ["/home/", "/strategy/", "/indicators/"], SECTIONS, 30, 15, 3),
    ],
    ids=["nobody", "school", "manager", "administrator", "section"],
)
def test_whatever_is_asked_gets_an_answer_and_whoever_is_named_is_on_the_read_log(
    app: Flask,
    session: Session,
    client: Visitor,
    who: str,
    first: list[str],
    only: frozenset[str] | None,
    least: int,
    forms: int,
    naming: int,
) -> None:
    log = None
    if who:
        user = session.scalars(select(User).filter_by(email=f"{who}@{MAIL_DOMAIN}")).one()
        client.sign_in(user)
        log = ReadLog(session, user.id, written_names(session), clock.now())
    walk = Walk(app, client, log, only)
    walk.follow(*first)
    walk.send_forms()
    assert walk.faults == [], "\n".join(walk.faults)
    assert len(walk.asked) >= least
    assert len(walk.forms) >= forms
    if log:
        assert (log.silent, len(log.naming) >= naming) == (set(), True), sorted(log.naming)


def addresses(app: Flask) -> list[str]:
    """Build an address of every endpoint whose parts name nothing that there is."""
    adapter = app.url_map.bind("localhost")
    turns = cycle(("%00", "%00", "a" * 300, quote(_MARK), "%FF"))
    return [
        adapter.build(
            rule.endpoint, {name: _nothing(rule, name) for name in rule.arguments}
        ).replace(_PLACE, next(turns))
        for rule in app.url_map.iter_rules()
        if rule.arguments and "GET" in (rule.methods or ())
    ]


def _nothing(rule: Rule, name: str) -> object:
    match rule._converters[name]:
        case UUIDConverter():
            return "0190c7c0-0000-7000-8000-000000000000"
        case AnyConverter() as kinds:
            return min(kinds.items)
        case IntegerConverter():
            return 10**20
        case _:
            return _PLACE


def test_an_address_of_nothing_is_not_found(app: Flask, session: Session, client: Visitor) -> None:
    client.sign_in(session.scalars(select(User).filter_by(email=f"manager@{MAIL_DOMAIN}")).one())
    walk = Walk(app, client)
    for address in addresses(app):
        walk.ask(address)
    assert walk.faults == [], "\n".join(walk.faults)


@pytest.mark.parametrize("deep", ["[" * 3000, json.dumps("x" * 3000), "1" * 5000])
def test_a_cursor_of_nothing_is_refused_with_a_sentence(
    session: Session, client: Visitor, deep: str
) -> None:
    client.sign_in(session.scalars(select(User).filter_by(email=f"manager@{MAIL_DOMAIN}")).one())
    cursor = urlsafe_b64encode(deep.encode()).decode()
    assert client.get(f"/outbox/?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("address", ["/search/?q=%00", "/partners/?x=%00", "/feeds/x.ics?a=%00"])
def test_a_nul_is_refused_with_a_sentence(client: Visitor, address: str) -> None:
    answer = client.get(f"{address}&lang=en")
    assert answer.status_code == 400
    assert "The address or what was sent is malformed." in answer.text


@pytest.mark.parametrize("sent", [{"email": "a\x00@example.jp"}, {"\x00": "a"}])
def test_a_nul_in_a_form_is_refused_whatever_its_field(
    client: Visitor, sent: dict[str, str]
) -> None:
    assert client.submit("/accounts/sign-in", {"password": "x" * 12, **sent}).status_code == 400


def test_a_file_may_hold_a_nul(client: Visitor) -> None:
    sent = {"email": "", "file": (io.BytesIO(b"\x00" * 9), "a.pdf")}
    assert client.submit("/accounts/sign-in", sent).status_code == 422
