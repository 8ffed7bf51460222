"""What agreements, parties, terms and claims may be."""

from enum import StrEnum


class AgreementKind(StrEnum):
    """What was agreed, or what happened to an agreement."""

    AFFILIATION = "affiliation"
    EXCHANGE_AGREEMENT = "exchange-agreement"
    MEMORANDUM = "memorandum"
    LETTER_OF_INTENT = "letter-of-intent"
    RENEWAL_PLEDGE = "renewal-pledge"
    SUCCESSION = "succession"
    COUNTERSIGNING = "countersigning"

    @property
    def is_event(self) -> bool:
        """Say whether it confirms or carries on an agreement rather than being one."""
        return self in {
            AgreementKind.RENEWAL_PLEDGE,
            AgreementKind.SUCCESSION,
            AgreementKind.COUNTERSIGNING,
        }


class PartyRole(StrEnum):
    """What a party is to an agreement."""

    SIGNATORY = "signatory"
    CO_PARTY = "co-party"
    SUCCESSOR = "successor"


class TermKind(StrEnum):
    """Whether an agreement runs out."""

    FIXED = "fixed"
    NONE = "none"
    UNKNOWN = "unknown"


class AgreementState(StrEnum):
    """What an agreement is on a day; computed."""

    IN_FORCE = "in-force"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    #: Brought to an end, with a day and a reason.
    ENDED = "ended"
    #: No date of it is adopted yet.
    UNCONFIRMED = "unconfirmed"


class LineageLink(StrEnum):
    """How an agreement follows the one before it."""

    FORMALISED = "formalised"
    CONFIRMED = "confirmed"
    RENEWED = "renewed"
    TAKEN_OVER = "taken-over"
    REPLACED = "replaced"
    AFTER_GAP = "after-gap"


class StationKind(StrEnum):
    """What a point of the drawn line is."""

    AGREEMENT = "agreement"
    HANDOVER = "handover"
    END = "end"
    TODAY = "today"


class Stretch(StrEnum):
    """What the line is like between two points."""

    SOLID = "solid"
    GAP = "gap"
    NONE = "none"


class SigningManner(StrEnum):
    """How a text came to be signed, where it was not by both heads at one table."""

    PRE_SIGNED = "pre-signed"
    COUNTER_SIGNED = "counter-signed"
    BY_DEPUTY = "by-deputy"
    BY_POST = "by-post"


class AgreementFactKind(StrEnum):
    """What a fact about an agreement is about; the last three are CLAIR's criteria."""

    BACKGROUND = "background"
    SIGNING = "signing"
    HEADS_SIGN = "heads-sign"
    NOT_ONE_FIELD = "not-one-field"
    COUNCIL = "council"

    @property
    def is_criterion(self) -> bool:
        """Say whether it is evidence for one of CLAIR's three criteria."""
        return self not in {AgreementFactKind.BACKGROUND, AgreementFactKind.SIGNING}


class ClaimStanding(StrEnum):
    """How a claim stands to the adopted one."""

    ADOPTED = "adopted"
    AGREES = "agrees"
    REFINES = "refines"
    CONFLICTS = "conflicts"
    #: No claim of the agreement is adopted.
    ALONE = "alone"

    @property
    def waits(self) -> bool:
        """Say whether a person has to decide about it."""
        return self in {ClaimStanding.REFINES, ClaimStanding.CONFLICTS, ClaimStanding.ALONE}


class Criterion(StrEnum):
    """An answer to one of CLAIR's three criteria."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
