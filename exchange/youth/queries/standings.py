"""How registrations stand: all that decides what they lack, read in one statement, no person."""

from datetime import date, datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from exchange.core.database import Sealed
from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose, ParticipantKind
from exchange.youth.models import (
    Consent,
    ConsentRequest,
    HealthNote,
    Passport,
    Registration,
    RegistrationStep,
)
from exchange.youth.rules.consents import ASKED, FOLLOWED_UP, Consents
from exchange.youth.rules.followups import Needs
from exchange.youth.rules.missing import Standing

#: The answers that decide what is lacking, by the column they are read into.
_SAID: Final = {
    "join": (ConsentGiver.GUARDIAN, ConsentPurpose.JOIN),
    "own": (ConsentGiver.PUPIL, ConsentPurpose.JOIN),
    "health": (ConsentGiver.GUARDIAN, ConsentPurpose.HEALTH),
}
#: The days that registrations may differ in and still lack the same, where all have one or none.
_DAYS: Final = ("confirmed_on", "asked_on", "join_at")
#: What makes them lack something else.
_TRAITS: Final = (
    *("edition_id", "state", "kind", "by_guardian", "guardian_given"),
    *("join", "own", "health", "has_health", "has_passport"),
)


class _Answer(NamedTuple):
    """All that the rules look at of an answer; the moment matters of the guardian's to joining."""

    answer: ConsentAnswer
    at: datetime | None


def standings(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select how registrations stand, a row each with its key; `standing_of` reads a row.

    `wanted` are conditions on registrations alone.
    """
    asked = and_(
        Registration.kind == ParticipantKind.OWN_YOUTH, Registration.state.in_(sorted(ASKED))
    )
    numbers = _newest_numbers(select(Registration.id).where(*wanted, asked))
    said = {name: aliased(Consent) for name in _SAID}
    statement = (
        select(
            Registration.id.label("id"),
            Registration.edition_id.label("edition_id"),
            Registration.state.label("state"),
            Registration.kind.label("kind"),
            Registration.by_guardian.label("by_guardian"),
            Registration.principal_confirmed_on.label("confirmed_on"),
            and_(
                Registration.guardian_name != "", Registration.guardian_relationship.is_not(None)
            ).label("guardian_given"),
            func.coalesce(_last_step(), Registration.created_at).label("since"),
            ConsentRequest.asked_on.label("asked_on"),
            *(each.answer.label(name) for name, each in said.items()),
            said["join"].at.label("join_at"),
            _has(HealthNote.emergency, HealthNote.registration_id, asked).label("has_health"),
            _has(Passport.holder, Passport.registration_id, asked).label("has_passport"),
        )
        .outerjoin(ConsentRequest, ConsentRequest.registration_id == Registration.id)
        .outerjoin(numbers, numbers.c.registration_id == Registration.id)
        .where(*wanted)
    )
    for name, each in said.items():
        newest = and_(
            each.registration_id == Registration.id, each.number == getattr(numbers.c, name)
        )
        statement = statement.outerjoin(each, newest)
    return statement


def alike(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select how registrations stand, those that lack the same in one row with their `number`.

    Of each day a row has the earliest.
    """
    each = standings(*wanted).subquery()
    traits = [each.c[name] for name in _TRAITS]
    known = [each.c[name].is_(None) for name in _DAYS]
    return select(
        *traits,
        func.count().label("number"),
        *(func.min(each.c[name]).label(name) for name in ("since", *_DAYS)),
    ).group_by(*traits, *known)


def standing_of(row: Any) -> Standing:  # noqa: ANN401 - a row of either select
    """Return what a row of `standings` or of `alike` says."""
    said = {
        _SAID[name]: _Answer(answer, row.join_at if name == "join" else None)
        for name in _SAID
        if (answer := getattr(row, name)) is not None
    }
    return Standing(
        state=row.state,
        kind=row.kind,
        by_guardian=row.by_guardian,
        principal_confirmed_on=row.confirmed_on,
        guardian_given=row.guardian_given,
        since=_day(row.since),
        asked_on=row.asked_on,
        consents=Consents(cast(Any, said)),
        filled=Needs(health=row.has_health, passport=row.has_passport),
    )


def _newest_numbers(keys: Select[UUID]) -> Subquery:
    """Select of registrations the number of the newest answer of each kind that decides."""
    newest = [
        func.max(
            case((and_(Consent.giver == giver, Consent.purpose == purpose), Consent.number))
        ).label(name)
        for name, (giver, purpose) in _SAID.items()
    ]
    return (
        select(Consent.registration_id, *newest)
        .where(Consent.registration_id.in_(keys))
        .group_by(Consent.registration_id)
        .subquery()
    )


def _last_step() -> ScalarSelect[datetime]:
    """Select when a registration came into its state."""
    return (
        select(func.max(RegistrationStep.at))
        .where(RegistrationStep.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )


def _has(
    part: InstrumentedAttribute[Sealed | None],
    of: InstrumentedAttribute[UUID],
    asked: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Say whether a part is filled in, where it is asked; no value is read."""
    followed_up = and_(asked, Registration.state.in_(sorted(FOLLOWED_UP)))
    there = exists().where(of == Registration.id, part.is_not(None)).correlate(Registration)
    return case((followed_up, there), else_=false())


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_ZONE).date()
