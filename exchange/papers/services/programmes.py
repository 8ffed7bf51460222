"""Load what a programme's paper says, note what was printed, log a letter of thanks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.errors import BadRequestError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.wholes import tied_visit
from exchange.itineraries.attendance import attendees
from exchange.itineraries.models import ItineraryItem, PlanVersion
from exchange.itineraries.queries import (
    items_of,
    parties_of,
    people_for,
    tracks_of,
    versions_of,
)
from exchange.itineraries.services.versions import snapshot
from exchange.itineraries.versions import Changes, compare
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.letters.models import Letter
from exchange.letters.services import LetterPlan, log_letter
from exchange.papers.programme import Programme
from exchange.papers.queries import met_at
from exchange.papers.thanks import whom_to_thank

#: What a purpose may say.
LONGEST_PURPOSE: Final = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose programme is asked for, and the version since which changes are marked; as typed."""

    track: str = ""
    person: str = ""
    since: str = ""


def find_programme(session: Session, visit_id: UUID, choice: Choice) -> Programme:
    """Return what is printed of a programme; raises BadRequestError for what it does not have."""
    visit, items = tied_visit(session, visit_id), items_of(session, visit_id)
    names = {person.id: person.name.written for person in people_for(session, visit_id)}
    party = parties_of(session, [visit_id]).get(visit_id, ())
    tracks = tracks_of(session, [visit_id]).get(visit_id, {})
    going = {item.id: attendees(item, party, tracks) for item in items}
    versions = versions_of(session, visit_id)
    now = snapshot(items)
    since = _version(versions, choice.since)
    return Programme(
        visit=visit,
        items=_of(choice, items, names, going),
        names=names,
        attending={
            key: None if party and people == frozenset(party) else _ordered(people, names)
            for key, people in going.items()
        },
        version=versions[0] if versions else None,
        changed=bool(versions and compare(versions[0].plan, now)),
        since=since,
        changes=compare(since.plan, now) if since else Changes(),
        of=choice.track or _name_of(choice.person, names),
    )


def note_printed(
    session: Session, *, actor: Actor, visit_id: UUID, paper: str, purpose: str, count: int
) -> None:
    """Note who printed which paper of a visit, what for, and how many rows it has; no name."""
    record(
        session,
        actor=actor,
        act="papers.print",
        subject=Subject("visit", visit_id),
        changes={"paper": (None, paper), "purpose": (None, purpose), "count": (None, count)},
        purpose=Purpose.PREPARATION,
    )


def log_thanks(session: Session, *, actor: Actor, visit_id: UUID, to: str, key: UUID) -> Letter:
    """Put a letter of thanks on the log, once; raises BadRequestError for nobody of the list."""
    locked_visit(session, visit_id)
    met = met_at(session, visit_id)
    found = {each.key: each for each in whom_to_thank(met)}
    if to not in found:
        raise BadRequestError(message("papers.error.nobody"))
    addressee = found[to]
    if addressee.letter is not None:
        return addressee.letter
    titles = {
        language.value: translate(
            message("papers.thanks.title", visit=met.visit.title.in_language(language)), language
        )
        for language in Language
    }
    plan = LetterPlan(
        direction=LetterDirection.OUT,
        kind=LetterKind.THANKS,
        day=clock.today(),
        title=Localized(titles),
        visit_id=visit_id,
        person_id=addressee.person_id,
        counterpart="" if addressee.person_id else addressee.name,
        owner_id=actor.user_id,
    )
    return log_letter(
        session,
        actor=actor,
        partner=addressee.partner,
        plan=plan,
        key=key,
        is_demo=met.visit.is_demo,
    )


def _version(versions: Sequence[PlanVersion], typed: str) -> PlanVersion | None:
    found = next((each for each in versions if str(each.number) == typed), None)
    if typed and found is None:
        raise BadRequestError(message("papers.error.version"))
    return found


def _of(
    choice: Choice,
    items: Sequence[ItineraryItem],
    names: Mapping[UUID, str],
    going: Mapping[UUID, Collection[UUID]],
) -> Sequence[ItineraryItem]:
    if choice.track not in {"", *(item.track for item in items)}:
        raise BadRequestError(message("papers.error.choice"))
    if choice.person not in {"", *map(str, names)}:
        raise BadRequestError(message("papers.error.choice"))
    return [
        item
        for item in items
        if (not choice.track or item.track in {"", choice.track})
        and (not choice.person or choice.person in map(str, going[item.id]))
    ]


def _name_of(typed: str, names: Mapping[UUID, str]) -> str:
    return next((name for key, name in names.items() if str(key) == typed), "")


def _ordered(people: Collection[UUID], names: Mapping[UUID, str]) -> Sequence[UUID]:
    return [key for key in names if key in people]
