"""Mails to a person's own addresses, and every mail that spells the name."""

from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from exchange.core.erasures import Held, Part, Search
from exchange.outbox.models import Mail


def _mails(search: Search) -> ColumnElement[bool]:
    """Find them; of a mail that was sent only its address and its subject are left."""
    rows = search.session.execute(
        select(Mail.id, Mail.subject, Mail.body, Mail.error).where(
            or_(Mail.body.is_not(None), Mail.error.is_not(None))
        )
    )
    named = [key for key, *texts in rows if search.person.is_named_in(*texts)]
    addresses = [each.lower() for each in search.person.addresses]
    return or_(Mail.id.in_(named), func.lower(Mail.recipient).in_(addresses))


PARTS: Final[tuple[Part, ...]] = (Part(held=Held.MAILS, table=Mail, find=_mails, subject="mail"),)
