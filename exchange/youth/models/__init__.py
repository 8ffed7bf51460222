"""Tables of youth exchange."""

from exchange.youth.models.achievements import Achievement
from exchange.youth.models.applications import Application
from exchange.youth.models.cancellations import Cancellation
from exchange.youth.models.changes import ChangeRequest, SchoolMove
from exchange.youth.models.closing import (
    ClosedYear,
    Correction,
    SealedLedger,
    SealedTotal,
)
from exchange.youth.models.consents import (
    Consent,
    ConsentPaper,
    ConsentRequest,
    ConsentText,
)
from exchange.youth.models.duplicates import Duplicate, DuplicateDecision
from exchange.youth.models.eligibility import EligibilityCheck, EligibilityRule
from exchange.youth.models.followups import HealthNote, Passport
from exchange.youth.models.letters import ResultNotice
from exchange.youth.models.lotteries import Lottery
from exchange.youth.models.messages import SchoolMessage
from exchange.youth.models.participations import (
    SINCE_START,
    Participation,
    ParticipationPerson,
    ParticipationTotal,
    SamePerson,
)
from exchange.youth.models.partner_requests import PartnerRequest
from exchange.youth.models.programmes import Edition, Programme
from exchange.youth.models.registrations import Registration, RegistrationStep
from exchange.youth.models.reports import PupilReport
from exchange.youth.models.rosters import Roster, RosterHabit
from exchange.youth.models.schools import Pupil, School
from exchange.youth.models.screening import Assessor, Criterion, Score
from exchange.youth.models.serving import EditionMeasure, EditionProject
from exchange.youth.models.sessions import OrientationSession, SessionAttendance
from exchange.youth.models.waiting import WaitingNote

__all__ = [
    "SINCE_START",
    "Achievement",
    "Application",
    "Assessor",
    "Cancellation",
    "ChangeRequest",
    "ClosedYear",
    "Consent",
    "ConsentPaper",
    "ConsentRequest",
    "ConsentText",
    "Correction",
    "Criterion",
    "Duplicate",
    "DuplicateDecision",
    "Edition",
    "EditionMeasure",
    "EditionProject",
    "EligibilityCheck",
    "EligibilityRule",
    "HealthNote",
    "Lottery",
    "OrientationSession",
    "Participation",
    "ParticipationPerson",
    "ParticipationTotal",
    "PartnerRequest",
    "Passport",
    "Programme",
    "Pupil",
    "PupilReport",
    "Registration",
    "RegistrationStep",
    "ResultNotice",
    "Roster",
    "RosterHabit",
    "SamePerson",
    "School",
    "SchoolMessage",
    "SchoolMove",
    "Score",
    "SealedLedger",
    "SealedTotal",
    "SessionAttendance",
    "WaitingNote",
]
