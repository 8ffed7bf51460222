"""Say one thing about an agreement, with what says so."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.enums import AgreementFactKind
from exchange.agreements.models import AgreementFact
from exchange.agreements.queries import fact_of, locked_agreement
from exchange.attachments.queries import documents_of
from exchange.audit.services import Changes, created, record
from exchange.core.database import Localized, expect_version, flush, restate, stated
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDetails:
    """What is known, and the source or the document on file that says so."""

    text: Localized
    source_id: UUID | None = None
    locator: str = ""
    document_id: UUID | None = None


def state_fact(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    kind: AgreementFactKind,
    version: int,
    details: FactDetails,
) -> AgreementFact:
    """State a fact of a kind, or change it; `version` is 0 for the first time.

    Raises DomainError without a source or a document, StaleRowError when somebody was first.
    """
    agreement = locked_agreement(session, agreement_id)
    subject = Subject("agreement", agreement.id)
    if details.source_id is None and details.document_id is None:
        raise DomainError(message("agreements.error.no_evidence"), field="source_id")
    if details.document_id is not None and details.document_id not in {
        document.id for document in documents_of(session, subject)
    }:
        raise DomainError(message("agreements.error.no_such_document"), field="document_id")
    fact = fact_of(session, agreement.id, kind)
    changes: Changes
    if fact is None:
        fact = AgreementFact(agreement_id=agreement.id, kind=kind, **stated(details))
        session.add(fact)
        changes = created(stated(details))
    else:
        expect_version(fact, version)
        changes = restate(fact, stated(details))
    if changes:
        flush(session)
        record(
            session,
            actor=actor,
            act="agreements.state_fact",
            subject=subject,
            changes={**changes, "kind": (None, kind)},
        )
    return fact
