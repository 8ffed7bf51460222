"""The purge: what is kept of families and of guests' needs goes when the edition is long over."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Name, flush
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.enums import Preference, Smoking
from exchange.hosting.models import Guest, HostCheck, HostFamily, HostMember
from exchange.hosting.queries.families import families_of, plan_of
from exchange.hosting.queries.purging import (
    editions_to_purge,
    guests_to_purge,
    guests_who_last,
    stays_of,
)
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition

#: Stands where the reason of an ended stay was.
_NO_WORDS: Final = "－"


def purge_due(session: Session, *, actor: Actor, today: date, limit: int) -> Sequence[Edition]:
    """Purge the editions whose day has come, the oldest first; return them."""
    editions = editions_to_purge(session, today)[:limit]
    for edition in editions:
        purge_edition(session, actor=actor, edition_id=edition.id)
    return editions


def purge_edition(session: Session, *, actor: Actor, edition_id: UUID) -> bool:
    """Delete families, checks and needs of an edition that is over; return whether no name is left.

    Families keep their number and stays their days, so that the history can be read; a guest whose
    pair lasts into an edition that is not over keeps the name until it is. Run again where nothing
    is left to purge it leaves no audit line.
    """
    edition = locked_edition(session, actor, edition_id)
    if clock.today() <= edition.ends:
        raise DomainError(message("hosting.error.not_over", day=edition.ends))
    plan = plan_of(session, edition.id)
    if plan is None:
        raise NotFoundError
    is_first = plan.purged_at is None
    families = families_of(session, edition) if is_first else []
    if is_first:
        _empty_all(session, edition, families)
        plan.purged_at = clock.now()
    lasting = guests_who_last(session, edition, clock.today())
    guests = guests_to_purge(session, edition, clock.today())
    for guest in guests:
        _empty_guest(guest, keeps_name=guest.id in lasting)
    flush(session)
    if is_first or guests:
        kept = sum(guest.id in lasting for guest in guests)
        record(
            session,
            actor=actor,
            act="hosting.purge",
            subject=Subject("edition", edition.id),
            changes={"families": (len(families), 0), "guests": (len(guests), kept)},
        )
    return not lasting


def _empty_all(session: Session, edition: Edition, families: Sequence[HostFamily]) -> None:
    """Empty the families, and the words people wrote about stays."""
    for stay in stays_of(session, edition):
        stay.reason = ""
        stay.end_reason = "" if stay.ended_at is None else _NO_WORDS
    for family in families:
        _empty_family(session, family)


def _empty_family(session: Session, family: HostFamily) -> None:
    members = [member.id for member in family.members]
    session.execute(delete(HostCheck).where(HostCheck.member_id.in_(members)))
    session.execute(delete(HostMember).where(HostMember.id.in_(members)))
    family.name = family.kana = family.sort_key = family.pets = family.meals = ""
    family.match_key = family.animals = family.registration_id = None
    family.address = family.phone = family.mail = family.notes = None
    family.languages, family.hobbies = [], []
    family.smoking, family.preference = Smoking.UNKNOWN, Preference.ANY
    family.end_reason = ""
    family.purged_at = clock.now()


def _empty_guest(guest: Guest, *, keeps_name: bool) -> None:
    guest.avoids = guest.needs = None
    guest.consent_paper = guest.withdrawal_reason = ""
    guest.purged_at = clock.now()
    if not keeps_name:
        guest.rename(Name(""))
        guest.school = ""
        guest.languages, guest.hobbies = [], []
