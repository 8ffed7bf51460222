"""A pasted host list: cells in, families with their fate out; pure, nothing is saved here."""

from exchange.hosting.hostlist.columns import guess, header_of
from exchange.hosting.hostlist.families import (
    FamilyDetails,
    MemberDetails,
    ensure_members,
    match_key,
)
from exchange.hosting.hostlist.lines import HostList, Line, read_list

__all__ = [
    "FamilyDetails",
    "HostList",
    "Line",
    "MemberDetails",
    "ensure_members",
    "guess",
    "header_of",
    "match_key",
    "read_list",
]
