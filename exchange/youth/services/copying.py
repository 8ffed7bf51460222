"""Take last year's edition over into a new draft: words, quotas, rules and ties, nobody's data."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import Localized, flush, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.languages import OFFICE_ZONE
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import fold
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition
from exchange.youth.queries.eligibility import atoms_of
from exchange.youth.queries.pairs import draft_like
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.serving import with_served
from exchange.youth.rules.copying import a_year_on, titles_of_next_year
from exchange.youth.services.eligibility import keep_rules

#: What a new edition takes over as it is.
_TAKEN_OVER: Final = (
    *("programme_id", "direction", "registering", "selection"),
    *("quota", "school_quota", "minimum"),
    *("female_quota", "male_quota", "waitlist_limit", "offer_days", "counts", "counts_reason"),
)


def copy_edition(session: Session, *, actor: Actor, edition_id: UUID) -> tuple[Edition, bool]:
    """Make a draft of next year's edition: days a year on, everything else as it was.

    Where such a draft is there and nobody has moved or renamed it, it is that one; return it and
    whether it is new. Two who copy at the same moment take turns at the edition's lock.
    """
    old = with_served(session, locked_edition(session, actor, edition_id))
    new = _next_year(old)
    if made := draft_like(session, new):
        return made, False
    session.add(new)
    flush(session)
    keep_rules(session, new, atoms_of(session, old.id))
    record(
        session,
        actor=actor,
        act="editions.create",
        subject=Subject("edition", new.id),
        changes=created({"title": new.title, "starts": new.starts, "ends": new.ends}),
    )
    return new, True


def _next_year(old: Edition) -> Edition:
    starts = a_year_on(old.starts)
    new = Edition(
        id=uuid7(),
        **{name: getattr(old, name) for name in _TAKEN_OVER},
        title=Localized(titles_of_next_year(old.title, old.fiscal_year)),
        state=EditionState.DRAFT,
        starts=starts,
        ends=a_year_on(old.ends),
        opens_at=_moment_on(old.opens_at),
        closes_at=_moment_on(old.closes_at),
        reference_day=a_year_on(old.reference_day) if old.reference_day else None,
        fiscal_year=FiscalYear.of(starts).start,
        is_demo=old.is_demo,
        measures=list(old.measures),
        projects=list(old.projects),
    )
    new.search_key = "|".join(dict.fromkeys(fold(text) for text in new.title.values()))
    return new


def _moment_on(moment: datetime) -> datetime:
    """Return the same minute of the office's day a year on: Japan has no summer time."""
    day = moment.astimezone(OFFICE_ZONE).date()
    return moment + timedelta(days=(a_year_on(day) - day).days)
