"""Give a visit into another officer's hands."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.core.database import expect_version, flush, restate
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import subject_of
from exchange.outbox.services import write_mail

#: The office writes to itself in its own language.
_LANGUAGE = Language.JA


def hand_over_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, owner_id: UUID, base_url: str
) -> Visit:
    """Let another officer answer for a visit, who is told by mail; tasks stay with who has them.

    Raises DomainError for an ended account, or one that may not edit visits.
    """
    visit = locked_visit(session, key)
    expect_version(visit, version)
    owner = session.get(User, owner_id)
    if owner is None or not owner.active or not owner.as_actor().may("visits:edit"):
        raise DomainError(message("delegations.error.owner"), field="owner_id")
    changes = restate(visit, {"owner_id": owner_id})
    if not changes:
        return visit
    record(session, actor=actor, act="visits.hand_over", subject=subject_of(visit), changes=changes)
    flush(session)
    if owner_id != actor.user_id:
        _tell(session, visit, owner, base_url)
    return visit


def _tell(session: Session, visit: Visit, owner: User, base_url: str) -> None:
    title = visit.title.in_language(_LANGUAGE)
    link = f"{base_url}/delegations/{visit.id}/"
    body = message("delegations.owner.mail_body", name=owner.name, title=title, link=link)
    write_mail(
        session,
        to=owner.email,
        subject=translate(message("delegations.owner.mail_subject", title=title), _LANGUAGE),
        body=translate(body, _LANGUAGE),
        language=_LANGUAGE,
    )
