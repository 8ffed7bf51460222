"""Programmes, and an edition of each in every year; this year's busy ones are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.languages import OFFICE_ZONE
from exchange.core.text import fold, sort_key
from exchange.youth.enums import EditionState, RegistrationState, Selection, YouthDirection
from exchange.youth.lottery import Draw, Ticket, list_text
from exchange.youth.models import (
    Cancellation,
    Criterion,
    Edition,
    Lottery,
    Programme,
    Score,
)
from tests.load.volume.pen import Pen, noon
from tests.load.volume.pupils import Child, Going, Register
from tests.load.volume.schools import SECTION
from tests.load.volume.sizes import Sizes

_S = RegistrationState
#: The numbers of a lottery or a screening begin behind this.
_BLIND: Final = 10_000
_CRITERIA: Final = 3
#: Editions that run at the same time.
_RUNNING: Final = 30
#: More than a page of one school's pupils in one edition.
_OF_ONE_SCHOOL: Final = 75


@dataclass(frozen=True, slots=True)
class Busy:
    """This year's editions that lists are long for, and what hangs on them."""

    #: Its window closes tomorrow evening: submitted, waiting, asked.
    open: UUID
    #: Everybody has a place; sessions and follow-ups are under way.
    placed: UUID
    screening: UUID
    lottery: UUID
    cancelled: UUID
    #: Last year's, closed: everybody completed it.
    done: UUID
    #: Guests come to families.
    hosting: UUID
    #: Keys of registrations by edition.
    registrations: dict[UUID, list[UUID]]
    programme: UUID


