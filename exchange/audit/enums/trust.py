"""What audit lines record of accounts that are handed over and of copies of personal data."""

from enum import StrEnum


class TrustAct(StrEnum):
    """Every act of the rooms that look after trust, with words; a line keeps its value."""

    HANDOVER_CALL_OFF = "handover.call_off"
    HANDOVER_FINISH = "handover.finish"
    HANDOVER_PLAN = "handover.plan"
    HANDOVER_PRINT_PACK = "handover.print_pack"
