"""The blueprint, and how a report leaves the house."""

from typing import Final, Literal

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import workbook_bytes
from exchange.reports.sheets import Report, paper_of, tabs_of
from exchange.web.downloads import name_file

blueprint = Blueprint("reports", __name__)

#: Reports are for the office alone: no proxy keeps them.
_OFFICE: Final = "private, no-store"
Kind = Literal["inline", "attachment"]
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf_of(report: Report, template: str, language: str) -> bytes:
    """Print a report."""
    return render_paper(
        template,
        paper_of(report, language),
        title=translate(report.title, language),
        language=language,
        contains_demo=report.contains_demo,
    )


def pdf_answer(report: Report, template: str, name: str, language: str) -> Response:
    """Give a report as a PDF, shown in the browser."""
    answer = Response(pdf_of(report, template, language), content_type="application/pdf")
    return _named(answer, report, "inline", f"{name}.pdf", language=language)


def xlsx_answer(report: Report, name: str, language: str) -> Response:
    """Give a report as a workbook."""
    answer = Response(workbook_bytes(tabs_of(report, language)), content_type=_XLSX)
    return _named(answer, report, "attachment", f"{name}.xlsx", language=language)


def _named(answer: Response, report: Report, kind: Kind, name: str, *, language: str) -> Response:
    suffix = name.rpartition(".")[2]
    name_file(answer, kind, name, f"{translate(report.title, language)}.{suffix}")
    answer.headers["Cache-Control"] = _OFFICE
    return answer
