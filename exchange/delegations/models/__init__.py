"""Tables of delegations."""

from exchange.delegations.models.cycles import CycleTurn, VisitCycle
from exchange.delegations.models.lists import MemberList, MemberListHabit, TitleTerm
from exchange.delegations.models.members import EventOrder, EventRank, VisitMember
from exchange.delegations.models.tellings import VisitTelling
from exchange.delegations.models.ties import VisitHost, VisitLeg, VisitMeasure, VisitProject
from exchange.delegations.models.visits import Visit, VisitPartner, title_key

__all__ = [
    "CycleTurn",
    "EventOrder",
    "EventRank",
    "MemberList",
    "MemberListHabit",
    "TitleTerm",
    "Visit",
    "VisitCycle",
    "VisitHost",
    "VisitLeg",
    "VisitMeasure",
    "VisitMember",
    "VisitPartner",
    "VisitProject",
    "VisitTelling",
    "title_key",
]
