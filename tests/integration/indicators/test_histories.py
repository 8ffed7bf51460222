"""Whatever happens to editions, pupils and closed years, every figure is a naive count of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import Database, uuid7
from exchange.core.keys import Keyring
from exchange.core.permissions import system_actor
from exchange.indicators.breakdown import breakdown
from exchange.indicators.queries.closing import groups_of
from exchange.indicators.queries.youth import youth_reading
from exchange.indicators.services import (
    Closing,
    close_year,
    enter_found,
    enter_number,
    enter_struck,
)
from exchange.privacy.services import Offered, erase_pupil
from exchange.rooms.keeping import ERASURE_HINDRANCES, ERASURE_PARTS
from exchange.youth.enums import DuplicateState, RegistrationState, SchoolLevel, YouthDirection
from exchange.youth.enums.closing import CorrectionState
from exchange.youth.ledger import approve, differences, faults
from exchange.youth.models import (
    Correction,
    Duplicate,
    Edition,
    Participation,
    Programme,
    Pupil,
    Registration,
    School,
)
from exchange.youth.services import close_edition
from exchange.youth.services.duplicates import Verdict, merge_pupils, undo_merge
from exchange.youth.services.moving import move_pupil
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import LEDGER_KEY
from tests.factories.partners import make_partner
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
)

ACTOR: Final = system_actor("test")
YEARS: Final = (2024, 2025, 2026)
PUPILS: Final = 4
SAME: Final = Verdict(DuplicateState.MERGED, "同じ生徒")
DONE, LEFT = RegistrationState.COMPLETED, RegistrationState.WITHDRAWN

Act = tuple[Any, ...]
Named = dict[str, Any]
#: What one edition, or one act on closed years and persons, is made of.
PUPIL, PLACE = st.integers(0, PUPILS - 1), st.integers(0, 7)
EDITION: Final = st.tuples(
    st.just("edition"),
    st.sampled_from(YEARS),
    st.integers(0, 1),
    st.sampled_from((YouthDirection.SEND, YouthDirection.RECEIVE, YouthDirection.ONLINE)),
    st.dictionaries(PUPIL, st.sampled_from((DONE, "early", LEFT)), min_size=1),
)
OTHER: Final = st.one_of(
    st.just(("close",)),
    st.tuples(st.just("merge"), PUPIL, PUPIL),
    st.tuples(st.sampled_from(("strike", "find", "undo")), PLACE),
    st.tuples(st.just("number"), PLACE, st.sampled_from(((-1, 0, 0), (1, 1, 0), (0, 1, 1)))),
    st.tuples(st.sampled_from(("move", "erase")), PUPIL),
)
#: What happens, one after the other; what is impossible just then does not happen.
HISTORIES: Final = st.tuples(
    st.lists(EDITION, min_size=1, max_size=3),
    st.lists(st.one_of(OTHER, EDITION), max_size=10),
)


@dataclass
class Row:
    """Somebody who took part and counts, as a clerk would write it on paper."""

    edition: Edition
    pupil: int
    partner: str
    level: str

    def told_by(self) -> Mapping[str, str]:
        """Return what it is broken down by."""
        return {
            "programme": str(self.edition.programme_id),
            "partner": self.partner,
            "direction": self.edition.direction.value,
            "level": self.level,
        }


@dataclass
class World:
    """A history as it is lived: the services act, and a list on paper is kept beside them."""

    session: Session
    ring: Keyring
    programmes: Sequence[tuple[Programme, str]]
    schools: Sequence[School]
    pupils: Sequence[Pupil]
    rows: list[Row] = field(default_factory=list)
    #: Registrations that ended otherwise, by pupil.
    left: list[tuple[int, Registration]] = field(default_factory=list)
    #: What was corrected by number: fiscal year, person-times, unique persons, and since the start.
    numbers: list[tuple[int, tuple[int, int, int]]] = field(default_factory=list)
    merges: list[tuple[int, int, Duplicate]] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)
    #: Of closed years: person-times and unique persons, the running total, and the tables.
    published: dict[int, object] = field(default_factory=dict)

    def do(self, name: str, *what: Any) -> None:  # noqa: ANN401 - whatever an act needs
        """Let something happen, and everything that waits for a second person be approved."""
        getattr(self, name)(*what)
        waiting = select(Correction).where(Correction.state == CorrectionState.PROPOSED)
        for each in self.session.scalars(waiting.order_by(Correction.id)).all():
            approve(self.session, actor=ACTOR, key=each.id, version=each.version)

    def edition(
        self, year: int, at: int, direction: YouthDirection, ended: Mapping[int, Any]
    ) -> None:
        programme, partner = self.programmes[at]
        days = {"opens_on": date(year, 6, 1), "closes_on": date(year, 6, 30)}
        days |= {"starts": date(year, 8, 1), "ends": date(year, 8, 9)}
        made = make_edition(self.session, programme=programme, direction=direction, **days)
        for number in ended.keys() - self.erased:
            end, pupil = ended[number], self.pupils[number]
            row = make_registration(
                self.session,
                edition=made,
                pupil=pupil,
                state=LEFT if end == LEFT else DONE,
                left_early_on=date(year, 8, 5) if end == "early" else None,
            )
            if end == LEFT:
                self.left.append((number, row))
            elif direction is not YouthDirection.ONLINE:
                self.rows.append(Row(made, number, partner, self.level_of(pupil)))
        close_edition(self.session, actor=COORDINATOR, edition_id=made.id, ledger_key=LEDGER_KEY)

    def close(self) -> None:
        if len(self.published) < len(YEARS):
            year = YEARS[len(self.published)]
            close_year(self.session, actor=ACTOR, closing=Closing(year, "", 0, accepted=True))
            running = 14 + self.count(*range(YEARS[0], year + 1))[0]
            self.published[year] = (self.count(year), running, self.tables(year))

    def move(self, number: int) -> None:
        pupil = self.pupils[number]
        rows = select(Registration).where(Registration.pupil_id == pupil.id)
        if (row := self.session.scalars(rows.limit(1)).first()) and number not in self.erased:
            there = next(each for each in self.schools if each.id != pupil.school_id)
            where: Named = {"registration_id": row.id, "to_school_id": there.id}
            move_pupil(self.session, actor=COORDINATOR, reason="転校", **where)

    def merge(self, first: int, second: int) -> None:
        persons = self.persons()
        if persons[first] == persons[second] or {first, second} & self.erased:
            return
        kept, other = (self.pupils[at] for at in (first, second))
        row = self.session.scalars(
            select(Duplicate).where(Duplicate.first_id == kept.id, Duplicate.second_id == other.id)
        ).first() or Duplicate(id=uuid7(), first_id=kept.id, second_id=other.id)
        self.session.add(row)
        self.session.flush()
        keys: Named = {"duplicate_id": row.id, "ledger_key": LEDGER_KEY}
        merge_pupils(self.session, actor=COORDINATOR, keeps_first=True, verdict=SAME, **keys)
        self.merges.append((first, second, row))

    def undo(self, place: int) -> None:
        if place < len(self.merges):
            first, second, row = self.merges[place]
            if {first, second} & self.erased:
                return
            keys: Named = {"duplicate_id": row.id, "ledger_key": LEDGER_KEY}
            undo_merge(self.session, actor=COORDINATOR, verdict=SAME, **keys)
            del self.merges[place]

    def strike(self, place: int) -> None:
        if (row := self.at(self.in_closed_years(), place)) is None:
            return
        digest = LEDGER_KEY.digest(self.pupils[row.pupil].id)
        found = self.session.scalars(
            select(Participation).where(
                Participation.edition_id == row.edition.id, Participation.person_digest == digest
            )
        ).first()
        if found is not None:
            enter_struck(self.session, actor=ACTOR, participation_id=found.id, reason="不参加")
            self.rows.remove(row)

    def find(self, place: int) -> None:
        free = [each for each in self.left if each[0] not in self.erased]
        if (found := self.at(free, place)) is None:
            return
        number, registration = found
        made = self.session.get_one(Edition, registration.edition_id)
        if made.fiscal_year in self.published:
            enter_found(
                self.session,
                actor=COORDINATOR,
                edition_id=made.id,
                registration_id=registration.id,
                reason="出席簿で確認",
                ledger_key=LEDGER_KEY,
            )
            self.left.remove(found)
            self.rows.append(Row(made, number, "", ""))

    def number(self, place: int, change: tuple[int, int, int]) -> None:
        if (row := self.at(self.in_closed_years(), place)) is not None:
            key = row.edition.id
            asked: Named = {"edition_id": key, "change": change, "reason": "人数の訂正"}
            enter_number(self.session, actor=COORDINATOR, **asked)
            self.numbers += [(row.edition.fiscal_year, change)]

    def erase(self, number: int) -> None:
        persons = self.persons()
        pupil = self.pupils[persons[number]]  # a merged one goes with the row that is kept
        if number in self.erased:
            return
        offered = Offered(ERASURE_PARTS, ERASURE_HINDRANCES, self.ring)
        name = pupil.name.written
        who: Named = {"pupil_id": pupil.id, "typed": name, "reason": "申出"}
        erase_pupil(self.session, actor=COORDINATOR, offered=offered, **who)
        self.erased |= {at for at in range(PUPILS) if persons[at] == persons[number]}

    def at(self, listed: Sequence[Any], place: int) -> Any:  # noqa: ANN401 - rows or registrations
        return listed[place] if place < len(listed) else None

    def in_closed_years(self) -> list[Row]:
        return [row for row in self.rows if row.edition.fiscal_year in self.published]

    def level_of(self, pupil: Pupil) -> str:
        return next(each.level.value for each in self.schools if each.id == pupil.school_id)

    def persons(self) -> Mapping[int, int]:
        """Say of each pupil which person that is, for all that is known by now."""
        person = {number: number for number in range(PUPILS)}
        for first, second, _ in self.merges:
            kept, joined = person[first], person[second]
            person = {at: kept if whose == joined else whose for at, whose in person.items()}
        return person

    def count(self, *years: int) -> tuple[int, int]:
        """Count on the fingers: person-times, and unique persons."""
        rows = [row for row in self.rows if row.edition.fiscal_year in years]
        persons = self.persons()
        numbers = [change for year, change in self.numbers if year in years]
        times = len(rows) + sum(change[0] for change in numbers)
        more = sum(change[2 if len(years) > 1 else 1] for change in numbers)
        return times, len({persons[row.pupil] for row in rows}) + more

    def tables(self, year: int) -> Mapping[str, Counter[str]]:
        """Count a year's rows by programme, partner, direction and level."""
        rows = [row.told_by() for row in self.rows if row.edition.fiscal_year == year]
        return {name: Counter(row[name] for row in rows) for name in (rows[0] if rows else ())}


