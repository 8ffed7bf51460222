"""Photographs and papers of a gift, for those who may see who gave it."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from exchange.attachments.views import Holder, offer_documents
from exchange.core.offers import Subject
from exchange.gifts.queries import gift_by_id
from exchange.gifts.views.page import blueprint


def _holder(session: Session, key: UUID) -> Holder:
    gift = gift_by_id(session, key)
    return Holder(Subject("gift", key), gift.title, url_for("gifts.show", key=key))


offer_documents(blueprint, "gift", _holder)
