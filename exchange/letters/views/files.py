"""The log of letters as a workbook."""

from typing import Final

from werkzeug.wrappers import Response

from exchange.core.messages import Message, label, message
from exchange.core.translate import translate
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.letters.models import Letter
from exchange.letters.queries import all_letters
from exchange.letters.services import note_log_taken
from exchange.letters.views.page import blueprint, wanted_letters
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.transactions import aside_repeated, session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: Final[tuple[Message, ...]] = (
    message("letters.field.day"),
    message("letters.field.direction"),
    message("letters.field.kind"),
    message("letters.field.number"),
    message("letters.field.partner"),
    message("letters.field.counterpart"),
    message("letters.field.title"),
    message("letters.field.visit"),
    message("letters.field.state"),
    message("letters.field.due"),
    message("letters.field.owner"),
    message("letters.field.answers"),
    message("letters.field.note"),
)


@blueprint.get("/letters.xlsx")
@requires("letters:read")
def workbook() -> Response:
    """Give the letters of a filter, the oldest first; that they were taken is logged first."""
    language = languages.current()
    heads = [translate(column, language) for column in _COLUMNS]
    letters = all_letters(session(), wanted_letters())
    rows = [dict(zip(heads, _cells(letter, language), strict=True)) for letter in letters]
    title = translate(message("letters.index.title"), language)
    sheet = message("letters.index.title")
    if any(letter.is_demo for letter in letters):
        sheet = message("letters.file.demo_sheet", name=sheet)
    answer = Response(xlsx_bytes(translate(sheet, language), heads, rows), mimetype=_XLSX)
    who = signed_in()
    aside_repeated(lambda short: note_log_taken(short, actor=who, count=len(rows)))
    name_file(answer, "attachment", "letters.xlsx", f"{title}.xlsx")
    return answer


def _cells(letter: Letter, language: str) -> tuple[object, ...]:
    answered = letter.answered
    return (
        letter.day.isoformat(),
        translate(label(letter.direction), language),
        translate(label(letter.kind), language),
        letter.number or None,
        letter.partner.names.in_language(language),
        letter.other_side,
        letter.title.in_language(language),
        letter.visit.title.in_language(language) if letter.visit else None,
        translate(label(letter.state), language),
        letter.due.isoformat() if letter.due else None,
        letter.owner.name if letter.owner else None,
        f"{answered.day} {answered.number}".strip() if answered else None,
        letter.note or None,
    )
