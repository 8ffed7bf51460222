"""Whose turn it is on a waiting list, until when an offer is kept, and who is passed over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.youth.enums import PLACED, RegistrationState
from exchange.youth.enums.waiting import Gender, SkipReason, WaitingAct
from exchange.youth.rules.seats import gender_quota

if TYPE_CHECKING:
    from exchange.youth.models import Edition


@dataclass(frozen=True, slots=True)
class Waiter:
    """One who waits; `failed` names the rules of the edition that are not met."""

    key: UUID
    rank: int
    school_id: UUID
    gender: Gender | None = None
    failed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Openings:
    """Free seats: in all, of each school and of each gender; one not named has no limit."""

    seats: int
    schools: Mapping[UUID, int] = field(default_factory=dict)
    genders: Mapping[Gender, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many seats the pupils of one school and gender hold."""

    school_id: UUID
    gender: Gender | None
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is offered one free seat, and who was passed over on the way; None: nobody is left."""

    skipped: Sequence[tuple[Waiter, SkipReason]]
    offered: Waiter | None


def openings_of(edition: "Edition", taken: Sequence[Taken]) -> Openings:
    """Count what is free from what is taken; a school or gender that holds no seat is not full."""
    schools: Counter[UUID] = Counter()
    genders: Counter[Gender] = Counter()
    for each in taken:
        schools[each.school_id] += each.count
        if each.gender is not None:
            genders[each.gender] += each.count
    limits = {gender: gender_quota(edition, gender) for gender in Gender}
    in_all = edition.quota - schools.total()
    share = edition.school_quota
    return Openings(
        max(0, in_all),
        {} if share is None else {key: share - held for key, held in schools.items()},
        {gender: limit - genders[gender] for gender, limit in limits.items() if limit is not None},
    )


def skip_reason(waiter: Waiter, openings: Openings) -> SkipReason | None:
    """Say why one who waits cannot take the seat; None when nothing is in the way."""
    if waiter.failed:
        return SkipReason.NOT_ELIGIBLE
    if openings.schools.get(waiter.school_id, 1) < 1:
        return SkipReason.SCHOOL_FULL
    if waiter.gender is not None and openings.genders.get(waiter.gender, 1) < 1:
        return SkipReason.GENDER_FULL
    return None


def next_turn(waiting: Sequence[Waiter], openings: Openings) -> Turn:
    """Return the first who can take a seat, in the order of the list."""
    skipped: list[tuple[Waiter, SkipReason]] = []
    for waiter in sorted(waiting, key=lambda each: each.rank):
        reason = skip_reason(waiter, openings)
        if reason is None:
            return Turn(skipped, waiter)
        skipped.append((waiter, reason))
    return Turn(skipped, None)


def offer_deadline(today: date, *, days: int, starts: date) -> date:
    """Return the last day of an offer, never past the day before the edition begins."""
    return min(today + timedelta(days=days), starts - timedelta(days=1))


def is_expired(until: date | None, today: date) -> bool:
    """Say whether an offer's last day is over, by the office's calendar."""
    return until is not None and today > until


def is_ending(until: date, *, offered_on: date, today: date) -> bool:
    """Say whether an offer is to be reminded of: from the day before its last, not on its first."""
    return offered_on < today and until - timedelta(days=1) <= today <= until


def ensure_offer(state: RegistrationState, until: date | None, today: date) -> None:
    """Refuse to accept what is not offered, or no longer."""
    if state is not RegistrationState.OFFERED or until is None:
        raise DomainError(message("youth.waiting.error.no_offer"))
    if is_expired(until, today):
        raise DomainError(message("youth.waiting.error.expired", day=until))


def offer_answered(state: RegistrationState, told: WaitingAct | None) -> Message:
    """Say how an offer stands that is open no longer; `told`: the last that the minutes tell.

    Nothing else is said of a registration: a result is told by letter or mail.
    """
    if told is WaitingAct.ACCEPTED and state in PLACED:
        return message("youth.waiting.stands.accepted")
    if told is WaitingAct.DECLINED and state is RegistrationState.DECLINED:
        return message("youth.waiting.stands.declined")
    if told is WaitingAct.EXPIRED and state is RegistrationState.DECLINED:
        return message("youth.waiting.stands.expired")
    return message("youth.waiting.error.no_offer")
