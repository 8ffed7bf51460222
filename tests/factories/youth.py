"""Schools, programmes, editions, pupils and registrations."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized, Name
from exchange.core.dates import FiscalYear
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import (
    ConsentGiver,
    ConsentPurpose,
    EditionState,
    Organiser,
    ProgrammePattern,
    RegistrationState,
    Relationship,
    SchoolLevel,
    Selection,
    YouthDirection,
)
from exchange.youth.enums.journeys import SessionKind
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models import (
    Edition,
    OrientationSession,
    PartnerRequest,
    Programme,
    Pupil,
    Registration,
    School,
)
from exchange.youth.rules.editions import FIRST_CLOCK, LAST_CLOCK
from exchange.youth.rules.pupils import match_key
from exchange.youth.services import PupilEntry
from tests.factories.consents import make_consent

_NUMBERS = count(1)

COORDINATOR = Actor(user_id=None, role=Role.COORDINATOR, name="国際課 見本")


def school_actor(school: School) -> Actor:
    """Return a person at a school's desk."""
    return Actor(user_id=None, role=Role.SCHOOL, name="学校 見本", school_id=school.id)


def make_school(session: Session, **changes: Any) -> School:  # noqa: ANN401 - any of its columns
    """Add a junior high school."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "name": f"見本中学校{number}",
        "kana": "みほんちゅうがっこう",
        "sort_key": f"みほんちゆうかつこう{number:04d}",
        "level": SchoolLevel.JUNIOR_HIGH,
    }
    school = School(**(values | changes))
    session.add(school)
    session.flush()
    return school


def make_programme(session: Session, **changes: Any) -> Programme:  # noqa: ANN401 - any column
    """Add a programme of the city that counts."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "names": Localized({"ja": f"見本青少年交流{number}", "en": f"Sample exchange {number}"}),
        "sort_key": f"みほん{number:04d}",
        "search_key": f"見本青少年交流{number}|sampleexchange{number}",
        "section": "国際課",
        "organiser": Organiser.CITY,
        "pattern": ProgrammePattern.VARIED,
        "counts": True,
        "counts_reason": "市の青少年交流事業",
    }
    programme = Programme(**(values | changes))
    session.add(programme)
    session.flush()
    return programme


def make_edition(session: Session, **changes: Any) -> Edition:  # noqa: ANN401 - any of its columns
    """Add an announced edition of August 2026, registering in June, ten seats."""
    programme = changes.pop("programme", None) or make_programme(session)
    starts = changes.get("starts", date(2026, 8, 1))
    opens_on = changes.pop("opens_on", date(2026, 6, 1))
    closes_on = changes.pop("closes_on", date(2026, 6, 30))
    values: dict[str, Any] = {
        "programme": programme,
        "title": Localized({"ja": "見本派遣", "en": "Sample journey"}),
        "direction": YouthDirection.SEND,
        "search_key": "見本派遣|samplejourney",
        "state": EditionState.ANNOUNCED,
        "announced_at": datetime(2026, 5, 1, tzinfo=UTC),
        "starts": starts,
        "ends": date(2026, 8, 10),
        "opens_at": datetime.combine(opens_on, FIRST_CLOCK, OFFICE_ZONE),
        "closes_at": datetime.combine(closes_on, LAST_CLOCK, OFFICE_ZONE),
        "quota": 10,
        "counts": programme.counts,
        "counts_reason": programme.counts_reason,
        "fiscal_year": FiscalYear.of(starts).start,
    }
    edition = Edition(**(values | changes))
    session.add(edition)
    session.flush()
    return edition


def make_entry(**changes: Any) -> PupilEntry:  # noqa: ANN401 - any of its fields
    """Describe a plainly fictional pupil of 2012 in the second year."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "name": Name("見本", f"花子{number}", family_kana="ミホン", given_kana="ハナコ"),
        "birth_date": date(2012, 5, 3),
        "grade": 2,
        "guardian_name": "見本 太郎",
        "guardian_relationship": Relationship.FATHER,
    }
    return PupilEntry(**(values | changes))


def make_pupil(session: Session, **changes: Any) -> Pupil:  # noqa: ANN401 - any of its columns
    """Add a pupil of a school."""
    entry = make_entry()
    name = changes.pop("name", entry.name)
    school = changes.pop("school", None) or make_school(session)
    values: dict[str, Any] = {"school_id": school.id, "birth_date": entry.birth_date}
    pupil = Pupil(**(values | changes))
    pupil.rename(name)
    pupil.match_key = match_key(name, pupil.birth_date)
    session.add(pupil)
    session.flush()
    return pupil


def make_registration(session: Session, **changes: Any) -> Registration:  # noqa: ANN401 - any column
    """Add a submitted registration of a new pupil for an edition, numbered as the edition's are.

    Guardian and pupil have consented to taking part, unless `consented=False`.
    """
    consented = changes.pop("consented", True)
    edition = changes.pop("edition", None) or make_edition(session)
    pupil = changes.pop("pupil", None) or make_pupil(session)
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "pupil_id": pupil.id,
        "school_id": pupil.school_id,
        "grade": 2,
        "guardian_name": "見本 太郎",
        "guardian_relationship": Relationship.FATHER,
        "state": RegistrationState.SUBMITTED,
    }
    if edition.selection is not Selection.FIRST_COME:
        values["blind_number"] = 20000 + next(_NUMBERS)
    registration = Registration(**(values | changes))
    session.add(registration)
    session.flush()
    if consented:
        for giver in ConsentGiver:
            make_consent(session, registration, ConsentPurpose.JOIN, giver=giver)
    return registration


def fill_edition(session: Session, edition: Edition, count: int, **changes: Any) -> None:  # noqa: ANN401 - any column
    """Add many registrations without consents, by turns of three schools, at once."""
    schools = [make_school(session) for _ in range(3)]
    values = {
        "grade": 2,
        "state": RegistrationState.SUBMITTED,
        "guardian_name": "見本 花子",
        "guardian_relationship": Relationship.MOTHER,
    }
    for at in range(count):
        number = next(_NUMBERS)
        name = Name("見本", f"太郎{number}", family_kana="ミホン", given_kana=f"タロウ{at % 7}")
        pupil = Pupil(school_id=schools[at % 3].id, birth_date=date(2012, 5, 3))
        pupil.rename(name)
        pupil.match_key = match_key(name, pupil.birth_date)
        given = values | changes
        session.add(Registration(edition=edition, pupil=pupil, school=schools[at % 3], **given))
    session.flush()


def make_meeting(session: Session, **changes: Any) -> OrientationSession:  # noqa: ANN401 - any column
    """Add a training of an edition on 10 June 2026."""
    edition = changes.pop("edition", None) or make_edition(session)
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "kind": SessionKind.TRAINING,
        "title": "第1回",
        "day": date(2026, 6, 10),
        "starts": time(14, 0),
        "ends": time(16, 30),
        "place": "見本会館",
        "note": "",
    }
    row = OrientationSession(**(values | changes))
    session.add(row)
    session.flush()
    return row


def make_partner_request(session: Session, **changes: Any) -> PartnerRequest:  # noqa: ANN401 - any column
    """Add what an edition asked its partner for on 5 June 2026, without a day it is due."""
    edition = changes.pop("edition", None) or make_edition(session)
    values: dict[str, Any] = {
        "edition_id": edition.id,
        "kind": PartnerRequestKind.HOSTS,
        "words": "",
        "asked_on": date(2026, 6, 5),
        "note": "",
        "reason": "",
    }
    row = PartnerRequest(**(values | changes))
    session.add(row)
    session.flush()
    return row
