"""A photograph that everyone may see, kept on the way to the pages that show one."""

from sqlalchemy.orm import Session

from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document
from exchange.core.database import Localized
from exchange.core.offers import Subject
from tests.factories.attachments import make_document, picture


def photo_of(session: Session, subject: Subject) -> Document:
    """Keep a photograph that everyone may see."""
    return make_document(
        session,
        subject,
        picture("JPEG", size=(320, 200)),
        "rome.jpg",
        kind=DocumentKind.PHOTO,
        title=Localized({"ja": "ローム市の見本写真"}),
        rights_holder="見本写真館",
        licence="CC BY 4.0",
        is_public=True,
    )
