"""What a copy calls the tables that stand in a kind with others, or hold more than it says."""

from enum import StrEnum


class KeptTable(StrEnum):
    """A table of which the copy has a part of its own, by its name."""

    CONSENT_REQUESTS = "consent_requests"
    DOCUMENT_VERSIONS = "document_versions"
    DOCUMENTS = "documents"
    DUPLICATE_DECISIONS = "duplicate_decisions"
    DUPLICATES = "duplicates"
    HOST_CHECKS = "host_checks"
    HOST_FAMILIES = "host_families"
    HOST_MEMBERS = "host_members"
    LINKS = "links"
    PLACEMENTS = "placements"
    REGISTRATION_STEPS = "registration_steps"
    WAITING_NOTES = "waiting_notes"
