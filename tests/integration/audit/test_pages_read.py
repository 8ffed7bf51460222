"""No page that names a pupil or a member to somebody leaves no line of the read log.

Starting from a first page, the links of each page are followed until every endpoint that they
lead to was opened twice; where the bytes of an answer hold a name, the log has grown a line of
whoever asked, or one of the last half hour says it already.
"""

import html
import re
from base64 import b64encode
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from config import Settings
from exchange.accounts.models import User
from exchange.audit.enums.uses import USES
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Database
from exchange.delegations.models import VisitMember
from exchange.people.models import Person
from exchange.reference.demo.cast import MAIL_DOMAIN
from exchange.youth.models import Pupil
from tests.factories import demo
from tests.servers.databases import Backend
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

#: Papers take long to draw; each writes its line before it is drawn, as its own tests show.
_FILE: Final = re.compile(r"^/static/|\.(pdf|xlsx|ics|json)(\?|$)")
_LINK: Final = re.compile(r'(?:href|src)="(/[^"#]*)')


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


def names(session: Session) -> frozenset[str]:
    """Return how pupils and members are written, at home and in Latin letters."""
    members = select(Person).where(Person.id.in_(select(VisitMember.person_id)))
    people = [*session.scalars(select(Pupil)), *session.scalars(members)]
    spelt = {text for person in people for text in (person.name.written, person.name.romaji)}
    return frozenset(text for text in spelt if " " in text)


@dataclass
class Walk:
    """What was opened, and which of it named somebody and left no line."""

    app: Flask
    client: Visitor
    session: Session
    who: UUID
    needles: frozenset[str]
    now: datetime
    opened: Counter[str] = field(default_factory=Counter)
    naming: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)

    def follow(self, first: str) -> None:
        """Open each endpoint that the pages lead to, twice where two of them are linked."""
        waiting, seen = deque([first]), set[str]()
        while waiting:
            address = waiting.popleft()
            endpoint = self._endpoint(address)
            if address in seen or endpoint is None or self.opened[endpoint] > 1:
                continue
            seen.add(address)
            self.opened[endpoint] += 1
            waiting.extend(html.unescape(link) for link in _LINK.findall(self._open(address)))

    def _open(self, address: str) -> str:
        """Open an address half an hour later than the one before: no line says it already."""
        self.now += timedelta(minutes=31)
        clock.fix(self.now)
        before = self._lines()
        answer = self.client.get(address)
        text = answer.get_data().decode(errors="replace")
        if any(needle in text for needle in self.needles):
            endpoint = self._endpoint(address) or ""
            self.naming.add(endpoint)
            if self._lines() == before:
                self.silent.add(f"{endpoint} {address}")
        return text if answer.mimetype == "text/html" else ""

    def _lines(self) -> int:
        mine = select(func.count()).where(AuditLine.actor_id == self.who)
        return self.session.scalar(mine.where(AuditLine.act.in_(act.value for act in USES))) or 0

    def _endpoint(self, address: str) -> str | None:
        if _FILE.search(address):
            return None
        try:
            matched = self.app.url_map.bind("localhost").match(address.partition("?")[0])
        except (HTTPException, RequestRedirect):
            return None
        return str(matched[0])


@pytest.mark.parametrize(
    ("who", "first", "least"),
    [("school-a", "/school/", 5), ("manager", "/home/", 30), ("admin", "/home/", 0)],
)
def test_a_page_that_names_a_pupil_or_a_member_is_on_the_read_log(
    app: Flask, session: Session, client: Visitor, who: str, first: str, least: int
) -> None:
    user = session.scalars(select(User).filter_by(email=f"{who}@{MAIL_DOMAIN}")).one()
    client.sign_in(user)
    walk = Walk(app, client, session, user.id, names(session), clock.now())
    walk.follow(first)
    assert walk.silent == set(), "\n".join(sorted(walk.silent))
    assert len(walk.naming) >= least, walk.naming
