"""Put a source on the list that facts and dates cite, and correct it."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.partners.enums import SourceKind
from exchange.partners.models import Source

_SLUG: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDetails:
    """What a person states of a source; `url` or `document` says where it is."""

    kind: SourceKind
    title: Localized
    url: str | None = None
    document: str | None = None


def add_source(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    details: SourceDetails,
    key: UUID | None = None,
) -> Source:
    """Add a source under a short name ("KM-SA"), which citations use and which never changes."""
    if not _SLUG.fullmatch(slug):
        raise DomainError(message("partners.error.source_slug"), field="slug")
    source, new = add_once(session, Source(id=key or uuid7(), slug=slug, **stated(details)))
    if new:
        record(
            session,
            actor=actor,
            act="partners.add_source",
            subject=Subject("source", source.id),
            changes=created({"slug": slug, **stated(details)}),
        )
    return source


def correct_source(
    session: Session, *, actor: Actor, source: Source, version: int, details: SourceDetails
) -> Source:
    """Change what is stated of a source; raises StaleRowError."""
    expect_version(source, version)
    if changes := restate(source, stated(details)):
        flush(session)
        record(
            session,
            actor=actor,
            act="partners.correct_source",
            subject=Subject("source", source.id),
            changes=changes,
        )
    return source
