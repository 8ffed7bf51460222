"""A pupil with one of everything that is kept about a person, in words nobody else has."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import KeptForm
from exchange.attachments.contents import examine
from exchange.attachments.enums import DocumentKind
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.audit.services import created, record
from exchange.core.database import Localized, Name, seal, uuid7
from exchange.core.dates import PartialDate
from exchange.core.keys import Keyring
from exchange.core.links import LinkPurpose, Target, issue_signed
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor
from exchange.documents.lists.keeping import pack
from exchange.documents.sheet_files import read_sheets
from exchange.hosting.models import YouthPair
from exchange.jobs.services import enqueue
from exchange.outbox.services import write_mail
from exchange.privacy.enums import DisclosureState
from exchange.privacy.models import Disclosure
from exchange.youth.enums import DuplicateState, EditionState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import AchievementKind, AttendanceMark
from exchange.youth.enums.reports import ReportSource
from exchange.youth.enums.rosters import RosterState
from exchange.youth.enums.waiting import Gender, NoticeWay, SelectionResult, WaitingAct
from exchange.youth.models import (
    Achievement,
    Application,
    Consent,
    Criterion,
    Duplicate,
    DuplicateDecision,
    Edition,
    EligibilityCheck,
    HealthNote,
    Passport,
    Pupil,
    PupilReport,
    Registration,
    RegistrationStep,
    ResultNotice,
    Roster,
    SchoolMessage,
    Score,
    SessionAttendance,
    WaitingNote,
)
from exchange.youth.queries.consents import SCANS
from exchange.youth.queries.reports import FILES
from tests.factories.attachments import PDF
from tests.factories.consents import make_consent_request
from tests.factories.hosting import make_family, make_guest, make_placement, make_receiving
from tests.factories.requests import make_change, make_move
from tests.factories.youth import make_meeting, make_pupil, make_registration

AT: Final = datetime(2026, 6, 10, 3, 0, tzinfo=UTC)
NAME: Final = Name("秘匿", "蕗乃", "ヒトク", "フキノ", "Hitoku", "Fukino", "", "HITOKU FUKINO")
BORN: Final = date(2011, 11, 23)
#: Everything of the pupil that may not be found anywhere afterwards.
SECRETS: Final[Sequence[str]] = (
    *("秘匿", "蕗乃", "ヒトク", "フキノ", "ひとく", "ふきの", "hitoku", "fukino"),
    *("2011-11-23", "2011, 11, 23", "fuki@example.jp", "090-1111-2222", "蕗組"),
    *("蕗の理由", "蕗の報告", "蕗の成果", "蕗の家", "secret-bytes"),
)
ACTOR: Final = system_actor("tests")


@dataclass(frozen=True, slots=True)
class Whole:
    """The pupil, and the registration that everything hangs on."""

    pupil: Pupil
    registration: Registration


def make_secret_pupil(session: Session) -> Pupil:
    """Add the pupil whose words nobody else has."""
    pupil = make_pupil(session, name=NAME, birth_date=BORN, gender=Gender.FEMALE)
    values = created({"family_name": "秘匿", "given_name": "蕗乃", "birth_date": BORN})
    _audit(session, "pupils.create", Subject("pupil", pupil.id), values)
    return pupil


def surround(session: Session, row: Registration, *, ring: Keyring) -> Whole:
    """Add one of everything to the secret pupil and a registration in an edition that is over."""
    pupil = session.get_one(Pupil, row.pupil_id)
    row.guardian_name, row.guardian_mail = "秘匿 梅子", "fuki@example.jp"
    row.guardian_phone, row.school_class = "090-1111-2222", "蕗組"
    subject = Subject("registration", row.id)
    _audit(session, "registrations.change", subject, created({"guardian_name": "秘匿 梅子"}))
    _sealed(session, row, ring)
    _asked(session, row, ring)
    _chosen(session, row)
    _journey(session, row)
    _between_schools(session, pupil, row, ring)
    _hosting(session, pupil)
    _mails(session, row)
    _disclosed(session, pupil, ring)
    session.flush()
    return Whole(pupil, row)


def make_achievement(session: Session, pupil: Pupil, *, ends_on: date) -> Achievement:
    """Add what a pupil achieved, kept with a consent until a day."""
    first = select(Registration.id).where(Registration.pupil_id == pupil.id)
    achievement = Achievement(
        registration_id=session.scalars(first.order_by(Registration.id)).first(),
        kind=next(iter(AchievementKind)),
        title="蕗の成果",
        happened=PartialDate.parse("2026-09"),
        source="",
        consented_by="秘匿 梅子",
        consented_on=date(2026, 9, 1),
        ends_on=ends_on,
    )
    session.add(achievement)
    session.flush()
    return achievement


def _sealed(session: Session, row: Registration, ring: Keyring) -> None:
    note = HealthNote(registration_id=row.id, filled_at=AT, filled_by="guardian")
    seal(note, "conditions", "蕗の理由", ring=ring)
    passport = Passport(registration_id=row.id, filled_at=AT, filled_by="guardian")
    seal(passport, "holder", "HITOKU FUKINO", ring=ring)
    session.add_all([note, passport])


def _asked(session: Session, row: Registration, ring: Keyring) -> None:
    late = KeptForm(link_id=make_consent_request(session, row).link_id, kept_at=AT)
    seal(late, "content", '{"name": "秘匿"}', ring=ring)
    session.add(late)
    target = Target(LinkPurpose.APPLICATION, "edition", row.edition_id)
    application = Application(
        edition_id=row.edition_id,
        link_id=issue_signed(session, target).id,
        mail="fuki@example.jp",
        language="ja",
        mailed_at=AT,
        sent_at=AT,
        registration_id=row.id,
        school_id=row.school_id,
    )
    seal(application, "answers", '{"name": "秘匿"}', ring=ring)
    session.add(application)
    papers = session.query(Consent).filter_by(registration_id=row.id).all()
    seal(papers[0], "signer", "秘匿 梅子", ring=ring)
    for paper in {each.paper_id for each in papers if each.paper_id}:
        _file(session, Subject(SCANS, paper))


def _chosen(session: Session, row: Registration) -> None:
    criterion = Criterion(edition_id=row.edition_id, number=1, name="面接", most=10)
    session.add(criterion)
    session.flush()
    reason = "蕗の理由"
    session.add_all(
        [
            Score(registration_id=row.id, criterion_id=criterion.id, assessor="a", points=7, at=AT),
            EligibilityCheck(
                registration_id=row.id,
                kind=next(iter(Requirement)),
                passed=True,
                reason=reason,
                at=AT,
                actor_name="国際課 見本",
            ),
            RegistrationStep(
                registration_id=row.id, state=row.state, at=AT, actor_name="見本", reason=reason
            ),
            ResultNotice(
                registration_id=row.id,
                way=next(iter(NoticeWay)),
                result=next(iter(SelectionResult)),
                at=AT,
            ),
            WaitingNote(
                edition_id=row.edition_id,
                number=1,
                registration_id=row.id,
                told=WaitingAct.ACCEPTED,
                rank=1,
                reason=reason,
                at=AT,
                actor_name="国際課 見本",
            ),
        ]
    )


def _journey(session: Session, row: Registration) -> None:
    edition = session.get_one(Edition, row.edition_id)
    meeting = make_meeting(session, edition=edition)
    report = PupilReport(
        id=uuid7(),
        registration_id=row.id,
        source=ReportSource.GUARDIAN,
        text="蕗の報告",
        submitted_at=AT,
        submitted_by="guardian",
    )
    session.add_all(
        [
            report,
            SessionAttendance(
                session_id=meeting.id, registration_id=row.id, mark=next(iter(AttendanceMark))
            ),
        ]
    )
    make_achievement(session, session.get_one(Pupil, row.pupil_id), ends_on=date(2027, 9, 1))
    _file(session, Subject(FILES, report.id))


def _between_schools(session: Session, pupil: Pupil, row: Registration, ring: Keyring) -> None:
    make_change(session, row)
    make_move(session, pupil)
    other = make_pupil(session)
    pair = Duplicate(first_id=pupil.id, second_id=other.id, state=DuplicateState.DIFFERENT)
    session.add(pair)
    session.flush()
    session.add(
        DuplicateDecision(
            duplicate_id=pair.id,
            previous=DuplicateState.OPEN,
            state=DuplicateState.DIFFERENT,
            at=AT,
            actor_name="国際課 見本",
            reason="蕗の理由",
        )
    )
    session.add(
        SchoolMessage(
            school_id=pupil.school_id,
            from_school=True,
            author_name="学校 見本",
            text="秘匿　蕗乃さんの件です。",
            written_at=AT,
        )
    )
    roster = Roster(
        edition_id=row.edition_id,
        school_id=pupil.school_id,
        file_name="秘匿蕗乃.csv",
        sent_by="学校 見本",
        state=RosterState.WAITING,
        kept_until=AT,
        choices={},
    )
    file = read_sheets("氏名,性別,名\n秘匿,女,蕗乃\n".encode())
    seal(roster, "kept", pack(file), ring=ring)
    session.add(roster)


def _hosting(session: Session, pupil: Pupil) -> None:
    edition = make_receiving(session, state=EditionState.CLOSED)
    here = make_registration(session, edition=edition, pupil=pupil)
    family = make_family(
        session, edition=edition, name="秘匿 蕗の家", kana="ひとく", registration_id=here.id
    )
    guest = make_guest(session, edition=edition)
    make_placement(session, guest=guest, family=family, reason="蕗の理由")
    pair = YouthPair(
        edition_id=edition.id,
        pupil_id=pupil.id,
        guest_id=guest.id,
        made_by="国際課 見本",
        ended_at=AT,
        end_reason="蕗の理由",
    )
    session.add(pair)
    session.flush()
    subject = Subject("host_family", family.id)
    _audit(session, "hosting.add_family", subject, created({"name": "秘匿 蕗の家"}))


def _mails(session: Session, row: Registration) -> None:
    to = {"language": "ja", "subject": "お知らせ"}
    write_mail(session, to="Fuki@example.jp", body="保護者様", **to)
    write_mail(session, to="school@example.jp", body="秘匿蕗乃さんについて", **to)
    enqueue(session, "youth.tell_offer", {"registration": str(row.id)})


def _disclosed(session: Session, pupil: Pupil, ring: Keyring) -> None:
    row = Disclosure(
        pupil_id=pupil.id,
        asker="秘匿 梅子",
        checked="免許証",
        purpose="蕗の理由",
        state=DisclosureState.READY,
        ordered_by="国際課 見本",
        ordered_at=AT,
        kept_until=AT,
    )
    seal(row, "body", "秘匿", ring=ring)
    session.add(row)


def _file(session: Session, subject: Subject) -> None:
    body = io.BytesIO(PDF + b"% secret-bytes")
    add_document(
        session,
        actor=ACTOR,
        subject=subject,
        label=Label(kind=DocumentKind.PAPER, title=Localized({"ja": "控え"})),
        contents=examine("秘匿.pdf", body.getvalue()),
    )


def _audit(session: Session, act: str, subject: Subject, changes: Any) -> None:  # noqa: ANN401
    record(session, actor=ACTOR, act=act, subject=subject, changes=changes)
