"""What a document is, and what its bytes may be."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class DocumentKind(StrEnum):
    """What a document is to the thing it belongs to."""

    SIGNED_TEXT = "signed-text"
    EVIDENCE = "evidence"
    PAPER = "paper"
    PHOTO = "photo"


class MediaType(StrEnum):
    """The types that are kept; told from the bytes, never from a name."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def content_type(self) -> str:
        """What a browser is told."""
        return _CONTENT_TYPES[self]

    @property
    def is_image(self) -> bool:
        """Say whether a browser can draw it."""
        return self in {MediaType.PNG, MediaType.JPEG, MediaType.WEBP}

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of its file names, the usual one first."""
        return (".jpg", ".jpeg") if self is MediaType.JPEG else (f".{self.value}",)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES: Final[Mapping[MediaType, str]] = {
    MediaType.PDF: "application/pdf",
    MediaType.PNG: "image/png",
    MediaType.JPEG: "image/jpeg",
    MediaType.WEBP: "image/webp",
    MediaType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    MediaType.DOCX: f"{_OFFICE}.wordprocessingml.document",
}
