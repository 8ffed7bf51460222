"""Verbs of youth exchange: programmes and editions, schools, registering, deciding, closing."""

from exchange.youth.services.answering import Answers, answer_consent, withdraw_consent
from exchange.youth.services.asking import (
    Asking,
    count_to_ask,
    note_consent_forms,
    print_consent_slips,
    renew_consent_link,
    send_consent_links,
)
from exchange.youth.services.cancelling import cancel_edition
from exchange.youth.services.caring import flag_pupil
from exchange.youth.services.closing import close_edition
from exchange.youth.services.consent_links import LinkPrinter
from exchange.youth.services.consent_texts import ConsentWords, adopt_text
from exchange.youth.services.deciding import (
    confirm_pupils,
    mark_absent,
    mark_completed,
    reject_pupils,
    return_registration,
    select_pupils,
)
from exchange.youth.services.following_up import (
    fill_follow_up,
    health_on_file,
    note_reading,
)
from exchange.youth.services.journeys import set_journey
from exchange.youth.services.leaving import withdraw
from exchange.youth.services.offering import accept_offer, offer_free_seats
from exchange.youth.services.paper_consents import PaperList, record_papers
from exchange.youth.services.programmes import (
    EditionDetails,
    ProgrammeDetails,
    announce,
    change_edition,
    change_programme,
    create_edition,
    create_programme,
)
from exchange.youth.services.pupils import PupilEntry
from exchange.youth.services.registering import correct_registration, register_pupil
from exchange.youth.services.schools import SchoolDetails, create_school, end_school

__all__ = [
    "Answers",
    "Asking",
    "ConsentWords",
    "EditionDetails",
    "LinkPrinter",
    "PaperList",
    "ProgrammeDetails",
    "PupilEntry",
    "SchoolDetails",
    "accept_offer",
    "adopt_text",
    "announce",
    "answer_consent",
    "cancel_edition",
    "change_edition",
    "change_programme",
    "close_edition",
    "confirm_pupils",
    "correct_registration",
    "count_to_ask",
    "create_edition",
    "create_programme",
    "create_school",
    "end_school",
    "fill_follow_up",
    "flag_pupil",
    "health_on_file",
    "mark_absent",
    "mark_completed",
    "note_consent_forms",
    "note_reading",
    "offer_free_seats",
    "print_consent_slips",
    "record_papers",
    "register_pupil",
    "reject_pupils",
    "renew_consent_link",
    "return_registration",
    "select_pupils",
    "send_consent_links",
    "set_journey",
    "withdraw",
    "withdraw_consent",
]
