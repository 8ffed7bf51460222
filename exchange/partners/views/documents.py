"""The documents and photographs of partners."""

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from exchange.attachments.views import Holder, offer_documents
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.partners.models import Partner
from exchange.partners.views.page import blueprint


def find_holder(session: Session, key: UUID) -> Holder:
    """Find a partner for its documents and photographs."""
    partner = session.get(Partner, key)
    if partner is None:
        raise NotFoundError
    path = url_for("partners.show", slug=partner.slug)
    return Holder(Subject("partner", key), partner.names, path)


offer_documents(blueprint, "partner", find_holder)
