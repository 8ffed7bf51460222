"""Say which measures and leading projects of the strategy an edition serves."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush, raise_version
from exchange.core.errors import StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.strategy.serving import strategy_named
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.serving import with_served


def serve_strategy(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    version: int,
    measures: Sequence[str],
    projects: Sequence[str],
) -> Edition:
    """Let an edition serve these measures and leading projects, named by slug, and no others.

    Raises StaleRowError with what it serves now, DomainError for one not in the present strategy.
    """
    edition = with_served(session, locked_edition(session, actor, edition_id))
    before = served(edition)
    if edition.version != version:
        raise StaleRowError(theirs=before, version=edition.version)
    edition.measures, edition.projects = strategy_named(session, measures, projects, kept=edition)
    after = served(edition)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        raise_version(edition)
        flush(session)
        subject = Subject("edition", edition.id)
        record(session, actor=actor, act="editions.serve", subject=subject, changes=changes)
    return edition


def served(edition: Edition) -> Mapping[str, list[str]]:
    """Return what an edition serves by the fields of its form."""
    return {
        "measures": [each.slug for each in edition.measures],
        "projects": [each.slug for each in edition.projects],
    }
