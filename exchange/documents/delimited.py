"""Text tables, split before they are decoded, so that another encoding can be chosen later."""

import codecs
import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.documents.sheet_limits import MOST_ROWS, ensure_size

_DELIMITERS: Final = ("\t", ",", ";")
#: Lines looked at to tell the delimiter, and bytes to tell UTF-16 without a mark.
_LOOKED_AT: Final = 50
_SAMPLE: Final = 4096
#: Bytes as text and back without a loss: none of the encodings offered hides a delimiter in it.
_BYTES: Final = "latin-1"


class Encoding(StrEnum):
    """How a text file is written; the names are those of Python's codecs."""

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    CP932 = "cp932"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    EUC_JP = "euc_jp"


#: Two bytes a character: a delimiter is no byte of its own there.
WIDE: Final = frozenset({Encoding.UTF_16, Encoding.UTF_16_LE, Encoding.UTF_16_BE})


def encoding_of(body: bytes) -> Encoding:
    """Tell an encoding: by its mark, else UTF-16 by its zeros, else strict UTF-8, else cp932.

    Big5 and EUC-JP pass for cp932 without an error: what was told is shown with a choice.
    """
    if body.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8_SIG
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    sample = body[:_SAMPLE]
    if b"\0" in sample:
        even = sample[::2].count(0)
        return Encoding.UTF_16_LE if sample.count(0) - even > even else Encoding.UTF_16_BE
    return Encoding.UTF_8 if _reads(body, Encoding.UTF_8) else Encoding.CP932


def split_lines(body: bytes, encoding: Encoding) -> Sequence[Sequence[str]]:
    """Split into cells that still hold their bytes (see `decoded`); two-byte text is decoded now.

    Raises DomainError for what is no table.
    """
    if encoding in WIDE:
        text = body.decode(encoding, "replace").removeprefix("\ufeff")
    else:
        text = body.removeprefix(codecs.BOM_UTF8).decode(_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = list(islice(reader, MOST_ROWS + 1))
    except csv.Error as error:
        raise DomainError(message("documents.sheet.quotes"), field="file") from error
    ensure_size(0, rows=len(rows), columns=max(map(len, rows), default=0))
    return rows


def decoded(rows: Sequence[Sequence[str]], encoding: Encoding) -> Sequence[Sequence[str | None]]:
    """Read cells that hold their bytes; what the encoding does not know becomes U+FFFD."""
    if encoding in WIDE:
        return [tuple(cell or None for cell in row) for row in rows]
    return [
        tuple(cell.encode(_BYTES, "replace").decode(encoding, "replace") or None for cell in row)
        for row in rows
    ]


def _delimiter(text: str) -> str:
    """Return what divides the lines into most cells; a comma where nothing does."""
    lines = list(islice(io.StringIO(text, newline=""), _LOOKED_AT))
    counts = {mark: sum(line.count(mark) for line in lines) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _reads(body: bytes, encoding: Encoding) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
