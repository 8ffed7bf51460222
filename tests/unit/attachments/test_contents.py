"""What an upload holds is told from its bytes; nothing of a picture leaves but its pixels."""

import hashlib
import io
from contextlib import suppress
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from exchange.attachments import contents
from exchange.attachments.contents import LIMIT, clean_name, examine, examine_pdf
from exchange.attachments.enums import MediaType
from exchange.core.errors import DomainError
from tests.factories.attachments import PDF, package, picture, text_document, workbook

ORIENTATION = 0x0112
GPS = 0x8825
TURNED = 6
#: Seconds of processor; several times what was measured.
UNPACKING, A_REQUEST = 0.1, 3


def refusal(body: bytes, name: str = "file") -> str:
    with pytest.raises(DomainError) as error:
        examine(name, body)
    assert error.value.field == "file"
    return error.value.sentence.id.removeprefix("attachments.error.")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, MediaType.PDF),
        (workbook(), MediaType.XLSX),
        (text_document(), MediaType.DOCX),
        (picture("PNG"), MediaType.PNG),
        (picture("JPEG"), MediaType.JPEG),
        (picture("WEBP"), MediaType.JPEG),
        (picture("WEBP", "RGBA"), MediaType.PNG),
        (picture("MPO", save_all=True, append_images=[Image.new("RGB", (4, 4))]), MediaType.JPEG),
    ],
)
def test_the_type_is_told_from_the_bytes_whatever_the_name(body: bytes, kind: MediaType) -> None:
    found = examine("malware.exe", body)
    assert found.media_type is kind
    assert found.file_name == f"malware{kind.suffixes[0]}"
    assert found.sha256 == hashlib.sha256(found.body).hexdigest()
    assert found.size == ((8, 6) if kind.is_image else None)


def test_where_a_pdf_is_asked_for_nothing_else_is_taken() -> None:
    assert examine_pdf("同意書.pdf", PDF) == examine("同意書.pdf", PDF)
    for body, why in (
        (b"", "empty"),
        (picture("PNG"), "only_pdf"),
        (workbook(), "only_pdf"),
        (b"%PDF-1.7", "broken"),
    ):
        with pytest.raises(DomainError) as error:
            examine_pdf("同意書.pdf", body)
        assert error.value.sentence.id == f"attachments.error.{why}"


