"""The links by which guardians answer: made once, computed again, counted against guessing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import Link, LinkPurpose, Target, issue_signed, signed_token
from exchange.jobs.services import enqueue
from exchange.youth.models import ConsentRequest, Registration
from exchange.youth.rules.consents import REMINDERS

#: The kind of the job that reminds guardians.
REMIND: Final = "youth.remind"
_MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class LinkPrinter:
    """Makes the address of a link, which is kept nowhere."""

    base_url: str
    secret: str

    def address(self, link: Link) -> str:
        """Return the address a guardian opens."""
        return f"{self.base_url}/consent/{signed_token(link, self.secret)}"


def printer_of(settings: Settings) -> LinkPrinter | None:
    """Return what makes links; None on a closed network, and without a key to sign with."""
    if not settings.public or settings.secret_key is None:
        return None
    return LinkPrinter(settings.base_url, settings.secret_key)


def keep_asked(
    session: Session, registration: Registration, known: ConsentRequest | None, deadline: date
) -> ConsentRequest:
    """Keep that a guardian is asked from today on until a deadline; the link stays the same."""
    if known is None:
        target = Target(LinkPurpose.CONSENT, "registration", registration.id)
        link = issue_signed(session, target)
        known = ConsentRequest(
            id=uuid7(), registration_id=registration.id, link_id=link.id, link=link, tries=0
        )
        session.add(known)
    known.deadline = deadline
    known.asked_on = clock.today()
    known.reminded_day = 0
    flush(session)
    return known


def plan_reminders(session: Session) -> None:
    """Let a job look for guardians to remind on each of the days."""
    for day in REMINDERS:
        enqueue(session, REMIND, run_at=clock.machine_now() + timedelta(days=day, hours=1))


def plan_offer_reminder(session: Session, until: date) -> None:
    """Let the same job look on the morning of the day before an offer's last."""
    morning = datetime.combine(until - timedelta(days=1), _MORNING, OFFICE_ZONE)
    enqueue(session, REMIND, run_at=morning)
