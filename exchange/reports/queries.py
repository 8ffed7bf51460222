"""What reports are put together from."""

from datetime import date

from sqlalchemy.orm import Session

from exchange.agreements.queries import bases
from exchange.partners.models import Partner
from exchange.partners.queries import organisations_of
from exchange.people.queries import posts_of_partner
from exchange.reports.factsheet import FactSheet, fact_sheet


def fact_sheet_of(session: Session, partner: Partner, *, today: date) -> FactSheet:
    """Return the fact sheet of a partner that is loaded with its facts and their sources."""
    found = bases(session, public_only=True, partners=frozenset({partner.slug}))
    organisations = organisations_of(session, partner.id)
    posts = posts_of_partner(session, partner.id)
    return fact_sheet(partner, found, organisations, posts, today=today)
