"""Who may open what, of every room: the tables side by side, and as one."""

from typing import Final

from tests.policy.access_accounts import ACCOUNTS
from tests.policy.access_house import HOUSE
from tests.policy.access_map import ROOMS
from tests.policy.access_reports import REPORTS
from tests.policy.access_strategy import STRATEGY
from tests.policy.access_youth import YOUTH

TABLES: Final = {
    "accounts": ACCOUNTS,
    "house": HOUSE,
    "rooms": ROOMS,
    "reports": REPORTS,
    "strategy": STRATEGY,
    "youth": YOUTH,
}
EXPECTED: Final = ACCOUNTS | HOUSE | ROOMS | REPORTS | STRATEGY | YOUTH
