"""Pupils, their registrations with every step and consent, and the ledger of those who went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from exchange.audit.models import AuditLine
from exchange.core.database import Sealed
from exchange.core.keys import Keyring, LedgerKey, Place
from exchange.core.links import Link, LinkPurpose
from exchange.youth.enums import RegistrationState as State
from exchange.youth.enums import SchoolLevel
from exchange.youth.models import (
    Consent,
    ConsentRequest,
    Participation,
    ParticipationPerson,
    Pupil,
    Registration,
    RegistrationStep,
)
from exchange.youth.rules.pupils import match_key
from tests.load.volume.names import fictional, name_columns
from tests.load.volume.pen import Pen, noon
from tests.load.volume.schools import Places

#: The age on 1 April of a pupil in the first year that registers.
FIRST_AGE: Final = {
    SchoolLevel.ELEMENTARY: 9,
    SchoolLevel.JUNIOR_HIGH: 12,
    SchoolLevel.HIGH: 15,
}
#: And which year of the school that is.
FIRST_GRADE: Final = {
    SchoolLevel.ELEMENTARY: 4,
    SchoolLevel.JUNIOR_HIGH: 1,
    SchoolLevel.HIGH: 1,
}
#: By which steps a registration comes to a state.
_WAYS: Final[dict[State, tuple[State, ...]]] = {
    State.COMPLETED: (State.SUBMITTED, State.SELECTED, State.CONFIRMED, State.COMPLETED),
    State.ABSENT: (State.SUBMITTED, State.SELECTED, State.CONFIRMED, State.ABSENT),
    State.CONFIRMED: (State.SUBMITTED, State.SELECTED, State.CONFIRMED),
    State.SELECTED: (State.SUBMITTED, State.SELECTED),
    State.DECLINED: (State.SUBMITTED, State.SELECTED, State.DECLINED),
    State.NOT_SELECTED: (State.SUBMITTED, State.NOT_SELECTED),
    State.WITHDRAWN: (State.SUBMITTED, State.WITHDRAWN),
    State.SUBMITTED: (State.SUBMITTED,),
    State.WAITLISTED: (State.WAITLISTED,),
    State.CANCELLED_BY_PROGRAMME: (
        State.SUBMITTED,
        State.SELECTED,
        State.CANCELLED_BY_PROGRAMME,
    ),
}
#: How the registrations of an edition that is over ended, in a hundred.
_ENDED: Final = (
    *([State.COMPLETED] * 62),
    *([State.NOT_SELECTED] * 26),
    *([State.WITHDRAWN] * 5),
    *([State.DECLINED] * 5),
    *([State.ABSENT] * 2),
)
_DESK: Final = "見本 学校"


@dataclass(frozen=True, slots=True)
class Going:
    """An edition as registrations are written for it."""

    id: UUID
    fiscal_year: int
    #: The first day on which somebody registers.
    opens: date
    #: None while nobody has decided.
    over: bool
    partner_id: UUID | None = None
    #: Whether numbers stand for its pupils.
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil as written."""

    id: UUID
    school_id: UUID
    level: SchoolLevel
    #: The fiscal year in which the pupil first registers.
    year: int


