"""What an upload really holds: the type told from its bytes, pictures written anew."""

import hashlib
import io
import re
import struct
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from exchange.attachments.enums import MediaType
from exchange.core.errors import DomainError
from exchange.core.later import Later
from exchange.core.messages import Message, message

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image = Later("PIL.Image")
    ImageOps = Later("PIL.ImageOps")

#: In bytes; what a form adds around a file fits under the limit of a request.
LIMIT: Final = 15 * 1024 * 1024
#: In megabytes, as people are told.
LIMIT_MEGABYTES: Final = LIMIT // 1024 // 1024
#: Width by height; a sheet of A3 scanned at 400 dpi has 31 million.
_PIXELS: Final = 40_000_000
#: Unpacking a WebP takes four times the memory of another picture of as many pixels.
_WEBP_PIXELS: Final = 16_000_000
_NAME_LENGTH: Final = 120
_FIELD: Final = "file"

_PDF_START: Final = b"%PDF-"
_PDF_END: Final = b"%%EOF"
#: Programs write this much behind the end mark at most.
_PDF_TAIL: Final = 2048

_ZIP_START: Final = b"PK\x03\x04"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_CONTENT_TYPES_LIMIT: Final = 1024 * 1024
#: The type of the main part, by which the two kinds of office file are told apart.
_OFFICE: Final = {
    b"spreadsheetml.sheet.main+xml": MediaType.XLSX,
    b"wordprocessingml.document.main+xml": MediaType.DOCX,
}
_MACROS: Final = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)

_PICTURE_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
#: What is opened; a JPEG with a second frame, as cameras write, calls itself MPO.
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_PICTURES: Final = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG}
#: What each format can hold; another mode becomes the last one.
_MODES: Final[Mapping[str, tuple[str, ...]]] = {
    "PNG": ("1", "L", "LA", "P", "I;16", "RGBA", "RGB"),
    "JPEG": ("L", "RGB"),
}
#: What Pillow raises on bytes that are no whole picture.
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
#: Kept of what a picture carries beside its pixels: which colour is no colour.
_DRAWN: Final = "transparency"
#: Tried in turn until the picture is small enough.
_SAVINGS: Final[Mapping[str, tuple[Mapping[str, int], ...]]] = {
    "PNG": ({"compress_level": 3},),
    "JPEG": ({"quality": 92}, {"quality": 75}),
}
#: Unpacked, a picture is as large as all the rest of a process: one at a time.
_drawing: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Contents:
    """An upload as it is kept."""

    media_type: MediaType
    body: bytes
    file_name: str
    #: Pixels; None for what is no picture.
    size: tuple[int, int] | None = None

    @property
    def sha256(self) -> str:
        """The digest of the bytes that are kept, as hexadecimal text."""
        return hashlib.sha256(self.body).hexdigest()


def examine(file_name: str, body: bytes) -> Contents:
    """Tell an upload's type from its bytes; a picture is written anew without its metadata.

    Raises DomainError on the field `file` for what is empty, too large, broken or of no kept type.
    """
    _ensure_size(body)
    if body.startswith(_PDF_START):
        return _pdf(file_name, body)
    if body.startswith(_ZIP_START):
        return _office(file_name, body)
    if body.startswith(_PICTURE_STARTS):
        return _picture(file_name, body)
    raise _refusal(message("attachments.error.type"))


def examine_pdf(file_name: str, body: bytes) -> Contents:
    """Take an upload where nothing but a PDF is asked for; raises DomainError on `file`."""
    _ensure_size(body)
    if not body.startswith(_PDF_START):
        raise _refusal(message("attachments.error.only_pdf"))
    return _pdf(file_name, body)


def examine_sheet(file_name: str, body: bytes) -> Contents:
    """Take an upload where a PDF or a picture is asked for; raises DomainError on `file`."""
    _ensure_size(body)
    if body.startswith(_PDF_START):
        return _pdf(file_name, body)
    if body.startswith(_PICTURE_STARTS):
        return _picture(file_name, body)
    raise _refusal(message("attachments.error.only_sheets"))


def _ensure_size(body: bytes) -> None:
    if not body:
        raise _refusal(message("attachments.error.empty"))
    if len(body) > LIMIT:
        raise _refusal(message("attachments.error.too_large", limit=LIMIT_MEGABYTES))


def _pdf(file_name: str, body: bytes) -> Contents:
    if _PDF_END not in body[-_PDF_TAIL:]:
        raise _refusal(message("attachments.error.broken"))
    return Contents(MediaType.PDF, body, clean_name(file_name, MediaType.PDF))


def _office(file_name: str, body: bytes) -> Contents:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package, package.open(_CONTENT_TYPES) as part:
            types = part.read(_CONTENT_TYPES_LIMIT)
    except KeyError as error:
        raise _refusal(message("attachments.error.type")) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _refusal(message("attachments.error.broken")) from error
    if _MACROS.search(types):
        raise _refusal(message("attachments.error.macros"))
    found = next((kind for mark, kind in _OFFICE.items() if mark in types), None)
    if found is None:
        raise _refusal(message("attachments.error.type"))
    return Contents(found, body, clean_name(file_name, found))


def _picture(file_name: str, body: bytes) -> Contents:
    try:
        with _drawing, Image.open(io.BytesIO(body), formats=_FORMATS) as opened:
            most = _WEBP_PIXELS if opened.format == "WEBP" else _PIXELS
            if opened.width * opened.height > most:
                raise _refusal(message("attachments.error.pixels", limit=most // 1_000_000))
            form = _form(opened)
            drawn = _plain(opened, form)
            written, size = _written(drawn, form), drawn.size
    except _BROKEN as error:
        raise _refusal(message("attachments.error.broken")) from error
    except Image.DecompressionBombError as error:
        most = _PIXELS // 1_000_000
        raise _refusal(message("attachments.error.pixels", limit=most)) from error
    kind = _PICTURES[form]
    return Contents(kind, written, clean_name(file_name, kind), size)


def _form(opened: "Image.Image") -> str:
    """Return the format a picture is kept in: writing a WebP takes ten times what a JPEG does."""
    is_clear = opened.format == "WEBP" and opened.mode == "RGBA"
    return "PNG" if opened.format == "PNG" or is_clear else "JPEG"


def _written(picture: "Image.Image", form: str) -> bytes:
    """Write a picture as small as it has to be; raises DomainError when it stays too large."""
    for saving in _SAVINGS[form]:
        written = io.BytesIO()
        picture.save(written, form, **saving)
        if written.tell() <= LIMIT:
            return written.getvalue()
    raise _refusal(message("attachments.error.redrawn", limit=LIMIT_MEGABYTES))


def _plain(picture: "Image.Image", form: str) -> "Image.Image":
    """Return the pixels alone, upright: no place, camera, comment, thumbnail or profile."""
    ImageOps.exif_transpose(picture, in_place=True)
    picture.load()
    modes = _MODES[form]
    plain = picture if picture.mode in modes else picture.convert(modes[-1])
    plain.info = {name: value for name, value in plain.info.items() if name == _DRAWN}
    return plain


def clean_name(file_name: str, media_type: MediaType) -> str:
    """Return the last part of a name as sent, without control characters, its ending true."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    path = PurePosixPath(shown.strip(" .") or "file")
    suffix = path.suffix if path.suffix.lower() in media_type.suffixes else media_type.suffixes[0]
    return f"{path.stem[:_NAME_LENGTH]}{suffix}"


def _refusal(sentence: Message) -> DomainError:
    return DomainError(sentence, field=_FIELD)
