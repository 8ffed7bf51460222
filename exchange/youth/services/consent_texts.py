"""Adopt a new version of the consent texts; the ones before stay with their answers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import Localized, flush, stated, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import ConsentText
from exchange.youth.queries.consents import current_text
from exchange.youth.rules.consents import ensure_names_known


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """The texts of a version."""

    use_text: Localized
    join_text: Localized
    health_text: Localized
    transfer_text: Localized
    photo_text: Localized


def adopt_text(
    session: Session, *, actor: Actor, words: ConsentWords, key: UUID | None = None
) -> ConsentText:
    """Let guardians be asked by new texts from now on; sent twice it is one version."""
    values = stated(words)
    for name, text in values.items():
        assert isinstance(text, Localized), "every part is a text"
        ensure_names_known(name, text.values())
    known = session.get(ConsentText, key) if key is not None else None
    if known is not None:
        return known
    newest = current_text(session)
    if all(getattr(newest, name) == text for name, text in values.items()):
        raise DomainError(message("youth.consent.error.same_text"))
    text = ConsentText(id=key or uuid7(), number=newest.number + 1, **values)
    session.add(text)
    flush(session)
    record(
        session,
        actor=actor,
        act="consent_texts.adopt",
        subject=Subject("consent_text", text.id),
        changes=created({"number": text.number, **values}),
    )
    return text
