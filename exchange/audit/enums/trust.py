"""What audit lines record of accounts, handing them over, and copies of personal data."""

from enum import StrEnum


class TrustAct(StrEnum):
    """Every act of the rooms that look after trust, with words; a line keeps its value."""

    ACCOUNTS_ADD_APP = "accounts.add_app"
    ACCOUNTS_ADD_PASSKEY = "accounts.add_passkey"
    ACCOUNTS_BIND_IDENTITY = "accounts.bind_identity"
    ACCOUNTS_BREAK_GLASS = "accounts.break_glass"
    ACCOUNTS_CREATE = "accounts.create"
    ACCOUNTS_DEACTIVATE = "accounts.deactivate"
    ACCOUNTS_END_IDENTITY = "accounts.end_identity"
    ACCOUNTS_END_SESSIONS = "accounts.end_sessions"
    ACCOUNTS_INVITE = "accounts.invite"
    ACCOUNTS_MAKE_RESET = "accounts.make_reset"
    ACCOUNTS_PRINT_CODES = "accounts.print_codes"
    ACCOUNTS_REMOVE_FACTOR = "accounts.remove_factor"
    ACCOUNTS_REMOVE_PASSKEY = "accounts.remove_passkey"
    ACCOUNTS_RESET_FACTOR = "accounts.reset_factor"
    ACCOUNTS_SET_PASSWORD = "accounts.set_password"
    ACCOUNTS_USE_CODE = "accounts.use_code"
    AUDIT_EXPORT = "audit.export"
    DISCLOSURES_DROP = "disclosures.drop"
    DISCLOSURES_MAKE = "disclosures.make"
    DISCLOSURES_ORDER = "disclosures.order"
    DISCLOSURES_TAKE = "disclosures.take"
    DOCUMENTS_READ = "documents.read"
    HANDOVER_CALL_OFF = "handover.call_off"
    HANDOVER_FINISH = "handover.finish"
    HANDOVER_PLAN = "handover.plan"
    HANDOVER_PRINT_PACK = "handover.print_pack"
