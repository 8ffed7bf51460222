"""Scans and evidence of an agreement."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from exchange.agreements.queries import agreement_by_id
from exchange.agreements.views.blueprints import blueprint
from exchange.attachments.views import Holder, offer_documents
from exchange.core.offers import Subject


def _holder(session: Session, key: UUID) -> Holder:
    agreement = agreement_by_id(session, key)
    path = url_for("agreements.show", slug=agreement.slug)
    return Holder(Subject("agreement", key), agreement.title, path)


offer_documents(blueprint, "agreement", _holder)
