"""What a fact sheet is put together from."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from exchange.agreements.queries import bases
from exchange.attachments.queries import public_photo, public_photos_of
from exchange.core.offers import Subject
from exchange.documents.pictures import for_print
from exchange.partners.models import Partner
from exchange.partners.queries import organisations_of
from exchange.people.queries import posts_of_partner
from exchange.reports.factsheet import FactSheet, Known, Picture, fact_sheet

#: So many photographs fit on the sheet, of so many pixels.
_PHOTOS: Final = 2
_WIDEST: Final = 720


def fact_sheet_of(session: Session, partner: Partner, *, today: date) -> FactSheet:
    """Return the fact sheet of a partner that is loaded with its facts and their sources."""
    known = Known(
        partner=partner,
        bases=bases(session, public_only=True, partners=frozenset({partner.slug})),
        organisations=organisations_of(session, partner.id),
        posts=posts_of_partner(session, partner.id),
        photos=public_photos_of(session, Subject("partner", partner.id))[:_PHOTOS],
    )
    return fact_sheet(known, today=today)


def pictures_of(session: Session, sheet: FactSheet) -> Iterator[Picture]:
    """Yield the sheet's photographs as the paper prints them."""
    for photo in sheet.photos:
        body = public_photo(session, "partner", photo.id).body
        yield Picture(
            jpeg=for_print(body, widest=_WIDEST),
            title=photo.title,
            rights_holder=photo.rights_holder,
            licence=photo.licence,
        )
