"""Files of each kept type, as a scanner, a camera or an office would make them, and documents."""

import io
import zipfile
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from exchange.attachments.contents import examine
from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor

ACTOR = system_actor("tests")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_SHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TEXT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(
    form: str = "PNG",
    mode: str = "RGB",
    size: tuple[int, int] = (8, 6),
    **said: Any,  # noqa: ANN401 - any option of the format
) -> bytes:
    """Draw a picture of one colour in a format and mode."""
    written = io.BytesIO()
    Image.new(mode, size).save(written, form, **said)
    return written.getvalue()


def package(types: bytes, **parts: bytes) -> bytes:
    """Zip a package as office programs do."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, body in parts.items():
            archive.writestr(name, body)
    return written.getvalue()


def workbook() -> bytes:
    return package(b'<Types><Override ContentType="' + _SHEET + b'"/></Types>')


def text_document() -> bytes:
    return package(b'<Types><Override ContentType="' + _TEXT + b'"/></Types>')


def make_label(**changes: Any) -> Label:  # noqa: ANN401 - any of its fields
    """Name a signed text."""
    values: dict[str, Any] = {
        "kind": DocumentKind.SIGNED_TEXT,
        "title": Localized({"ja": "協定書", "en": "Agreement as signed"}),
    }
    return Label(**(values | changes))


def make_document(
    session: Session,
    subject: Subject,
    body: bytes = PDF,
    name: str = "協定書.pdf",
    **changes: Any,  # noqa: ANN401 - any field of the label
) -> Document:
    """Keep a document of a subject."""
    return add_document(
        session,
        actor=ACTOR,
        subject=subject,
        label=make_label(**changes),
        contents=examine(name, body),
    )