def test_papers_are_kept_byte_for_byte() -> None:
    for body in (PDF, workbook(), text_document()):
        assert examine("a", body).body == body


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"x" * (LIMIT + 1), "too_large"),
        (b"<html><script>alert(1)</script>", "type"),
        (b"GIF89a", "type"),
        (b"MZ\x90\x00", "type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "type"),
        (PDF[:-10], "broken"),
        (picture("PNG")[:40], "broken"),
        (picture("JPEG")[:200], "broken"),
        (picture("WEBP")[:20], "broken"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "broken"),
        (workbook()[:60], "broken"),
        (package(b"<Types/>"), "type"),
        (package(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
    ],
    # Packed files carry the time they were made: named by their bytes, workers would disagree.
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_cannot_be_kept_is_refused_in_words(body: bytes, why: str) -> None:
    assert refusal(body) == why


def test_a_zip_that_is_no_office_file_is_refused() -> None:
    body = package(b"").replace(b"[Content_Types].xml", b"[Content_Typos].xml")
    assert refusal(body) == "type"


@pytest.mark.parametrize(
    ("form", "mode", "size"),
    [
        ("PNG", "1", (8000, 5001)),
        ("PNG", "1", (14000, 14000)),
        ("JPEG", "L", (8000, 5001)),
        ("WEBP", "RGB", (4000, 4001)),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    form: str, mode: str, size: tuple[int, int]
) -> None:
    sent = picture(form, mode, size, **({"method": 0} if form == "WEBP" else {}))
    began = process_time()
    assert refusal(sent) == "pixels"
    assert process_time() - began < UNPACKING


def test_the_largest_webp_costs_what_a_request_may() -> None:
    dots = (
        Image.effect_noise((400, 400), 50)
        .convert("RGB")
        .resize((4000, 4000), Image.Resampling.NEAREST)
    )
    sent = io.BytesIO()
    dots.save(sent, "WEBP", quality=10, method=0)
    began = process_time()
    assert examine("a.webp", sent.getvalue()).size == (4000, 4000)
    assert process_time() - began < A_REQUEST


def test_a_picture_is_measured_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.effect_noise((300, 300), 90)
    coarse = io.BytesIO()
    noise.save(coarse, "JPEG", quality=40)
    kept = len(examine("a", coarse.getvalue()).body)
    monkeypatch.setattr(contents, "LIMIT", kept - 1)
    assert len(coarse.getvalue()) < len(examine("a", coarse.getvalue()).body) < kept
    monkeypatch.setattr(contents, "LIMIT", len(coarse.getvalue()))
    assert refusal(coarse.getvalue()) == "redrawn"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_whose_metadata_is_cut_off_is_broken(form: str) -> None:
    assert refusal(picture(form, exif=b"Exif\0\0II*\0")) == "broken"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_a_picture_stays_but_its_pixels_upright(form: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    exif.get_ifd(GPS)[1] = "N"
    text = PngInfo()
    text.add_text("Comment", "secret")
    text.add_text("XML:com.adobe.xmp", "secret", zip=False)
    said: dict[str, dict[str, Any]] = {
        "JPEG": {"comment": b"secret"},
        "PNG": {"pnginfo": text},
        "WEBP": {"xmp": b"secret"},
    }
    sent = picture(form, size=(8, 6), exif=exif, icc_profile=b"profile", **said[form])
    assert b"secret" in sent
    kept = examine("a.jpeg", sent)
    assert kept.size == (6, 8)
    with Image.open(io.BytesIO(kept.body)) as found:
        assert dict(found.getexif()) == {}
        assert not {"comment", "icc_profile", "exif", "xmp"} & found.info.keys()
    assert b"secret" not in kept.body


@pytest.mark.parametrize(
    ("form", "mode", "kept"),
    [
        ("PNG", "P", "P"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "1", "1"),
        ("PNG", "I;16", "I;16"),
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "L"),
    ],
)
def test_every_mode_of_a_picture_is_kept_or_made_plain(form: str, mode: str, kept: str) -> None:
    found = examine("a", picture(form, mode))
    with Image.open(io.BytesIO(found.body)) as drawn:
        assert (drawn.format, drawn.mode) == (form, kept)


def test_a_picture_that_lets_through_still_does_when_it_comes_as_webp() -> None:
    with Image.open(io.BytesIO(examine("a", picture("WEBP", "RGBA")).body)) as drawn:
        assert (drawn.format, drawn.mode) == ("PNG", "RGBA")


@given(st.binary(max_size=300), st.integers(0, 3), st.integers(0, 400))
def test_no_bytes_bring_anything_but_contents_or_a_refusal(
    noise: bytes, which: int, place: int
) -> None:
    whole = (picture("PNG"), picture("JPEG"), picture("WEBP"), workbook())[which]
    spoilt = whole[:place] + noise + whole[place + len(noise) :]
    with suppress(DomainError):
        assert examine("a", spoilt).body


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("協定書.pdf", "協定書.pdf"),
        ("協定書.PDF", "協定書.PDF"),
        ("C:\\Users\\mihon\\協定書.doc", "協定書.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("a\u202egpj.exe\x00", "agpj.pdf"),
        ("", "file.pdf"),
        (" . ", "file.pdf"),
        ("長" * 200 + ".pdf", "長" * 120 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_its_ending_true(name: str, kept: str) -> None:
    assert clean_name(name, MediaType.PDF) == kept


def test_a_photograph_keeps_either_ending() -> None:
    assert clean_name("a.jpeg", MediaType.JPEG) == "a.jpeg"
    assert clean_name("a.png", MediaType.JPEG) == "a.jpg"
