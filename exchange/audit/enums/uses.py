"""Which acts read personal data, gave it away as a file, or printed it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from exchange.audit.enums import Act
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct


class Use(StrEnum):
    """How personal data was used."""

    VIEW = "view"
    EXPORT = "export"
    PRINT = "print"


#: Every act of these kinds; a test holds it against the names of all acts.
USES: Final[Mapping[Act | TrustAct | YouthAct, Use]] = {
    TrustAct.ACCOUNTS_TAKE_COPY: Use.EXPORT,
    TrustAct.AUDIT_EXPORT: Use.EXPORT,
    Act.CERTIFICATES_PRINT: Use.PRINT,
    TrustAct.DISCLOSURES_TAKE: Use.EXPORT,
    Act.DISPOSALS_EXPORT: Use.EXPORT,
    TrustAct.DOCUMENTS_READ: Use.VIEW,
    Act.GIFTS_EXPORT: Use.EXPORT,
    TrustAct.HANDOVER_PRINT_PACK: Use.PRINT,
    Act.HOSTING_PRINT_SHEET: Use.PRINT,
    Act.HOSTING_READ_BOARD: Use.VIEW,
    Act.HOSTING_READ_FAMILY: Use.VIEW,
    Act.HOSTING_READ_GUEST: Use.VIEW,
    Act.HOSTING_READ_LIST: Use.VIEW,
    Act.LETTERS_EXPORT: Use.EXPORT,
    Act.LETTERS_PRINT: Use.PRINT,
    Act.LISTS_EXPORT: Use.EXPORT,
    Act.OUTBOX_READ: Use.VIEW,
    TrustAct.PAGES_READ: Use.VIEW,
    TrustAct.PAGES_SEARCH: Use.VIEW,
    Act.PAPERS_PRINT: Use.PRINT,
    Act.RECEIPTS_PRINT: Use.PRINT,
    Act.RECOMMENDATIONS_PRINT: Use.PRINT,
    YouthAct.CONSENTS_PRINT: Use.PRINT,
    YouthAct.FOLLOW_UPS_PRINT: Use.PRINT,
    YouthAct.FOLLOW_UPS_READ: Use.VIEW,
}
