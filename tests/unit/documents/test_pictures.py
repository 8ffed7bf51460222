"""Pictures for papers."""

import io

from PIL import Image

from exchange.documents.pictures import for_print


def written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def test_a_picture_is_printed_small_on_white_and_in_its_shape() -> None:
    glass = Image.new("RGBA", (1200, 600), (0, 0, 0, 0))
    with Image.open(io.BytesIO(for_print(written(glass, "PNG"), widest=300))) as printed:
        assert (printed.format, printed.size) == ("JPEG", (300, 150))
        assert printed.getpixel((10, 10)) == (255, 255, 255)


def test_a_small_picture_is_not_blown_up() -> None:
    small = for_print(written(Image.new("L", (40, 30)), "JPEG"), widest=300)
    with Image.open(io.BytesIO(small)) as printed:
        assert printed.size == (40, 30)
