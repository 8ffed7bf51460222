"""Papers: a typst template and plain data in, an accessible PDF out, the same bytes each run.

Data never becomes markup: it reaches the template as JSON, and `_paper.typ` there prints it. A
Localized value arrives as a run that knows its language, so that each script gets its own forms.
A character no font has is printed as 〓 and named at the foot of every page.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from config import ROOT
from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.later import Later
from exchange.core.messages import Message, message
from exchange.core.translate import show, translate

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

_FOLDER: Final = ROOT / "templates" / "papers"
_FONTS: Final = [
    str(files(package)) for package in ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
]
#: PDF for everyone: tagged, titled, and refused by typst when a character has no glyph.
_STANDARD: Final = "ua-1"
_NO_GLYPH: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
#: What printers set where the letter is missing.
GETA: Final = "〓"


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and the texts no font can show that it prints as 〓."""

    body: bytes
    missing: Sequence[str]


def render_paper(
    template: str,
    data: Mapping[str, object],
    *,
    title: str,
    language: str,
    contains_demo: bool = False,
) -> bytes:
    """Return the PDF of `templates/papers/<template>.typ`; `title` names it to its reader.

    `data` is made of mappings, sequences, texts, numbers, truths and None; messages and dates are
    printed in the paper's language, and a Localized value becomes `{"text", "lang"}`.
    """
    printed = print_paper(
        template, data, title=title, language=language, contains_demo=contains_demo
    )
    return printed.body


def print_paper(
    template: str,
    data: Mapping[str, object],
    *,
    title: str,
    language: str,
    contains_demo: bool = False,
    stamp: Message | str = "",
) -> Printed:
    """Return the same PDF with what it cannot show; `stamp` stands at the foot of every page."""
    missing: tuple[str, ...] = ()
    while True:
        head = {
            "title": _plain(title, language, missing),
            "language": language,
            "notes": _notes(language, missing, contains_demo=contains_demo),
            "stamp": _plain(stamp, language, missing),
        }
        sent = {"paper": head, "data": _plain(data, language, missing)}
        try:
            return Printed(_compiled(template, json.dumps(sent, ensure_ascii=False)), missing)
        except typst.TypstError as error:
            found = _without_glyph(error.diagnostic)
            if not found - set(missing):
                raise
            missing = tuple(sorted(found | set(missing), key=lambda text: (-len(text), text)))


def _compiled(template: str, sent: str) -> bytes:
    written = typst.compile(
        str(_FOLDER / f"{template}.typ"),
        root=str(_FOLDER),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"sent": sent},
        format="pdf",
        pdf_standards=[_STANDARD],
    )
    assert isinstance(written, bytes), "one file was asked for"
    return written


def _without_glyph(diagnostic: str) -> set[str]:
    """Return the texts a refusal names as those no font can show."""
    return {_ESCAPE.sub(_unescaped, text) for text in _NO_GLYPH.findall(diagnostic)}


def _unescaped(found: re.Match[str]) -> str:
    number, letter = found.groups()
    return chr(int(number, 16)) if number else _LETTERS.get(letter, letter)


def _notes(language: str, missing: Sequence[str], *, contains_demo: bool) -> list[str]:
    said = [message("documents.paper.demo")] if contains_demo else []
    if missing:
        points = dict.fromkeys(f"U+{ord(letter):04X}" for text in missing for letter in text)
        said.append(message("documents.paper.no_glyph", mark=GETA, points=", ".join(points)))
    return [translate(sentence, language) for sentence in said]


def _plain(value: object, language: str, missing: Sequence[str]) -> object:
    """Return what JSON can carry, with 〓 for what no font can show."""
    match value:
        case str():
            for text in missing:
                value = value.replace(text, GETA)
            return value
        case Localized():
            text, tag = value.get_in(language)
            return {"text": _plain(text, language, missing), "lang": tag}
        case Message() | date() | PartialDate():
            return _plain(show(value, language), language, missing)
        case Mapping():
            return {str(key): _plain(each, language, missing) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each, language, missing) for each in value]
        case _:
            return value
