"""Schools that register pupils: an open edition, the form as a desk fills it in, many at once."""

import http.client
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import unit_of_work
from exchange.core.dates import FiscalYear
from exchange.youth.models import Edition
from tests.bench.house import House
from tests.factories.youth import make_edition, make_school
from tests.servers.visitor import Visitor

_NUMBERS: Final = count(1)


def open_edition(session: Session, **changes: object) -> Edition:
    """Add an edition that schools register for today."""
    today = clock.today()
    starts = FiscalYear.of(today).last_day - timedelta(days=1)
    return make_edition(
        session,
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=3),
        starts=starts,
        ends=starts + timedelta(days=1),
        **changes,
    )


def desk_at(house: House) -> Visitor:
    """Sign somebody of a new school in."""
    with unit_of_work(house.database) as session:
        school = make_school(session)
        session.expunge(school)
    return house.desk_of(school)


def pupil() -> Mapping[str, str]:
    """Fill the form in for somebody new, without the token."""
    number = next(_NUMBERS)
    today = clock.today()
    return {
        "family_name": "見本",
        "given_name": f"次郎{number}",
        "family_kana": "みほん",
        "given_kana": "じろう",
        "birth_date": f"{FiscalYear.of(today).start - 13}-05-03",
        "grade": "1",
        "guardian_name": "見本 太郎",
        "guardian_relationship": "father",
        "guardian_mail": f"p{number}@example.jp",
        "school_class": "1組",
        "principal_confirmed_on": today.isoformat(),
        "purpose_explained": "y",
    }


@dataclass(slots=True)
class Desk:
    """A browser at a school; each request comes by a connection of its own, as from the proxy."""

    port: int
    cookie: str
    token: str

    @classmethod
    def of(cls, visitor: Visitor, port: int) -> "Desk":
        """Take over a visitor's cookie and form token."""
        token = visitor.token()
        found = visitor.get_cookie("exchange")
        assert found is not None
        return cls(port, f"exchange={found.value}", token)

    def register(self, edition_id: UUID) -> int:
        """Register somebody new; return the answer's status."""
        body = urlencode({**pupil(), "csrf_token": self.token})
        return self._ask("POST", path_for(edition_id), body)

    def look(self, path: str) -> int:
        """Open a page; return the answer's status."""
        return self._ask("GET", path, None)

    def _ask(self, method: str, path: str, body: str | None) -> int:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, {**headers, "Connection": "close"})
            answer = connection.getresponse()
            answer.read()
            return answer.status


def path_for(edition_id: UUID) -> str:
    """Return where a school registers for an edition."""
    return f"/school/editions/{edition_id}/register"


def all_at_once(desks: Sequence[Desk], edition_id: UUID, each: int) -> Sequence[int]:
    """Let every desk register so many pupils, one after the other, all desks at once."""

    def work(desk: Desk) -> list[int]:
        return [desk.register(edition_id) for _ in range(each)]

    with ThreadPoolExecutor(len(desks)) as threads:
        return [status for statuses in threads.map(work, desks) for status in statuses]