class Editions:
    """Writes programmes, editions and who registered for them."""

    def __init__(
        self, pen: Pen, sizes: Sizes, register: Register, partners: Sequence[UUID]
    ) -> None:
        self._pen, self._sizes, self._register = pen, sizes, register
        self._partners = partners
        self._programmes: list[UUID] = []
        self._this = FiscalYear.of(pen.today).start

    def write(self) -> Busy:
        """Write everything, the first year first."""
        self._write_programmes()
        first = self._this - self._sizes.years + 1
        last: list[Child] = []
        for year in range(first, self._this):
            last = self._year(year, last)
        return self._this_year(last)

    def _write_programmes(self) -> None:
        at = noon(self._pen.today - timedelta(days=365 * self._sizes.years))
        for number in range(self._sizes.programmes):
            ja, kana = f"見本青少年交流{number}", f"みほんせいしょうねんこうりゅう{number:03d}"
            self._programmes.append(
                self._pen.add(
                    Programme,
                    at,
                    names=Localized({"ja": ja, "en": f"Sample exchange {number}"}),
                    sort_key=sort_key(kana),
                    search_key=f"{fold(ja)}|sampleexchange{number}",
                    partner_id=self._partner(number),
                    section=SECTION,
                    organiser="city",
                    pattern="varied",
                    counts=True,
                    counts_reason="市の青少年交流事業",
                )
            )

    def _partner(self, number: int) -> UUID:
        return self._partners[number % len(self._partners)]

    def _edition(self, programme: int, starts: date, **changes: object) -> Going:
        opens = starts - timedelta(days=100)
        state = changes.get("state", EditionState.CLOSED)
        ja = f"見本派遣{starts.year}-{programme}"
        values: dict[str, object] = {
            "programme_id": self._programmes[programme % len(self._programmes)],
            "fiscal_year": FiscalYear.of(starts).start,
            "title": Localized({"ja": ja, "en": f"Sample journey {starts.year}-{programme}"}),
            "search_key": fold(ja),
            "direction": YouthDirection.SEND,
            "state": state,
            "announced_at": noon(min(opens, self._pen.today - timedelta(days=90))),
            "starts": starts,
            "ends": starts + timedelta(days=7),
            "registering": "school",
            "opens_at": _office(opens, time(0)),
            "closes_at": _office(opens + timedelta(days=30), time(23, 59)),
            "selection": Selection.FIRST_COME,
            "quota": 4_000,
            "offer_days": 3,
            "counts": True,
            "counts_reason": "市の青少年交流事業",
        }
        values |= changes
        key = self._pen.add(Edition, noon(opens - timedelta(days=30)), **values)
        return Going(
            key,
            FiscalYear.of(starts).start,
            opens,
            over=state is EditionState.CLOSED,
            partner_id=self._partner(programme),
            blind=values["selection"] is not Selection.FIRST_COME,
        )

    def _year(self, year: int, last: list[Child]) -> list[Child]:
        """Write a year that is over: new pupils register twice, last year's once more."""
        editions = [
            self._edition(number, date(year, 7, 20) + timedelta(days=number % 200))
            for number in range(self._sizes.programmes)
        ]
        new = [self._register.child(year) for _ in range(self._sizes.pupils // self._sizes.years)]
        for number, child in enumerate(new):
            self._register.register(child, editions[number % len(editions)])
        for number, child in enumerate(last):
            self._register.register(child, editions[(number + 1) % len(editions)])
        return new

    def _this_year(self, last: list[Child]) -> Busy:  # long: one edition after another
        today = self._pen.today
        soon = today + timedelta(days=40)
        announced = {"state": EditionState.ANNOUNCED}
        quota = self._sizes.crowd + 100
        opened = self._edition(
            0,
            soon,
            **announced,
            quota=quota,
            registering="both",
            opens_at=_office(today - timedelta(days=20), time(0)),
            closes_at=_office(today + timedelta(days=1), time(23, 59)),
        )
        opened = Going(
            opened.id, opened.fiscal_year, today - timedelta(days=20), False, opened.partner_id
        )
        placed = self._edition(1, soon, **announced)
        screening = self._edition(2, soon, **announced, selection=Selection.SCREENING, quota=20)
        lottery = self._edition(3, soon, **announced, selection=Selection.LOTTERY, quota=20)
        cancelled = self._edition(
            4, soon, state=EditionState.CANCELLED, state_reason="台風のため", quota=quota
        )
        hosting = self._edition(5, soon, **announced, direction=YouthDirection.RECEIVE)
        done = self._edition(6, date(self._this - 1, 8, 1))
        found: dict[UUID, list[UUID]] = {}
        waiting = max(self._sizes.crowd // 5, min(self._sizes.crowd, 75))
        crowds = (
            (opened, _S.SUBMITTED, self._sizes.crowd),
            (opened, _S.WAITLISTED, waiting),
            (placed, _S.CONFIRMED, waiting),
            (screening, _S.SUBMITTED, waiting),
            (lottery, _S.SUBMITTED, waiting),
            (cancelled, _S.CANCELLED_BY_PROGRAMME, waiting),
            (done, _S.COMPLETED, waiting),
        )
        for going, state, number in crowds:
            found.setdefault(going.id, []).extend(self._crowd(going, state, number))
        others = [
            self._edition(number, soon + timedelta(days=number), **announced)
            for number in range(6, min(self._sizes.programmes, _RUNNING))
        ] or [placed]
        for number, child in enumerate(last):
            self._register.register(child, others[number % len(others)], _S.SUBMITTED)
        for number in range(min(self._sizes.crowd, 75) - self._sizes.years):
            self._edition(0, date(self._this - 1, 5, 1) - timedelta(days=number % 30))
        self._decide(screening.id, lottery.id, found)
        self._cancel(cancelled.id)
        return Busy(
            opened.id,
            placed.id,
            screening.id,
            lottery.id,
            cancelled.id,
            done.id,
            hosting.id,
            found,
            self._programmes[0],
        )

    def _crowd(self, going: Going, state: RegistrationState, number: int) -> list[UUID]:
        """Write new pupils who are in one state; what was handed in is first of one busy school."""
        own = _OF_ONE_SCHOOL if state is RegistrationState.SUBMITTED else 0
        return [
            self._register.register(
                self._register.child(going.fiscal_year, 0 if at < own else None), going, state
            )
            for at in range(number)
        ]

    def _decide(self, screening: UUID, lottery: UUID, found: dict[UUID, list[UUID]]) -> None:
        """Give the screening its criteria and scores, and the lottery its list."""
        at = noon(self._pen.today - timedelta(days=3))
        for number in range(1, _CRITERIA + 1):
            key = self._pen.add(
                Criterion, at, edition_id=screening, number=number, name=f"見本{number}", most=10
            )
            for row in found[screening]:
                points = self._pen.chance.randrange(11)
                self._pen.add(
                    Score,
                    at,
                    registration_id=row,
                    criterion_id=key,
                    assessor="見本 審査",
                    points=points,
                    at=at,
                )
        tickets = [Ticket(_BLIND + 1 + number) for number in range(len(found[lottery]))]
        self._pen.add(
            Lottery,
            at,
            edition_id=lottery,
            seed="見本の種",
            seed_at=noon(self._pen.today - timedelta(days=90)),
            list_text=list_text(Draw("見本の種", 20, None, tickets)),
            listed_at=at,
        )

    def _cancel(self, edition: UUID) -> None:
        self._pen.add(
            Cancellation,
            noon(self._pen.today),
            edition_id=edition,
            fiscal_year=self._this,
            fee=120_000,
            refund=100_000,
            charges=500_000,
            charges_note="航空会社",
            guardians_told=0,
            accounts_told=0,
            cancelled_at=noon(self._pen.today - timedelta(days=2)),
        )


def _office(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OFFICE_ZONE)
