"""Who pays, the four amounts of a line, and the columns of the grid."""

from dataclasses import dataclass
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
    COMMITTED_FOREIGN = "committed_foreign"
    COMMITTED_RATE = "committed_rate"
    COMMITTED_RATE_ON = "committed_rate_on"
    SPENT_FOREIGN = "spent_foreign"
    SPENT_RATE = "spent_rate"
    SPENT_RATE_ON = "spent_rate_on"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Where an amount's other currency stands: how much of it, its rate, the rate's day."""

    foreign: Column
    rate: Column
    rate_on: Column


class Fate(StrEnum):
    """What becomes of a row of a list that is taken in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"
    REFUSED = "refused"


#: The columns that hold the four amounts.
AMOUNTS: Final = (Column.REQUESTED, Column.BUDGETED, Column.COMMITTED, Column.SPENT)
#: The amounts that may be reckoned from the line's other currency.
RECKONED: Final = {
    Amount.REQUESTED: Reckoning(Column.FOREIGN, Column.RATE, Column.RATE_ON),
    Amount.COMMITTED: Reckoning(
        Column.COMMITTED_FOREIGN, Column.COMMITTED_RATE, Column.COMMITTED_RATE_ON
    ),
    Amount.SPENT: Reckoning(Column.SPENT_FOREIGN, Column.SPENT_RATE, Column.SPENT_RATE_ON),
}
FATE_TONES: Final = {
    Fate.NEW: "progress",
    Fate.CHANGED: "caution",
    Fate.SAME: "good",
    Fate.REMOVED: "stop",
    Fate.REFUSED: "stop",
}