def shown_tables(session: Session, year: int) -> Mapping[str, Counter[str]]:
    """Return a year's breakdown as staff read it."""
    tables = breakdown(groups_of(session, year, with_demo=False), everything=True) or ()
    return {
        table.dimension.value: Counter({cell.key: cell.person_times for cell in table.cells})
        for table in tables
        if table.cells
    }


def begin(session: Session, ring: Keyring) -> World:
    """Give schools of two levels, four pupils, and programmes with a partner and without."""
    found = make_indicator(session, make_measure(session, make_strategy(session), 4))
    make_rule(session, found, locked=True)
    partner = make_partner(session)
    programmes = [
        (make_programme(session, partner_id=partner.id), partner.slug),
        (make_programme(session), "none"),
    ]
    schools = [make_school(session), make_school(session, level=SchoolLevel.HIGH)]
    pupils = [make_pupil(session, school=schools[0]) for _ in range(PUPILS)]
    for number, pupil in enumerate(pupils):
        pupil.match_key = f"見本{number}"
    session.flush()
    return World(session, ring, programmes, schools, pupils)


@limits(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_every_figure_is_a_naive_count_of_any_history(
    database: Database, settings: Settings, history: tuple[Sequence[Act], Sequence[Act]]
) -> None:
    clock.fix(datetime(2027, 4, 20, tzinfo=UTC))
    with database.writing() as session:
        world = begin(session, Keyring.parse(settings.data_key or ""))
        for act in (*history[0], *history[1]):
            world.do(*act)
        reading = youth_reading(session, with_demo=False, today=clock.today())
        since_times, since_persons = world.count(*YEARS)
        assert (reading.person_times, reading.unique_since_start) == (since_times, since_persons)
        assert reading.running_total == 14 + since_times
        for year in YEARS:
            figures = reading.fiscal_years.get(year)
            counted = (figures.person_times, figures.unique) if figures else (0, 0)
            assert counted == world.count(year)
            if year in world.published:
                assert figures
                sealed = figures.published
                said = (sealed.person_times, sealed.unique_persons) if sealed else counted
                running = figures.published_running or figures.running_total
                assert (said, running, shown_tables(session, year)) == world.published[year]
            else:
                assert shown_tables(session, year) == world.tables(year)
        assert (faults(session), differences(session)) == ([], [])
        session.rollback()
    clock.fix(None)
