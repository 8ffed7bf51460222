"""What the division works on beside pupils: people, visits with all that hangs on them, tasks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.text import fold
from exchange.delegations.models import Visit, VisitMember, VisitPartner
from exchange.itineraries.models import ItineraryItem, PlanVersion
from exchange.people.models import Person, Post
from exchange.tasks.models import Task
from tests.load.volume.names import fictional, name_columns
from tests.load.volume.pen import Pen, noon
from tests.load.volume.schools import Places
from tests.load.volume.sizes import Sizes

_MEMBERS: Final = 8
_ITEMS: Final = 15


class Office:
    """Writes people, visits and tasks."""

    def __init__(self, pen: Pen, sizes: Sizes, places: Places, partners: Sequence[UUID]) -> None:
        self._pen, self._sizes, self._places = pen, sizes, places
        self._partners = partners
        self._people: list[UUID] = []
        self._days = 365 * max(sizes.years, 20)

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
                **name_columns(name),
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
                    kind="contact",
                    title=Localized({"ja": "担当", "en": "Desk"}),
                    contact="見本通り1",
                    locator="",
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
            direction="in" if last or number % 2 else "out",
            level="officials",
            title=Localized({"ja": ja, "en": f"Sample visit {number}"}),
            search_key=fold(ja),
            purpose="見本",
            hosts="",
            starts=starts,
            ends=starts + timedelta(days=4),
            state="planned" if last else "closed",
            reason="",
            outcome="",
            order_reason="",
            owner_id=self._owner(number),
            document_number="",
            approved_on=None if last else starts,
            approval_class=None if last else "bureau",
        )
        self._pen.add(VisitPartner, at, visit_id=key, partner_id=self._partner(number), position=1)
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
        )

    def _budget(self, visit: UUID, at: datetime, starts: date) -> None:
        heading = self._heading
        names = [column.name for column in BudgetLine.__table__.columns]
        empty = [
            name for name in names if name.startswith(("foreign", "rate", "committed", "spent"))
        ]
        self._pen.add(
            BudgetLine,
            at,
            **(
                dict.fromkeys(empty)
                | {
                    "visit_id": visit,
                    "position": 1,
                    "heading_id": heading,
                    "content": "見本",
                    "payer": "city",
                    "payer_name": "",
                    "fiscal_year": FiscalYear.of(self._pen.today).start,
                    "requested": 100_000,
                    "budgeted": 90_000,
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
                number=99,
                name=Localized({"ja": "見本費", "en": "Sample"}),
                since=2000,
                source="見本",
                note="",
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
            **name_columns(fictional(50_000 + number)),
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
                due=due,
                sort_day=due,
                assignee_id=self._owner(0 if is_open and number % 2 else number),
                author_id=self._owner(number + 1),
                subject_kind="visit",
                subject_id=visits[number % len(visits)],
                state="open" if is_open else "done",
                fixed=False,
                to_check=False,
                waiting_name="",
            )