class Register:
    """Writes pupils and what they did."""

    def __init__(
        self, pen: Pen, places: Places, text_id: UUID, keys: tuple[Keyring, LedgerKey]
    ) -> None:
        self._pen, self._places, self._text_id = pen, places, text_id
        self._ring, self._ledger_key = keys
        self._numbers: dict[UUID, int] = {}
        self._ranks: dict[UUID, int] = {}
        self._pupils = 0

    def child(self, year: int, school: int | None = None) -> Child:
        """Write a pupil who registers for the first time in a fiscal year."""
        number = self._pupils = self._pupils + 1
        which = number if school is None else school
        school_id, level = self._places.schools[which % len(self._places.schools)]
        born = date(year - FIRST_AGE[level] - 1, 4, 2) + timedelta(days=number % 360)
        name = fictional(number)
        at = noon(min(date(year, 4, 10), self._pen.today), number % 400)
        key = self._pen.add(
            Pupil,
            at,
            **name_columns(name),
            school_id=school_id,
            birth_date=born,
            match_key=match_key(name, born),
            needs_care=number % 400 == 0,
        )
        return Child(key, school_id, level, year)

    def register(self, child: Child, edition: Going, state: State | None = None) -> UUID:
        """Write a registration that came to a state, with its steps, consents and audit."""
        pen = self._pen
        state = state or pen.chance.choice(_ENDED)
        minute = pen.chance.randrange(480)
        day = min(edition.opens + timedelta(days=pen.chance.randrange(20)), pen.today)
        guardian = fictional(pen.chance.randrange(100_000))
        key = pen.add(
            Registration,
            noon(day, minute),
            edition_id=edition.id,
            pupil_id=child.id,
            kind="own_youth",
            school_id=child.school_id,
            grade=FIRST_GRADE[child.level] + max(0, edition.fiscal_year - child.year),
            school_class=str(minute % 8 + 1),
            principal_confirmed_on=day,
            purpose_explained=True,
            by_guardian=False,
            guardian_name=guardian.written,
            guardian_relationship="mother" if minute % 2 else "father",
            guardian_mail=f"guardian-{minute}@family.example",
            guardian_phone="090-0000-0000",
            guardian_language="ja",
            state=state,
            blind_number=self._blind(edition),
            waitlist_rank=self._rank(edition) if state is State.WAITLISTED else None,
            wants_next_year=state is State.CANCELLED_BY_PROGRAMME and minute % 2 == 0,
        )
        self._steps(key, state, day, minute)
        self._consents(key, day, minute)
        if state is State.COMPLETED and edition.over:
            self._participation(child, edition, day)
        return key

    def _blind(self, edition: Going) -> int | None:
        if not edition.blind:
            return None
        found = self._numbers[edition.id] = self._numbers.get(edition.id, 10_000) + 1
        return found

    def _rank(self, edition: Going) -> int:
        found = self._ranks[edition.id] = self._ranks.get(edition.id, 0) + 1
        return found

    def _steps(self, key: UUID, state: State, day: date, minute: int) -> None:
        before: State | None = None
        for number, step in enumerate(_WAYS[state]):
            at = noon(min(day + timedelta(days=14 * number), self._pen.today), minute)
            self._pen.add(
                RegistrationStep,
                at,
                registration_id=key,
                previous=before,
                state=step,
                at=at,
                actor_name=_DESK if number == 0 else "国際課 見本",
            )
            self._pen.add(
                AuditLine,
                at,
                at=at,
                actor_name=_DESK,
                act=f"registrations.{step.value}",
                subject_kind="registration",
                subject_id=key,
                fields=["state"],
            )
            before = step

    def _consents(self, key: UUID, day: date, minute: int) -> None:
        """Ask the guardian by a link; most have answered all that is asked."""
        pen, at = self._pen, noon(day, minute)
        link, request = pen.key(at), pen.key(at)
        pen.add(
            Link,
            at,
            id=link,
            purpose=LinkPurpose.CONSENT,
            subject_kind="registration",
            subject_id=key,
            generation=1,
            created_at=at,
        )
        pen.add(
            ConsentRequest,
            at,
            id=request,
            registration_id=key,
            link_id=link,
            deadline=day + timedelta(days=30),
            asked_on=day,
            mailed_at=at,
            reminded_day=0,
            tries=0,
        )
        if minute % 8:
            for number, (giver, purpose) in enumerate(_ANSWERED, start=1):
                self._answer(key, number, giver, purpose, noon(day, minute + 20))

    def _answer(self, key: UUID, number: int, giver: str, purpose: str, at: datetime) -> None:
        answer = self._pen.key(at)
        signer = self._ring.seal("見本 花子", Place("consents", "signer", answer))
        self._pen.add(
            Consent,
            at,
            id=answer,
            registration_id=key,
            number=number,
            giver=giver,
            purpose=purpose,
            answer="given",
            way="link",
            text_id=self._text_id,
            relation="mother" if giver == "guardian" else None,
            signer=Sealed(signer),
            at=at,
        )

    def _participation(self, child: Child, edition: Going, day: date) -> None:
        at = noon(day + timedelta(days=60))
        key = self._pen.add(
            Participation,
            at,
            fiscal_year=edition.fiscal_year,
            partner_id=edition.partner_id,
            edition_id=edition.id,
            direction="send",
            school_level=child.level,
            counts=True,
            reason="counted",
            left_early=False,
            person_digest=self._ledger_key.digest(child.id),
            rule_version=1,
            written_at=at,
        )
        self._pen.add(ParticipationPerson, at, participation_id=key, pupil_id=child.id)


_ANSWERED: Final[Sequence[tuple[str, str]]] = (
    ("guardian", "join"),
    ("guardian", "health"),
    ("guardian", "transfer"),
    ("guardian", "photo"),
    ("pupil", "join"),
)
