"""The keys that the addresses of the list pages name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.dates import FiscalYear
from exchange.partners.models import Partner
from exchange.youth.models import ClosedYear, Edition
from tests.load.volume.filling import Filled


def keys_of(session: Session, filled: Filled) -> dict[str, str]:
    """Return the key of everything that lists are long for, by its name in an address."""
    busy, desk = filled.busy, filled.desk
    opened = session.get_one(Edition, busy.open)
    years = session.scalars(select(ClosedYear.fiscal_year).order_by(ClosedYear.fiscal_year)).all()
    found: dict[str, object] = {
        "open": busy.open,
        "placed": busy.placed,
        "screening": busy.screening,
        "lottery": busy.lottery,
        "cancelled": busy.cancelled,
        "done": busy.done,
        "hosting": busy.hosting,
        "programme": busy.programme,
        "registration": busy.registrations[busy.open][0],
        "visit": desk.visit,
        "merge": desk.merge,
        "stock": desk.stock,
        "person": desk.person,
        "school": filled.places.schools[0][0],
        "coordinator": filled.places.coordinator,
        "partner_id": session.scalar(select(Partner.id).order_by(Partner.number).limit(1)),
        "partner": session.scalar(select(Partner.slug).order_by(Partner.number).limit(1)),
        "year": opened.fiscal_year,
        "closed_year": years[-1] if years else FiscalYear(opened.fiscal_year).previous.start,
    }
    return {name: str(value) for name, value in found.items()}
