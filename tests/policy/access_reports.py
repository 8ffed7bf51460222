"""Who may open what in the reports room."""

from typing import Final

from tests.policy.access_roles import DIVISION, EVERYONE, OFFICERS, Roles

#: Endpoint -> who may open it; EVERYONE needs no sign-in. One line each, by name.
REPORTS: Final[dict[str, Roles | None]] = {
    "reports.answer": DIVISION,
    "reports.answer_paper": DIVISION,
    "reports.answer_workbook": DIVISION,
    "reports.fact_sheet": EVERYONE,
    "reports.index": OFFICERS,
    "reports.openapi": EVERYONE,
    "reports.order": DIVISION,
    "reports.order_file": DIVISION,
    "reports.progress": OFFICERS,
    "reports.progress_paper": OFFICERS,
    "reports.progress_workbook": OFFICERS,
    "reports.show_order": DIVISION,
}
