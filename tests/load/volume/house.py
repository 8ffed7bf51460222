"""What gathers around pupils and in the machine room: messages, requests, mails, jobs, records."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from exchange.audit.models import AuditLine
from exchange.calendars.models import PrivateFeed
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.links import Link, LinkPurpose
from exchange.handover.models import Handover
from exchange.hosting.models import Guest, HostFamily, HostingPlan
from exchange.inquiries.models import Inquiry
from exchange.jobs.models import Job
from exchange.outbox.models import Mail
from exchange.privacy.models import ErasureRecord
from exchange.reports.models import ReportOrder
from exchange.youth.models import (
    Achievement,
    Application,
    ChangeRequest,
    Duplicate,
    OrientationSession,
    PartnerRequest,
    PupilReport,
    SchoolMessage,
    SchoolMove,
    SessionAttendance,
    WaitingNote,
)
from tests.load.volume.editions import Busy
from tests.load.volume.names import fictional, name_columns
from tests.load.volume.pen import Pen, noon
from tests.load.volume.pupils import Register
from tests.load.volume.schools import Places
from tests.load.volume.sizes import Sizes

_BY = "国際課 見本"


class House:
    """Writes what hangs on pupils, accounts and the machine."""

    def __init__(self, pen: Pen, sizes: Sizes, places: Places, busy: Busy) -> None:
        self._pen, self._sizes, self._places, self._busy = pen, sizes, places, busy
        self._some = min(sizes.crowd, 75)

    def write(self, register: Register, indicators: Sequence[UUID]) -> None:
        """Write everything."""
        self._write_messages()
        self._write_pairs(register)
        self._write_open()
        self._write_done()
        self._write_placed()
        self._write_hosting()
        self._write_inquiries(indicators)
        self._write_machine()
        self._write_records()
        self._write_own()

    def _day(self, number: int, of: int) -> date:
        return self._pen.spread(number, of, 365 * self._sizes.years)

    def _write_messages(self) -> None:
        """Let schools write; the first school does so most."""
        schools = [key for key, _ in self._places.schools]
        for number in range(self._sizes.messages + self._some):
            at = noon(self._day(number, self._sizes.messages + self._some), number % 400)
            is_read = number % 10 != 0
            own = number >= self._sizes.messages
            self._pen.add(
                SchoolMessage,
                at,
                school_id=schools[0 if own else number % len(schools)],
                from_school=number % 2 == 0,
                author_name="見本 学校",
                text="見本の連絡です。",
                written_at=at,
                read_at=at if is_read else None,
                read_by=_BY if is_read else None,
            )

    def _write_pairs(self, register: Register) -> None:  # long: one row after another
        """Write pupils who may be one child, moves between schools, and changed names."""
        year = FiscalYear.of(self._pen.today).start
        (here, _), (there, _) = self._places.schools[:2]
        rows = self._busy.registrations[self._busy.open]
        for number in range(self._sizes.desk):
            at = noon(self._pen.today - timedelta(days=number % 300), number % 400)
            first, second = register.child(year, number), register.child(year, number + 1)
            self._pen.add(
                Duplicate, at, first_id=first.id, second_id=second.id, state="open", is_demo=False
            )
            asked = {
                "state": "waiting",
                "asked_by": "見本 学校",
                "reason": "転居",
                "answer": "",
                "is_demo": False,
            }
            self._pen.add(
                SchoolMove,
                at,
                **asked,
                family_name="見本",
                given_name=f"転校{number}",
                birth_date=date(2012, 5, 3),
                pupil_id=first.id if number % 2 else None,
                from_school_id=there if number % 2 else here,
                to_school_id=here if number % 2 else there,
            )
            self._pen.add(
                ChangeRequest,
                at,
                **asked,
                registration_id=rows[number % len(rows)],
                pupil_id=first.id,
                before={"family_name": "見本"},
                after={"family_name": "見元"},
            )

    def _write_open(self) -> None:  # long: one row after another
        """Let guardians apply, the partner be asked and seats be offered in the busy edition."""
        edition, today = self._busy.open, self._pen.today
        rows = self._busy.registrations[edition]
        for number in range(self._some):
            at = noon(today - timedelta(days=number % 20), number)
            link, key = self._pen.key(at), self._pen.key(at)
            self._pen.add(
                Link,
                at,
                id=link,
                purpose=LinkPurpose.APPLICATION,
                subject_kind="application",
                subject_id=key,
                generation=1,
                created_at=at,
            )
            self._pen.add(
                Application,
                at,
                id=key,
                edition_id=edition,
                link_id=link,
                mail=f"parent-{number}@family.example",
                language="ja",
                mailed_at=at,
                sent_at=at,
                tries=0,
                school_id=self._places.schools[0][0],
                told="submitted",
                beside_id=rows[number],
            )
            self._pen.add(
                PartnerRequest,
                at,
                edition_id=edition,
                kind="members",
                words=f"見本{number}",
                asked_on=today - timedelta(days=30),
                due=today + timedelta(days=7),
                note="",
                reason="",
            )
            self._pen.add(
                WaitingNote,
                at,
                edition_id=edition,
                number=number + 1,
                registration_id=rows[-1],
                told="skipped",
                rank=1,
                skipped="school_full",
                at=at,
                actor_name=_BY,
            )

    def _write_done(self) -> None:
        """Let everybody report on the journey that is over, and achieve something."""
        for number, row in enumerate(self._busy.registrations[self._busy.done]):
            day = self._pen.today - timedelta(days=300 - number % 200)
            at = noon(day, number % 400)
            self._pen.add(
                PupilReport,
                at,
                registration_id=row,
                source="school",
                text="見本の報告です。",
                submitted_at=at,
                submitted_by="見本 学校",
                state="accepted",
                answer="",
                answered_at=at,
                answered_by=_BY,
                may_publish=False,
                guardian_said=False,
                is_public=False,
            )
            self._pen.add(
                Achievement,
                at,
                registration_id=row,
                kind="presentation",
                title=f"見本発表{number}",
                happened=PartialDate.of(day),
                source="",
                consented_by="見本 花子",
                consented_on=day,
                ends_on=day + timedelta(days=3650),
                is_public=True,
            )

    def _write_placed(self) -> None:
        """Hold sessions with those who have a place."""
        for number in range(min(self._some, 6)):
            day = self._pen.today - timedelta(days=20 - number)
            at = noon(day)
            meeting = self._pen.add(
                OrientationSession,
                at,
                edition_id=self._busy.placed,
                kind="training",
                title=f"第{number + 1}回",
                day=day,
                starts=at.time().replace(hour=14),
                ends=at.time().replace(hour=16),
                place="見本会館",
                note="",
            )
            for row in self._busy.registrations[self._busy.placed]:
                self._pen.add(
                    SessionAttendance,
                    at,
                    session_id=meeting,
                    registration_id=row,
                    mark="present",
                )

    def _write_hosting(self) -> None:
        edition, at = self._busy.hosting, noon(self._pen.today)
        self._pen.add(HostingPlan, at, edition_id=edition, suggests=False, purged_at=None)
        names = [column.name for column in HostFamily.__table__.columns]
        sealed = [name for name in names if name in {"address", "phone", "mail", "notes"}]
        for number in range(self._some):
            self._pen.add(
                HostFamily,
                at,
                **dict.fromkeys(sealed),
                edition_id=edition,
                number=number + 1,
                name=f"見本 家庭{number}",
                kana="",
                sort_key=f"みほん{number:04d}",
                match_key=f"見本家庭{number}|",
                languages=["ja"],
                hobbies=[],
                animals=[],
                pets="",
                smoking="none",
                meals="",
                preference="any",
                places=1,
                end_reason="",
            )
            self._pen.add(
                Guest,
                at,
                **name_columns(fictional(90_000 + number)),
                edition_id=edition,
                sex="female",
                age=15,
                school="",
                languages=["en"],
                hobbies=[],
                consent_on=self._pen.today,
                consent_paper="見本",
                withdrawal_reason="",
            )

    def _write_inquiries(self, indicators: Sequence[UUID]) -> None:
        for number in range(self._sizes.inquiries):
            day = self._day(number, self._sizes.inquiries)
            self._pen.add(
                Inquiry,
                noon(day),
                indicator_id=indicators[number % len(indicators)],
                year=day.year,
                section="市民課",
                way="paper",
                mail="",
                due=day,
                words="",
                state="accepted",
                reason="",
                asked_by=_BY,
            )

    def _write_machine(self) -> None:
        """Write mails that were sent, with their jobs, and other jobs that are done."""
        for number in range(self._sizes.mails):
            at = noon(self._day(number, self._sizes.mails), number % 400)
            self._pen.add(
                Mail,
                at,
                recipient=f"guardian-{number}@family.example",
                subject="見本のお知らせ",
                language="ja",
                state="sent",
                created_at=at,
                sent_at=at,
            )
        for number in range(self._sizes.jobs):
            at = noon(self._day(number, self._sizes.jobs), number % 400)
            self._pen.add(
                Job,
                at,
                kind="outbox.send",
                arguments={"mail": str(UUID(int=number))},
                state="done",
                progress=100,
                attempts=1,
                claims=1,
                run_at=at,
                created_at=at,
                finished_at=at,
            )

    def _write_records(self) -> None:  # long: one row after another
        """Write what is kept of erasures, copies, reports, handovers and uses of personal data."""
        staff = self._places.staff
        rows = self._busy.registrations[self._busy.open]
        for number in range(self._sizes.desk):
            at = noon(self._day(number, self._sizes.desk), number % 400)
            self._pen.add(
                ErasureRecord,
                at,
                kind="erasure",
                at=at,
                by_name=_BY,
                reason="見本",
                counts={"registrations": 1},
            )
            self._pen.add(
                Handover,
                at,
                leaver_id=staff[3 + number % 3],
                successor_id=staff[6 + number % 3],
                ends_at=at,
                state="done",
                words="",
                planned_by=_BY,
                finished_at=at,
                counts={},
            )
            self._pen.add(
                ReportOrder,
                at,
                kind="fiscal-year",
                fiscal_year=FiscalYear.of(at.date()).start,
                language="ja",
                state="failed",
                steps_done=0,
                steps=1,
                ordered_by=_BY,
                ordered_at=at,
                finished_at=at,
            )
            self._pen.add(
                AuditLine,
                at,
                at=at,
                actor_id=self._places.coordinator,
                actor_name=_BY,
                act="follow_ups.read",
                subject_kind="registration",
                subject_id=rows[number % len(rows)],
                fields=["conditions"],
            )

    def _write_own(self) -> None:
        """Give the accounts feeds of their own."""
        for number in range(self._some):
            self._pen.add(
                PrivateFeed,
                noon(self._pen.today - timedelta(days=number)),
                user_id=self._places.coordinator,
                name=f"見本の予定{number}",
                language="ja",
                kinds=["visits", "tasks"],
                partners=[],
            )
