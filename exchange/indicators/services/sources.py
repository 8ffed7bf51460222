"""Keep the document a reported value stands in, as a file beside its entry."""

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.core.database import Localized
from exchange.core.languages import Language
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.indicators.models import IndicatorValue
from exchange.indicators.queries.sources import SOURCES


def keep_source(
    session: Session, *, actor: Actor, entry: IndicatorValue, contents: Contents
) -> Document:
    """Keep a file under the name the entry gives its source; neither is changed later."""
    label = Label(kind=DocumentKind.EVIDENCE, title=Localized({Language.JA: entry.source}))
    return add_document(
        session,
        actor=actor,
        subject=Subject(SOURCES, entry.id),
        label=label,
        contents=contents,
        is_demo=entry.is_demo,
    )
