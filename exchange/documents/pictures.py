"""Pictures as papers print them: small, upright, without what a camera writes beside the pixels."""

import io
from typing import TYPE_CHECKING, Final

from exchange.core.later import Later

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image = Later("PIL.Image")
    ImageOps = Later("PIL.ImageOps")

_QUALITY: Final = 82


def for_print(body: bytes, *, widest: int) -> bytes:
    """Return a picture as a JPEG of at most `widest` pixels across and down, on white."""
    with Image.open(io.BytesIO(body)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((widest, widest))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()
