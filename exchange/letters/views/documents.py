"""Scans of a letter, for those who may read letters."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from exchange.attachments.views import Holder, offer_documents
from exchange.core.offers import Subject
from exchange.letters.queries import letter_by_id
from exchange.letters.views.page import blueprint


def _holder(session: Session, key: UUID) -> Holder:
    letter = letter_by_id(session, key)
    return Holder(Subject("letter", key), letter.title, url_for("letters.show", key=key))


offer_documents(blueprint, "letter", _holder)
