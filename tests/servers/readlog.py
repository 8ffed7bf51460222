"""Watching the read log while somebody opens pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.enums.uses import USES
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.delegations.models import VisitMember
from exchange.people.models import Person
from exchange.youth.models import Pupil

#: Longer than opening a page again is one line.
_LATER: Final = timedelta(minutes=31)


def written_names(session: Session) -> frozenset[str]:
    """Return how pupils and members are written, at home and in Latin letters."""
    members = select(Person).where(Person.id.in_(select(VisitMember.person_id)))
    people = [*session.scalars(select(Pupil)), *session.scalars(members)]
    spelt = {text for person in people for text in (person.name.written, person.name.romaji)}
    return frozenset(text for text in spelt if " " in text)


@dataclass
class ReadLog:
    """Which pages named a pupil or a member to a person, and which of them left no line."""

    session: Session
    who: UUID
    needles: frozenset[str]
    now: datetime
    naming: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)

    def watch(self, endpoint: str, opened: Callable[[], str]) -> str:
        """Open a page later than the one before, and look for names and for a line."""
        self.now += _LATER
        clock.fix(self.now)
        before = self._lines()
        text = opened()
        if any(needle in text for needle in self.needles):
            self.naming.add(endpoint)
            if self._lines() == before:
                self.silent.add(endpoint)
        return text

    def _lines(self) -> int:
        mine = select(func.count()).where(AuditLine.actor_id == self.who)
        return self.session.scalar(mine.where(AuditLine.act.in_(act.value for act in USES))) or 0
