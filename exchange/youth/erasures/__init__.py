"""What the youth exchange keeps about a pupil, for erasing it, and what stands against that."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import case
from sqlalchemy.orm import Session

from exchange.accounts.models import KeptForm
from exchange.core import clock
from exchange.core.database import NAME_COLUMNS
from exchange.core.erasures import (
    NO_WORDS,
    Emptied,
    Held,
    Obstacle,
    Part,
    Person,
    among,
    pupils,
    registrations,
)
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.youth.enums.rosters import RosterState
from exchange.youth.erasures import finding
from exchange.youth.models import (
    Achievement,
    Application,
    ChangeRequest,
    Consent,
    ConsentPaper,
    ConsentRequest,
    Duplicate,
    DuplicateDecision,
    EligibilityCheck,
    HealthNote,
    ParticipationPerson,
    Passport,
    Pupil,
    PupilReport,
    Registration,
    RegistrationStep,
    ResultNotice,
    Roster,
    SchoolMessage,
    SchoolMove,
    Score,
    SessionAttendance,
    WaitingNote,
)
from exchange.youth.queries.consents import SCANS
from exchange.youth.queries.erasing import unsettled_registrations
from exchange.youth.queries.reports import FILES
from exchange.youth.rules.erasing import ERASED_BIRTH, ERASED_NAME, erased_match

#: One that was confirmed stays so: its pupils are registered.
_DROPPED: Final = case(
    (Roster.state == RosterState.CONFIRMED, Roster.state), else_=RosterState.DROPPED
)
_REGISTRATION: Final[Emptied] = {
    "guardian_name": "",
    "guardian_relationship": None,
    "guardian_mail": None,
    "guardian_phone": None,
    "school_class": None,
    "wants_next_year": False,
}


def hindrances(session: Session, person: Person, _today: date) -> Sequence[Obstacle]:
    """Say in which editions the pupil still holds or waits for a seat, or is yet to be counted."""
    return [
        Obstacle(
            message("youth.erasing.unsettled", edition=row.edition.title),
            f"/youth/registrations/{row.id}/",
        )
        for row in unsettled_registrations(session, person.pupils)
    ]


def _empty_pupil(key: UUID) -> Emptied:
    return {
        **dict.fromkeys(NAME_COLUMNS, ""),
        "family_name": ERASED_NAME,
        "honorifics": {},
        "birth_date": ERASED_BIRTH,
        "gender": None,
        "needs_care": False,
        "match_key": erased_match(key),
        "erased_at": clock.now(),
    }


#: Rows that point at others before those they point at.
PARTS: Final[tuple[Part, ...]] = (
    Part(
        held=Held.LEDGER_LINKS,
        table=ParticipationPerson,
        find=among(ParticipationPerson.pupil_id, pupils),
    ),
    Part(
        held=Held.HEALTH,
        table=HealthNote,
        find=among(HealthNote.registration_id, registrations),
    ),
    Part(
        held=Held.PASSPORTS,
        table=Passport,
        find=among(Passport.registration_id, registrations),
    ),
    Part(
        held=Held.ELIGIBILITY,
        table=EligibilityCheck,
        find=among(EligibilityCheck.registration_id, registrations),
    ),
    Part(
        held=Held.SCORES,
        table=Score,
        find=among(Score.registration_id, registrations),
    ),
    Part(
        held=Held.RESULT_NOTICES,
        table=ResultNotice,
        find=among(ResultNotice.registration_id, registrations),
    ),
    Part(
        held=Held.ATTENDANCES,
        table=SessionAttendance,
        find=among(SessionAttendance.registration_id, registrations),
    ),
    Part(
        held=Held.ACHIEVEMENTS,
        table=Achievement,
        find=among(Achievement.registration_id, registrations),
    ),
    Part(
        held=Held.REPORTS,
        table=PupilReport,
        find=among(PupilReport.registration_id, registrations),
        subject=FILES,
    ),
    Part(
        held=Held.CHANGE_REQUESTS,
        table=ChangeRequest,
        find=among(ChangeRequest.pupil_id, pupils),
    ),
    Part(
        held=Held.CONSENTS,
        table=Consent,
        find=among(Consent.registration_id, registrations),
    ),
    Part(
        held=Held.SCANS,
        table=ConsentPaper,
        find=finding.own_scans,
        subject=SCANS,
    ),
    Part(
        held=Held.CONSENT_LINKS,
        table=ConsentRequest,
        find=among(ConsentRequest.registration_id, registrations),
    ),
    Part(
        held=Held.APPLICATIONS,
        table=Application,
        find=finding.applications,
        subject="application",
    ),
    Part(
        held=Held.CONSENT_LINKS,
        table=KeptForm,
        find=finding.kept_forms,
    ),
    Part(
        held=Held.CONSENT_LINKS,
        table=Link,
        find=finding.links,
    ),
    Part(
        held=Held.SCHOOL_MOVES,
        table=SchoolMove,
        find=finding.moves,
        subject="school_move",
    ),
    Part(
        held=Held.DUPLICATES,
        table=DuplicateDecision,
        find=finding.decisions,
    ),
    Part(
        held=Held.DUPLICATES,
        table=Duplicate,
        find=finding.duplicates,
        subject="duplicate",
    ),
    Part(
        held=Held.MESSAGES,
        table=SchoolMessage,
        find=finding.messages,
        emptied={"text": NO_WORDS},
    ),
    Part(
        held=Held.ROSTERS,
        table=Roster,
        find=finding.rosters,
        emptied={"kept": None, "file_name": "", "state": _DROPPED},
        subject="roster",
    ),
    Part(
        held=Held.WAITING_NOTES,
        table=WaitingNote,
        find=among(WaitingNote.registration_id, registrations),
        emptied={"reason": None},
    ),
    Part(
        held=Held.STEPS,
        table=RegistrationStep,
        find=among(RegistrationStep.registration_id, registrations),
        emptied={"reason": None},
    ),
    Part(
        held=Held.REGISTRATIONS,
        table=Registration,
        find=among(Registration.id, registrations),
        emptied=_REGISTRATION,
        subject="registration",
    ),
    Part(
        held=Held.PUPIL,
        table=Pupil,
        find=among(Pupil.id, pupils),
        emptied=_empty_pupil,
        subject="pupil",
    ),
)
