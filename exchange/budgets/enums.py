"""Who pays, the four amounts of a line, and the columns of the grid."""

from enum import StrEnum
from typing import Final


class Payer(StrEnum):
    """Who pays a line."""

    CITY = "city"
    PREFECTURE = "prefecture"
    PARTNER = "partner"
    PARTICIPANT = "participant"
    OTHER = "other"


class Amount(StrEnum):
    """要求額, 予算額, 支出負担行為額, 執行額."""

    REQUESTED = "requested"
    BUDGETED = "budgeted"
    COMMITTED = "committed"
    SPENT = "spent"


class ShareRoute(StrEnum):
    """Where participants pay their own share: to the city as revenue, or to the agency."""

    REVENUE = "revenue"
    AGENCY = "agency"


class Column(StrEnum):
    """The columns of a budget, in the order of the grid and of the workbook."""

    HEADING = "heading"
    DETAIL = "detail"
    CONTENT = "content"
    PAYER = "payer"
    PAYER_NAME = "payer_name"
    YEAR = "year"
    REQUESTED = "requested"
    BUDGETED = "budgeted"
    COMMITTED = "committed"
    SPENT = "spent"
    CURRENCY = "currency"
    FOREIGN = "foreign"
    RATE = "rate"
    RATE_ON = "rate_on"


class Fate(StrEnum):
    """What becomes of a row of a list that is taken in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"
    REFUSED = "refused"


#: The columns that hold the four amounts.
AMOUNTS: Final = (Column.REQUESTED, Column.BUDGETED, Column.COMMITTED, Column.SPENT)
FATE_TONES: Final = {
    Fate.NEW: "progress",
    Fate.CHANGED: "caution",
    Fate.SAME: "good",
    Fate.REMOVED: "stop",
    Fate.REFUSED: "stop",
}
