"""People, those of the youth exchange among them, and the exchange itself."""

from operator import attrgetter
from typing import Final

from sqlalchemy.orm import joinedload

from exchange.accounts.models import User
from exchange.core.messages import message
from exchange.hosting.models import Guest, HostFamily, YouthPair
from exchange.people.models import Person, Post
from exchange.privacy.models import Disclosure
from exchange.rooms.naming.making import (
    NAME,
    NAMES,
    TITLE,
    WRITTEN,
    at,
    erased,
    kind,
    person,
    purged,
)
from exchange.youth.models import (
    Achievement,
    Application,
    ChangeRequest,
    ConsentPaper,
    ConsentText,
    Correction,
    Duplicate,
    Edition,
    Programme,
    Pupil,
    PupilReport,
    Registration,
    Roster,
    School,
    SchoolMove,
)


def account_page(user: User) -> str:
    """Return where an account's handover is; a school's has none."""
    return "" if user.school_id else f"/handover/people/{user.id}/"


PEOPLE: Final = {
    "user": kind(
        message("audit.kind.user"), User, title=NAME, path=account_page, opens="handover:edit"
    ),
    "person": person(
        message("audit.kind.person"),
        Person,
        title=WRITTEN,
        path=at("/people/{0.id}/"),
        reads="members:read",
        opens="members:read",
    ),
    "post": kind(message("audit.kind.post"), Post, title=TITLE),
    "pupil": person(
        message("audit.kind.pupil"),
        Pupil,
        title=WRITTEN,
        path=at("/privacy/pupils/{0.person_id}/"),
        reads="registrations:read",
        opens="pupils:erase",
        is_erased=erased(),
    ),
    "registration": person(
        message("audit.kind.registration"),
        Registration,
        title=attrgetter("pupil.name.written"),
        path=at("/youth/registrations/{0.id}/"),
        reads="registrations:read",
        opens="registrations:read",
        options=(joinedload(Registration.pupil),),
        is_erased=erased("pupil."),
    ),
    "guest": person(
        message("audit.kind.guest"),
        Guest,
        title=WRITTEN,
        path=at("/hosting/guests/{0.id}/"),
        reads="hosts:read",
        opens="hosts:read",
        is_erased=purged,
    ),
    "host_family": person(
        message("audit.kind.host_family"),
        HostFamily,
        title=NAME,
        path=at("/hosting/families/{0.id}/"),
        reads="hosts:read",
        opens="hosts:read",
        is_erased=purged,
    ),
    "youth_pair": person(
        message("audit.kind.youth_pair"),
        YouthPair,
        title=attrgetter("pupil.name.written"),
        reads="hosts:read",
        options=(joinedload(YouthPair.pupil),),
        is_erased=erased("pupil."),
    ),
    "duplicate": person(
        message("audit.kind.duplicate"),
        Duplicate,
        title=attrgetter("first.name.written"),
        path=at("/youth/duplicates/{0.id}/"),
        reads="duplicates:decide",
        opens="duplicates:decide",
        options=(joinedload(Duplicate.first),),
        is_erased=erased("first."),
    ),
    "change": person(
        message("audit.kind.change"),
        ChangeRequest,
        title=attrgetter("pupil.name.written"),
        path=at("/youth/changes/{0.id}/"),
        reads="registrations:read",
        opens="changes:answer",
        options=(joinedload(ChangeRequest.pupil),),
        is_erased=erased("pupil."),
    ),
    "achievement": person(
        message("audit.kind.achievement"),
        Achievement,
        title=attrgetter("registration.pupil.name.written"),
        path=at("/youth/registrations/{0.registration_id}/"),
        reads="registrations:read",
        opens="registrations:read",
        options=(joinedload(Achievement.registration).joinedload(Registration.pupil),),
        is_erased=erased("registration.pupil."),
    ),
    "disclosure": person(
        message("audit.kind.disclosure"),
        Disclosure,
        title=attrgetter("pupil.name.written"),
        reads="registrations:read",
        options=(joinedload(Disclosure.pupil),),
        is_erased=erased("pupil."),
    ),
    "participation": kind(message("audit.kind.participation")),
    "consent_paper": kind(message("audit.kind.consent_paper"), ConsentPaper),
    "pupil_report": person(
        message("audit.kind.pupil_report"),
        PupilReport,
        title=attrgetter("registration.pupil.name.written"),
        path=at("/youth/registrations/{0.registration_id}/"),
        reads="registrations:read",
        opens="registrations:read",
        options=(joinedload(PupilReport.registration).joinedload(Registration.pupil),),
        is_erased=erased("registration.pupil."),
    ),
    "school_move": kind(
        message("audit.kind.school_move"),
        SchoolMove,
        path=at("/youth/moves/{0.id}/"),
        opens="changes:answer",
    ),
}

YOUTH: Final = {
    "programme": kind(
        message("audit.kind.programme"),
        Programme,
        title=NAMES,
        path=at("/youth/programmes/{0.id}/"),
    ),
    "edition": kind(
        message("audit.kind.edition"), Edition, title=TITLE, path=at("/youth/editions/{0.id}/")
    ),
    "application": kind(
        message("audit.kind.application"),
        Application,
        title=attrgetter("edition.title"),
        path=at("/youth/applications/{0.id}/"),
        opens="registrations:read",
        options=(joinedload(Application.edition),),
    ),
    "roster": kind(
        message("audit.kind.roster"),
        Roster,
        title=attrgetter("edition.title"),
        options=(joinedload(Roster.edition),),
    ),
    "school": kind(message("audit.kind.school"), School, title=NAME),
    "consent_text": kind(message("audit.kind.consent_text"), ConsentText),
    "correction": kind(
        message("audit.kind.correction"),
        Correction,
        title=attrgetter("reason"),
        reads="ledger:read",
    ),
}
