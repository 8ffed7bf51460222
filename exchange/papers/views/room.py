"""The blueprint, and how a paper leaves the house: written down first, then as the file asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import FEED_LANGUAGES, Language
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.delegations.queries import visit_by_id
from exchange.documents.papers import print_paper
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.papers.enums import Occasion
from exchange.papers.glyphs import code_points, standings
from exchange.papers.queries import times_printed
from exchange.papers.reprinting import kind_of
from exchange.papers.services import LONGEST_PURPOSE, note_printed
from exchange.papers.tables import TablePaper, typst_data, workbook_of
from exchange.web.access import signed_in
from exchange.web.addresses import same_page
from exchange.web.downloads import name_file
from exchange.web.pages import render
from exchange.web.transactions import aside_repeated, session

blueprint = Blueprint("papers", __name__, url_prefix="/delegations")

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What an address says where a paper is printed with 〓 for what no font can show.
ANYWAY: Final = "anyway"
#: A workbook's sheet cannot be called by more letters, or by these.
_SHEET_NAME: Final = 31
_REFUSED: Final = str.maketrans("", "", "[]:*?/\\")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a template prints, and how it is called; `count` is of rows or cards."""

    template: str
    data: Mapping[str, object]
    title: str
    count: int
    contains_demo: bool
    #: Which version of what is kept it prints; otherwise it is said how often it was printed.
    version: Message | None = None


def asked_language(usual: str) -> str:
    """Return the language that stands beside Japanese; raises BadRequestError for another one."""
    asked = request.args.get("language") or usual
    if asked not in FEED_LANGUAGES:
        raise BadRequestError(message("papers.error.choice"))
    return asked


def asked_occasion() -> Occasion:
    """Return what is held, as the address says; a courtesy call where it does not."""
    return occasion_named(request.args.get("occasion") or Occasion.COURTESY_CALL.value)


def occasion_named(text: str) -> Occasion:
    """Return the occasion of a word; raises BadRequestError for another one."""
    found = {each.value: each for each in Occasion}.get(text)
    if found is None:
        raise BadRequestError(message("papers.error.choice"))
    return found


def asked_purpose() -> str:
    """Return what a paper is printed for; the preparation of the visit where nobody said."""
    typed = " ".join(request.args.get("purpose", "").split())
    if len(typed) > LONGEST_PURPOSE:
        raise BadRequestError(message("papers.error.purpose", longest=LONGEST_PURPOSE))
    return typed or translate(message("papers.purpose.usual"), Language.JA)


def pdf_answer(paper: TablePaper, visit_id: UUID, name: str) -> Response:
    """Give a paper as a PDF, shown in the browser."""
    data = typst_data(paper)
    sheet = Sheet("visit_table", data, paper.title, paper.count, paper.contains_demo, paper.version)
    return sheet_answer(sheet, visit_id, name)


def sheet_answer(sheet: Sheet, visit_id: UUID, name: str) -> Response:
    """Give what a template prints as a PDF, once it is written down.

    Characters no font can show are told first; the paper is given where it is asked for anyway.
    """
    purpose = asked_purpose()
    version = sheet.version or message(
        "papers.stamp.time", number=times_printed(session(), visit_id, name) + 1
    )
    printed = print_paper(
        sheet.template,
        sheet.data,
        title=sheet.title,
        language=Language.JA,
        contains_demo=sheet.contains_demo,
        stamp=message("papers.stamp", at=clock.now(), version=version),
    )
    if printed.missing and ANYWAY not in request.args:
        return _glyphs(sheet, printed.missing, visit_id)
    _note(visit_id, name, purpose, sheet.count)
    answer = Response(printed.body, content_type="application/pdf")
    name_file(answer, "inline", f"{kind_of(name)}.pdf", f"{sheet.title}.pdf")
    return answer


def _glyphs(sheet: Sheet, missing: Sequence[str], visit_id: UUID) -> Response:
    """Name each character that would be printed as 〓, and where it stands."""
    found = [*standings(sheet.title, missing), *standings(sheet.data, missing)]
    return render(
        "papers/glyphs.html",
        status=422,
        visit=visit_by_id(session(), visit_id),
        paper=sheet.title,
        found=[(each, code_points(each.characters)) for each in found],
        anyway=same_page(**{ANYWAY: "1"}),
    )


def xlsx_answer(paper: TablePaper, visit_id: UUID, name: str, sheet: str) -> Response:
    """Give a paper as a workbook."""
    purpose = asked_purpose()
    if paper.contains_demo:
        sheet = translate(message("papers.demo_sheet", name=sheet), Language.JA)
    body = xlsx_bytes(sheet.translate(_REFUSED)[:_SHEET_NAME], *workbook_of(paper))
    _note(visit_id, name, purpose, paper.count)
    answer = Response(body, content_type=_XLSX)
    name_file(answer, "attachment", f"{name}.xlsx", f"{paper.title}.xlsx")
    return answer


def _note(visit_id: UUID, name: str, purpose: str, count: int) -> None:
    """Write down what is about to leave: no line, no paper."""
    actor = signed_in()
    aside_repeated(
        lambda short: note_printed(
            short, actor=actor, visit_id=visit_id, paper=name, purpose=purpose, count=count
        )
    )
