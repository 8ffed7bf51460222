"""Translations and interpreters: the queue, and the verbs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.audit.services import Changes, created, record
from exchange.core.database import (
    Order,
    Page,
    add_once,
    expect_version,
    flush,
    paginate,
    restate,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.letters.enums import NEXT_REQUEST, RequestKind, RequestState, WorkedBy
from exchange.letters.models import LanguageRequest
from exchange.letters.queries import letter_by_id
from exchange.letters.rules import ensure_workable

_ORDER: Final = Order(LanguageRequest.due, LanguageRequest.id)
_SHOWN: Final = 200
#: What a check is of.
_CHECKED: Final = ("kind", "what", "from_language", "to_language")
_TO_DO: Final = (RequestState.ASKED, RequestState.IN_WORK)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPlan:
    """What a person states about a request."""

    kind: RequestKind
    what: str
    from_language: str
    to_language: str
    due: date
    worked_by: WorkedBy
    worker: str = ""
    visit_id: UUID | None = None
    letter_id: UUID | None = None
    itinerary_item_id: UUID | None = None
    note: str = ""


def requests_page(
    session: Session,
    states: Sequence[RequestState],
    *,
    before: date | None = None,
    cursor: str | None = None,
) -> Page[LanguageRequest]:
    """Return a page of the requests in these states, the most pressing first."""
    statement = select(LanguageRequest).where(LanguageRequest.state.in_(states))
    if before is not None:
        statement = statement.where(LanguageRequest.due < before, LanguageRequest.state.in_(_TO_DO))
    return paginate(session, statement.options(*_whole()), _ORDER, cursor=cursor)


def requests_of_visit(session: Session, visit_id: UUID) -> Sequence[LanguageRequest]:
    """Return what is asked for a visit, the most pressing first."""
    return _listed(session, select(LanguageRequest).where(LanguageRequest.visit_id == visit_id))


def requests_of_letter(session: Session, letter_id: UUID) -> Sequence[LanguageRequest]:
    """Return what is asked for a letter, the most pressing first."""
    return _listed(session, select(LanguageRequest).where(LanguageRequest.letter_id == letter_id))


def request_by_id(session: Session, key: UUID) -> LanguageRequest:
    """Return a request with what it is linked to; raises NotFoundError."""
    statement = select(LanguageRequest).where(LanguageRequest.id == key)
    found = session.scalar(statement.options(*_whole()))
    if found is None:
        raise NotFoundError
    return found


def ask_language(
    session: Session, *, actor: Actor, plan: RequestPlan, key: UUID | None = None
) -> LanguageRequest:
    """Put a request on the queue; a form sent twice asks once. Raises DomainError."""
    _ensure_possible(session, plan)
    request, new = add_once(session, LanguageRequest(id=key or uuid7(), **stated(plan)))
    if new:
        values = {name: value for name, value in stated(plan).items() if value not in ("", None)}
        _noted(session, request, created(values), actor=actor, act="letters.ask_language")
    return request


def change_request(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: RequestPlan
) -> LanguageRequest:
    """Change what is stated about a request; raises StaleRowError, DomainError.

    A check was of the text and its languages as they were: changing those opens it again.
    """
    request = _locked(session, key)
    expect_version(request, version)
    _ensure_possible(session, plan)
    unchecked = {"state": RequestState.DONE, "checker_id": None}
    opened = request.state is RequestState.CHECKED and _says_other(request, plan)
    if changes := restate(request, {**stated(plan), **(unchecked if opened else {})}):
        flush(session)
        _noted(session, request, changes, actor=actor, act="letters.change_language")
    return request


def move_request(
    session: Session, *, actor: Actor, key: UUID, version: int, target: RequestState
) -> LanguageRequest:
    """Bring a request to a state of the next-state table; who says it is checked has checked it."""
    request = _locked(session, key)
    expect_version(request, version)
    NEXT_REQUEST.ensure(request.state, target)
    if target is RequestState.CHECKED and actor.user_id is None:
        raise DomainError(message("letters.error.no_checker"))
    checker = actor.user_id if target is RequestState.CHECKED else None
    changes = restate(request, {"state": target, "checker_id": checker})
    flush(session)
    _noted(session, request, changes, actor=actor, act="letters.move_language")
    return request


def _says_other(request: LanguageRequest, plan: RequestPlan) -> bool:
    return any(getattr(request, name) != getattr(plan, name) for name in _CHECKED)


def _ensure_possible(session: Session, plan: RequestPlan) -> None:
    """Raise DomainError or NotFoundError for what a request cannot be linked to."""
    ensure_workable((plan.from_language, plan.to_language), plan.worked_by, plan.worker)
    if plan.letter_id is not None:
        letter_by_id(session, plan.letter_id)
    if plan.visit_id is not None:
        visit_by_id(session, plan.visit_id)
    if plan.itinerary_item_id is not None:
        items = items_of(session, plan.visit_id) if plan.visit_id else ()
        if plan.itinerary_item_id not in {item.id for item in items}:
            raise DomainError(message("letters.error.item"), field="itinerary_item_id")


def _locked(session: Session, key: UUID) -> LanguageRequest:
    found = session.get(LanguageRequest, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def _noted(
    session: Session, request: LanguageRequest, changes: Changes, *, actor: Actor, act: str
) -> None:
    subject = Subject("language_request", request.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)


def _listed(session: Session, statement: Select[LanguageRequest]) -> Sequence[LanguageRequest]:
    ordered = statement.options(*_whole()).order_by(LanguageRequest.due, LanguageRequest.id)
    return session.scalars(ordered.limit(_SHOWN)).all()


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(LanguageRequest.visit),
        joinedload(LanguageRequest.letter),
        joinedload(LanguageRequest.checker),
    )
