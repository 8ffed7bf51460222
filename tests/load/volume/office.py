"""What the division works on beside pupils: people, visits, letters, gifts, tasks, papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from exchange.attachments.models import Document, DocumentVersion
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.text import fold, sort_key
from exchange.delegations.models import TitleTerm, Visit, VisitMember, VisitPartner
from exchange.gifts.models import Gift, StockItem, StockMovement
from exchange.itineraries.models import ItineraryItem, PlanVersion
from exchange.letters.models import LanguageRequest, Letter, MailMerge, MergeRecipient
from exchange.people.models import Person, Post
from exchange.promises.models import Promise
from exchange.strategy.models import Activity
from exchange.tasks.models import Task
from tests.load.volume.names import fictional, name_columns
from tests.load.volume.pen import Pen, noon
from tests.load.volume.schools import SECTION, Places
from tests.load.volume.sizes import Sizes

_PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
_NEVER: Final = date(9999, 12, 31)
_MEMBERS: Final = 8
_ITEMS: Final = 15


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages name of the division's work."""

    visit: UUID
    merge: UUID
    stock: UUID
    person: UUID


class Office:
    """Writes the division's own work."""

    def __init__(self, pen: Pen, sizes: Sizes, places: Places, partners: Sequence[UUID]):
        self._pen, self._sizes, self._places = pen, sizes, places
        self._partners = partners
        self._people: list[UUID] = []
        self._days = 365 * sizes.years

    def write(self) -> Desk:
        """Write everything."""
        self._write_people()
        visits = self._write_visits()
        self._write_tasks(visits)
        self._write_letters(visits)
        self._write_gifts(visits)
        self._write_promises(visits)
        self._write_activities()
        self._write_documents(visits[-1])
        self._write_titles()
        merge = self._write_merges()
        self._write_requests()
        stock = self._write_stock()
        return Desk(visits[-1], merge, stock, self._people[0])

    def _at(self, number: int, of: int) -> tuple[date, datetime]:
        day = self._pen.spread(number, of, self._days)
        return day, noon(day, number % 400)

    def _partner(self, number: int) -> UUID:
        return self._partners[number % len(self._partners)]

    def _owner(self, number: int) -> UUID:
        return self._places.staff[3 + number % 6]

    def _write_people(self) -> None:
        for number in range(self._sizes.people):
            _day, at = self._at(number, self._sizes.people)
            name = fictional(number)
            key = self._pen.add(
                Person,
                at,
                **(name_columns(name) | {"is_demo": False}),
                affiliation="見本市",
                care="none",
            )
            self._people.append(key)
            if number % 3 == 0:
                self._pen.add(
                    Post,
                    at,
                    person_id=key,
                    partner_id=self._partner(0 if number % 2 else number),
                    organisation_id=None,
                    kind="contact",
                    title=Localized({"ja": "担当", "en": "Desk"}),
                    begins=None,
                    ends=None,
                    term_ends=None,
                    confirmed=None,
                    contact="見本通り1",
                    source_id=None,
                    locator="",
                    is_demo=False,
                )

    def _write_visits(self) -> list[UUID]:
        count = self._sizes.visits
        visits = [self._visit(number, count) for number in range(count)]
        self._busy_visit(visits[-1])
        return visits

    def _visit(self, number: int, count: int) -> UUID:
        starts, at = self._at(number, count)
        last = number == count - 1
        starts = self._pen.today + timedelta(days=20) if last else starts
        ja = f"見本訪問{number}"
        key = self._pen.add(
            Visit,
            at,
            direction="in" if number % 2 else "out",
            level="officials",
            title=Localized({"ja": ja, "en": f"Sample visit {number}"}),
            search_key=fold(ja),
            purpose="見本",
            hosts="",
            starts=starts,
            ends=starts + timedelta(days=4),
            fallback_starts=None,
            fallback_ends=None,
            state="planned" if last else "closed",
            reason="",
            outcome="",
            order_reason="",
            owner_id=self._owner(number),
            edition_id=None,
            copied_from_id=None,
            successor_id=None,
            document_number="",
            drafted_on=None,
            approved_on=None if last else starts,
            approval_class=None if last else "bureau",
            published_at=None,
            is_demo=False,
        )
        self._pen.add(
            VisitPartner, at, visit_id=key, partner_id=self._partner(number), position=1
        )
        for place in range(0 if last else min(_MEMBERS, len(self._people))):
            self._member(key, at, place, self._people[(number * 7 + place) % len(self._people)])
        for place in range(_ITEMS):
            self._item(key, at, starts, place)
        self._budget(key, at, starts)
        return key

    def _member(self, visit: UUID, at: datetime, place: int, person: UUID, **ends: object) -> None:
        self._pen.add(
            VisitMember,
            at,
            **(
                {
                    "visit_id": visit,
                    "person_id": person,
                    "role": "member",
                    "title": Localized({"ja": "団員", "en": "Member"}),
                    "title_as_sent": "",
                    "precedence": place + 1,
                    "diet": "",
                    "mobility": "",
                    "companion_of_id": None,
                    "replaced_by_id": None,
                    "ended_at": None,
                    "is_demo": False,
                }
                | ends
            ),
        )

    def _item(self, visit: UUID, at: datetime, starts: date, place: int) -> None:
        day, clock = starts + timedelta(days=place // 4 % 5), time(9 + place % 4 * 2)
        begins = datetime.combine(day, clock, UTC) - timedelta(hours=9)
        empty = (
            *("track", "end_place", "city", "end_city", "transport", "lodging", "meal", "host"),
            *("interpreter", "vehicle", "dress", "rain_plan", "gift_note", "cost_note"),
        )
        self._pen.add(
            ItineraryItem,
            at,
            visit_id=visit,
            **dict.fromkeys(empty, ""),
            title=Localized({"ja": f"見本行程{place}", "en": f"Sample {place}"}),
            place="見本会館",
            set_meal=False,
            own_text=None,
            partner_text=None,
            speech=False,
            open_to_press=False,
            fixed=False,
            attending="party",
            start_day=day,
            start_clock=clock,
            start_zone="Asia/Tokyo",
            start_fold=0,
            end_day=day,
            end_clock=time(clock.hour + 1),
            end_zone="Asia/Tokyo",
            end_fold=0,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            ended_at=None,
            is_demo=False,
        )

    def _budget(self, visit: UUID, at: datetime, starts: date) -> None:
        heading = self._heading
        names = [column.name for column in BudgetLine.__table__.columns]
        empty = [name for name in names if name.startswith(("foreign", "rate", "committed", "spent"))]
        self._pen.add(
            BudgetLine,
            at,
            **(
                dict.fromkeys(empty)
                | {
                    "visit_id": visit,
                    "position": 1,
                    "heading_id": heading,
                    "detail_id": None,
                    "content": "見本",
                    "payer": "city",
                    "payer_name": "",
                    "fiscal_year": FiscalYear.of(self._pen.today).start,
                    "requested": 100_000,
                    "budgeted": 90_000,
                    "split_id": None,
                    "itinerary_item_id": None,
                    "ended_at": None,
                    "is_demo": False,
                }
            ),
        )

    @property
    def _heading(self) -> UUID:
        if not hasattr(self, "_headings"):
            at = noon(self._pen.today - timedelta(days=300))
            self._headings = self._pen.add(
                BudgetHeading,
                at,
                parent_id=None,
                number=99,
                name=Localized({"ja": "見本費", "en": "Sample"}),
                since=2000,
                until=None,
                source="見本",
                note="",
                ended_at=None,
                is_demo=False,
            )
        return self._headings

    def _busy_visit(self, visit: UUID) -> None:
        """Let many travel with one visit, many have left it, and its programme change often."""
        crowd, at = min(self._sizes.crowd, 75), noon(self._pen.today)
        for place in range(crowd):
            self._member(visit, at, place, self._extra(place, at))
        for place in range(crowd):
            gone = {"precedence": None, "ended_at": at}
            self._member(visit, at, place, self._extra(1_000 + place, at), **gone)
        for number in range(crowd):
            self._pen.add(
                PlanVersion,
                at,
                visit_id=visit,
                number=number + 1,
                at=at,
                by="国際課 見本",
                note="",
                plan=[],
            )

    def _extra(self, number: int, at: datetime) -> UUID:
        return self._pen.add(
            Person,
            at,
            **(name_columns(fictional(50_000 + number)) | {"is_demo": False}),
            affiliation="見本市",
            care="none",
        )

    def _write_tasks(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.tasks):
            due, at = self._at(number, self._sizes.tasks)
            is_open = number % 10 == 0 or self._sizes.tasks - number < self._sizes.crowd
            due = due + timedelta(days=30) if is_open else due
            self._pen.add(
                Task,
                at,
                title=f"見本の仕事{number}",
                search_key=fold(f"見本の仕事{number}"),
                note=None,
                due=due,
                sort_day=due,
                assignee_id=self._owner(0 if is_open and number % 2 else number),
                author_id=self._owner(number + 1),
                subject_kind="visit",
                subject_id=visits[number % len(visits)],
                state="open" if is_open else "done",
                step_id=None,
                anchor=None,
                offset_days=None,
                fixed=False,
                to_check=False,
                waiting_for=None,
                waiting_name="",
                waiting_since=None,
                reminded=None,
                is_demo=False,
            )

    def _write_letters(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.letters):
            day, at = self._at(number, self._sizes.letters)
            waits = number % 20 == 0
            self._pen.add(
                Letter,
                at,
                direction="in" if number % 2 else "out",
                kind="thanks",
                number=f"国際発第{number}号",
                day=day,
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                person_id=self._people[number % 7],
                counterpart="",
                title=Localized({"ja": f"見本書簡{number}"}),
                text=None,
                owner_id=self._owner(number),
                answers_id=None,
                state="open" if waits else "answered",
                due=day + timedelta(days=14) if waits else None,
                sort_day=day + timedelta(days=14) if waits else _NEVER,
                note="",
                ended_at=None,
                is_demo=False,
            )

    def _write_gifts(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.gifts):
            day, at = self._at(number, self._sizes.gifts)
            given = number % 2 == 0
            self._pen.add(
                Gift,
                at,
                direction="given" if given else "received",
                day=day,
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                itinerary_item_id=None,
                giver_id=None,
                giver="熊本市" if given else "見本市",
                recipient_id=self._people[number % 7],
                recipient="",
                title=Localized({"ja": f"見本品{number}", "en": f"Sample {number}"}),
                search_key=fold(f"見本品{number}"),
                stock_item_id=None,
                maker="",
                unit_price_minor=None,
                unit_price_currency=None,
                quantity=1,
                value_minor=5_000 if given else None,
                value_currency="JPY" if given else None,
                line="none",
                document_number="",
                approved_on=None,
                decided_by=None,
                kept_at="",
                note="",
                repeat_reason="",
                ended_at=None,
                is_demo=False,
            )

    def _write_promises(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.promises):
            day, at = self._at(number, self._sizes.promises)
            is_open = number % 4 == 0
            self._pen.add(
                Promise,
                at,
                side="ours",
                title=Localized({"ja": f"見本の約束{number}"}),
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                owner_id=self._owner(number),
                person_id=None,
                due=PartialDate.of(day),
                sort_day=day,
                note="",
                state="open" if is_open else "done",
                reason="",
                settled_on=None if is_open else day,
                is_demo=False,
            )

    def _write_activities(self) -> None:
        for number in range(self._sizes.activities):
            day, at = self._at(number, self._sizes.activities)
            ja = f"見本セミナー{number}"
            self._pen.add(
                Activity,
                at,
                kind="seminar",
                title=Localized({"ja": ja}),
                held=PartialDate.of(day),
                sort_day=day,
                fiscal_year=FiscalYear.of(day).start,
                calendar_year=day.year,
                times=1,
                organiser="city",
                organiser_name="",
                audience="",
                audience_number=30,
                section=SECTION,
                evidence="実施報告書",
                link="",
                note="",
                search_key=fold(ja),
                withdrawn_at=None,
                withdrawn_reason="",
                is_demo=False,
            )

    def _write_documents(self, visit: UUID) -> None:
        """Keep papers of the busy visit and of the first partner."""
        for number in range(min(self._sizes.crowd, 75) * 2):
            kind = "visit" if number % 2 else "partner"
            at = noon(self._pen.today - timedelta(days=number))
            key = self._pen.add(
                Document,
                at,
                subject_kind=kind,
                subject_id=visit if number % 2 else self._partners[0],
                kind="paper",
                title=Localized({"ja": f"見本文書{number}"}),
                rights_holder="",
                licence="",
                is_public=False,
                ended_at=None,
                is_demo=False,
            )
            self._pen.add(
                DocumentVersion,
                at,
                document_id=key,
                number=1,
                file_name="sample.png",
                media_type="png",
                length=len(_PNG),
                sha256=sha256(_PNG).hexdigest(),
                width=1,
                height=1,
                added_at=at,
                added_by="国際課 見本",
                body=_PNG,
            )

    def _write_titles(self) -> None:
        for number in range(self._sizes.desk):
            at = noon(self._pen.today - timedelta(days=number % 300))
            self._pen.add(
                TitleTerm,
                at,
                partner_id=self._partners[0],
                language="en",
                term=f"Sample officer {number}",
                term_key=f"sampleofficer{number}",
                title=Localized({"ja": f"見本官{number}"}),
                approved_by="国際課 見本",
                approved_at=at,
                ended_at=None,
                is_demo=False,
            )

    def _write_merges(self) -> UUID:
        text = Localized({"ja": "{name}{honorific}", "en": "Dear {name}"})
        merges = [
            self._pen.add(
                MailMerge,
                noon(self._pen.today - timedelta(days=number), number),
                kind="new_year",
                channel="paper",
                number=f"国際発第{number}号",
                day=self._pen.today,
                visit_id=None,
                title=Localized({"ja": f"見本年賀{number}"}),
                text=text,
                sender=Localized({"ja": "熊本市国際課"}),
                confirmed_at=None,
                confirmed_by="",
                ended_at=None,
                is_demo=False,
            )
            for number in range(self._sizes.desk)
        ]
        for number, person in enumerate(self._people[: self._sizes.crowd]):
            self._pen.add(
                MergeRecipient,
                noon(self._pen.today, number % 400),
                merge_id=merges[0],
                partner_id=self._partner(number),
                rank=number,
                person_id=person,
                organisation_id=None,
                post_id=None,
                member_id=None,
                language="ja",
                place=None,
                address="見本通り1",
                letter_id=None,
                mail_id=None,
                posted_at=None,
                is_demo=False,
            )
        return merges[0]

    def _write_requests(self) -> None:
        for number in range(self._sizes.desk):
            day, at = self._at(number, self._sizes.desk)
            self._pen.add(
                LanguageRequest,
                at,
                kind="translation",
                what=f"見本{number}",
                from_language="ja",
                to_language="en",
                due=day + timedelta(days=14),
                state="asked",
                worked_by="cir",
                worker="",
                checker_id=None,
                visit_id=None,
                letter_id=None,
                itinerary_item_id=None,
                note="",
                is_demo=False,
            )

    def _write_stock(self) -> UUID:
        items = []
        for number in range(self._sizes.desk):
            at = noon(self._pen.today - timedelta(days=300))
            name = f"見本工芸品{number}"
            items.append(
                self._pen.add(
                    StockItem,
                    at,
                    name=Localized({"ja": name, "en": f"Sample craft {number}"}),
                    description="",
                    maker="見本工房",
                    unit_value_minor=5_000,
                    unit_value_currency="JPY",
                    kept_at="",
                    sort_key=sort_key(name),
                    ended_at=None,
                    is_demo=False,
                )
            )
        for number in range(min(self._sizes.crowd, 400)):
            day, at = self._at(number, 400)
            self._pen.add(
                StockMovement,
                at,
                item_id=items[0],
                kind="bought",
                quantity=1,
                day=day,
                gift_id=None,
                note="",
                at=at,
                by="国際課 見本",
            )
        return items[0]
