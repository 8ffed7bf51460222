"""The papers of a visit, for those who may see its members."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from exchange.attachments.views import Holder, offer_documents
from exchange.core.offers import Subject
from exchange.delegations.queries import visit_by_id
from exchange.delegations.views.page import blueprint


def _holder(session: Session, key: UUID) -> Holder:
    visit = visit_by_id(session, key)
    return Holder(Subject("visit", key), visit.title, url_for("delegations.show", key=key))


offer_documents(blueprint, "visit", _holder)
