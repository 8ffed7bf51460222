"""Papers: what a family gets about its guest, and the placements for the division."""

from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from exchange.core.database import unseal
from exchange.core.messages import Message, label, message
from exchange.core.offers import Subject
from exchange.core.printing import range_text
from exchange.core.translate import show, translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.hosting.models import Placement
from exchange.hosting.queries.fitting import GuestRow, board_of
from exchange.hosting.queries.guests import avoidances_of, placement_for
from exchange.hosting.views.room import blueprint, found_edition, log_read, ring, spoken
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.transactions import session
from exchange.youth.models import Edition

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: Final[tuple[Message, ...]] = (
    message("hosting.column.guest"),
    message("hosting.column.state"),
    message("hosting.column.family"),
    message("hosting.column.starts"),
    message("hosting.column.until"),
    message("hosting.column.reason"),
    message("hosting.column.placed_by"),
)


@blueprint.get("/placements/<uuid:key>/sheet.pdf")
@requires("hosts:read")
def sheet(key: UUID) -> Response:
    """Give the sheet about a guest for the family; that it was read is logged."""
    stay = placement_for(session(), signed_in(), key)
    log_read(act="hosting.print_sheet", subject=Subject("guest", stay.guest_id))
    stay = placement_for(session(), signed_in(), key)
    edition = found_edition(stay.guest.edition_id)
    language = languages.current()
    body = render_paper(
        "placement",
        _sheet_data(stay, edition),
        title=translate(message("hosting.sheet.title"), language),
        language=language,
        contains_demo=stay.guest.is_demo,
    )
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="placement.pdf"'
    return answer


@blueprint.get("/editions/<uuid:key>/placements.xlsx")
@requires("hosts:read")
def workbook(key: UUID) -> Response:
    """Give the placements of an edition as a workbook; no address, no need."""
    found_edition(key)
    log_read(act="hosting.read_board", subject=Subject("edition", key))
    language = languages.current()
    board = board_of(session(), found_edition(key), ring=ring())
    columns = [translate(column, language) for column in _COLUMNS]
    rows = [dict(zip(columns, _cells(row, language), strict=True)) for row in board.guests]
    sheet_name = translate(message("hosting.workbook.sheet"), language)
    answer = Response(xlsx_bytes(sheet_name, columns, rows), mimetype=_XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="placements.xlsx"'
    return answer


def _cells(row: GuestRow, language: str) -> tuple[object, ...]:
    stay = row.placement
    return (
        row.guest.name.written,
        translate(label(row.state), language),
        stay.family.name if stay else None,
        stay.starts.isoformat() if stay else None,
        stay.until.isoformat() if stay else None,
        stay.reason if stay else None,
        stay.actor_name if stay else None,
    )


def _sheet_data(stay: Placement, edition: Edition) -> dict[str, object]:
    """Return what a family is told: who comes when, and what is needed on those days."""
    guest, language = stay.guest, languages.current()
    needs = [
        *(show(label(each), language) for each in avoidances_of(guest, ring=ring())),
        *(unseal(guest, "needs", ring=ring()) or "").splitlines(),
    ]
    facts = (
        (message("hosting.column.guest"), guest.name.written),
        (message("hosting.field.age"), message("hosting.years_old", count=guest.age)),
        (message("hosting.field.school"), guest.school),
        (message("hosting.sheet.days"), range_text(stay.starts, stay.until, language)),
        (message("hosting.field.languages"), "、".join(spoken(guest.languages))),
        (message("hosting.field.hobbies"), "、".join(guest.hobbies)),
    )
    return {
        "heading": message("hosting.sheet.title"),
        "family": message("hosting.sheet.to", name=stay.family.name),
        "edition": edition.title,
        "facts": [{"title": title, "text": text} for title, text in facts if text],
        "needs-title": message("hosting.sheet.needs"),
        "needs": needs,
        "no-needs": message("hosting.sheet.no_needs"),
        "return": message("hosting.sheet.return"),
    }
