"""What acts have to do with, in groups that a filter offers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ActGroup(StrEnum):
    """A group of acts, with words, in the order of the main places."""

    PARTNERS = "partners"
    VISITS = "visits"
    YOUTH = "youth"
    LETTERS = "letters"
    STRATEGY = "strategy"
    ACCOUNTS = "accounts"
    PRIVACY = "privacy"


#: By what stands before the point of an act.
_ROOMS: Final[Mapping[ActGroup, str]] = {
    ActGroup.PARTNERS: "agreements celebrations closures partners reference",
    ActGroup.VISITS: "budgets lists papers titles visits",
    ActGroup.YOUTH: "achievements applications assessors certificates changes consent_texts "
    "consents duplicates editions follow_ups hosting messages moves participations partner_requests"
    " programmes pupils receipts recommendations registrations rosters schools sessions",
    ActGroup.LETTERS: "documents feeds gifts letters outbox people promises tasks",
    ActGroup.STRATEGY: "activities corrections counting_rules inquiries report_orders"
    " reports values",
    ActGroup.ACCOUNTS: "accounts handover",
    ActGroup.PRIVACY: "audit disclosures disposals jobs keys pages",
}
GROUPS: Final[Mapping[str, ActGroup]] = {
    room: group for group, rooms in _ROOMS.items() for room in rooms.split()
}
