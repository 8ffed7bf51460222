"""The board of all editions, summed up by the database, beside the rule asked row by row."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import event, update
from sqlalchemy.orm import Session

from exchange.core.database import Sealed
from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ParticipantKind,
    Registering,
    RegistrationState,
    Relationship,
    YouthDirection,
)
from exchange.youth.models import (
    Edition,
    HealthNote,
    Passport,
    Registration,
    RegistrationStep,
)
from exchange.youth.queries.board import lacks_of_all
from exchange.youth.queries.consents import consents_of, requests_of
from exchange.youth.queries.followups import filled_of
from exchange.youth.queries.missing import missing_for
from exchange.youth.rules.board import Lack, groups
from exchange.youth.rules.missing import Standing, gaps_of
from tests.factories.consents import make_consent, make_consent_request
from tests.factories.youth import (
    COORDINATOR,
    fill_edition,
    make_edition,
    make_pupil,
    make_registration,
)
from tests.servers.statements import count_statements

TODAY = date(2026, 8, 20)
FIRST = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SEALED = {"filled_at": FIRST, "filled_by": "見本 太郎"}


def editions(session: Session) -> list[Edition]:
    """Add one edition of each way to register, one of them over, one online."""
    return [
        make_edition(session, registering=Registering.SCHOOL),
        make_edition(session, registering=Registering.BOTH, ends=date(2026, 8, 30)),
        make_edition(session, registering=Registering.GUARDIAN, direction=YouthDirection.ONLINE),
    ]


def history(session: Session, chance: Random, edition: Edition) -> Registration:
    """Add a registration of which everything that matters here is drawn."""
    values: dict[str, Any] = {
        "state": chance.choice(list(RegistrationState)),
        "kind": chance.choices(list(ParticipantKind), [8, *[1] * (len(ParticipantKind) - 1)])[0],
        "by_guardian": chance.random() < 0.5,
        "principal_confirmed_on": chance.choice([None, date(2026, 6, chance.randint(1, 9))]),
        "guardian_name": chance.choice(["", "見本 太郎"]),
        "guardian_relationship": chance.choice([None, Relationship.FATHER]),
        "created_at": moment(chance),
    }
    if values["state"] is RegistrationState.WAITLISTED:
        values["waitlist_rank"] = 1
    if values["state"] is RegistrationState.OFFERED:
        values["offer_until"] = date(2026, 6, 30)
    pupil = make_pupil(session)
    row = make_registration(session, edition=edition, pupil=pupil, consented=False, **values)
    for _ in range(chance.randint(0, 2)):
        session.add(
            RegistrationStep(
                registration_id=row.id,
                state=row.state,
                at=moment(chance),
                actor_name="見本",
            )
        )
    if chance.random() < 0.5:
        make_consent_request(session, row, asked_on=date(2026, 6, chance.randint(1, 28)))
    for _ in range(chance.randint(0, 5)):
        giver, purpose = chance.choice(list(ConsentGiver)), chance.choice(list(ConsentPurpose))
        answer = chance.choices(list(ConsentAnswer), [3, *[1] * (len(ConsentAnswer) - 1)])[0]
        make_consent(session, row, purpose, giver=giver, answer=answer, at=moment(chance))
    if chance.random() < 0.5:
        there = chance.choice([Sealed("見本"), None])
        session.add(HealthNote(registration_id=row.id, emergency=there, **SEALED))
        session.add(Passport(registration_id=row.id, holder=there, **SEALED))
    session.flush()
    return row


def moment(chance: Random) -> datetime:
    return FIRST + timedelta(hours=chance.randint(0, 28 * 24))


def by_hand(session: Session, row: Registration) -> Standing:
    """Say how a registration stands by everything that is loaded of it, kind by kind."""
    session.refresh(row, ["steps"])
    came = max((step.at for step in row.steps), default=row.created_at)
    request = requests_of(session, [row.id]).get(row.id)
    return Standing(
        state=row.state,
        kind=row.kind,
        by_guardian=row.by_guardian,
        principal_confirmed_on=row.principal_confirmed_on,
        guardian_given=bool(row.guardian_name and row.guardian_relationship),
        since=came.astimezone(OFFICE_ZONE).date(),
        asked_on=request.asked_on if request else None,
        consents=consents_of(session, [row.id])[row.id],
        filled=filled_of(session, [row.id])[row.id],
    )


def test_the_sums_are_those_of_the_rule_asked_of_each_registration(session: Session) -> None:
    chance, known = Random(20260820), editions(session)
    rows = [history(session, chance, known[at % 3]) for at in range(90)]
    expected = {
        row.id: gaps_of(known[at % 3], by_hand(session, row), TODAY) for at, row in enumerate(rows)
    }
    assert missing_for(session, rows, TODAY) == expected
    each = (Lack(known[at % 3], gap) for at, row in enumerate(rows) for gap in expected[row.id])
    assert groups(lacks_of_all(session, COORDINATOR, TODAY)) == groups(each)


def test_no_more_is_read_of_many_registrations_than_of_few(session: Session) -> None:
    edition = make_edition(session)

    def read() -> tuple[int, int, int]:
        session.expire_all()
        loaded: list[object] = []
        listen = (Registration, "load", lambda target, _context: loaded.append(target))
        event.listen(*listen)
        with count_statements() as statements:
            [lack] = lacks_of_all(session, COORDINATOR, TODAY)
        event.remove(*listen)
        return len(statements), len(loaded), lack.count

    fill_edition(session, edition, 3)
    session.execute(update(Registration).values(kind=ParticipantKind.CHAPERONE))
    session.expunge_all()
    assert read() == (2, 0, 3)
    fill_edition(session, session.merge(edition), 40)
    session.execute(update(Registration).values(kind=ParticipantKind.CHAPERONE))
    session.expunge_all()
    assert read() == (2, 0, 43)
