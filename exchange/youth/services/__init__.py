"""Verbs of youth exchange: programmes and editions, schools, registering, deciding, closing."""

from exchange.youth.services.closing import cancel_edition, close_edition
from exchange.youth.services.deciding import (
    confirm_pupils,
    mark_absent,
    mark_completed,
    reject_pupils,
    return_registration,
    select_pupils,
)
from exchange.youth.services.journeys import set_journey
from exchange.youth.services.programmes import (
    EditionDetails,
    ProgrammeDetails,
    announce,
    change_edition,
    change_programme,
    create_edition,
    create_programme,
)
from exchange.youth.services.registering import (
    PupilEntry,
    correct_registration,
    register_pupil,
    withdraw,
)
from exchange.youth.services.schools import SchoolDetails, create_school, end_school

__all__ = [
    "EditionDetails",
    "ProgrammeDetails",
    "PupilEntry",
    "SchoolDetails",
    "announce",
    "cancel_edition",
    "change_edition",
    "change_programme",
    "close_edition",
    "confirm_pupils",
    "correct_registration",
    "create_edition",
    "create_programme",
    "create_school",
    "end_school",
    "mark_absent",
    "mark_completed",
    "register_pupil",
    "reject_pupils",
    "return_registration",
    "select_pupils",
    "set_journey",
    "withdraw",
]
