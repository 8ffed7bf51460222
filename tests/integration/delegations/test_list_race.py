"""One list of members, confirmed by two at the same moment, is taken over once."""

from functools import partial
from uuid import UUID

from sqlalchemy import func, select

from exchange.core.database import Database, transact, unit_of_work, uuid7
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring, new_key
from exchange.delegations.enums import Direction
from exchange.delegations.models import VisitMember
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.lists import list_by_id, list_run
from exchange.delegations.services.list_confirming import Confirmation, confirm_list
from exchange.delegations.services.lists import Sent, receive_list
from exchange.documents.delimited import Encoding
from exchange.documents.sheet_files import read_sheets
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.partners import make_partner
from tests.integration.youth.test_race import at_once

RING = Keyring.parse(f"k1:{new_key()}")
LISTS = (
    "姓名\t團內職務\n陳其明\t團長\n林美麗\t團員\n",
    "姓名\t團內職務\n陳其明\t團長\n王大文\t團員\n",
)


def sent(database: Database, *texts: str) -> tuple[UUID, list[tuple[UUID, str]]]:
    """Hand lists in for a visit without members; return each with what was shown of it."""
    with unit_of_work(database) as session:
        make_partner(session)
        visit = make_visit(session, direction=Direction.IN)
        shown = []
        for text in texts:
            row = receive_list(
                session,
                actor=ACTOR,
                visit_id=visit.id,
                sent=Sent("", read_sheets(text.encode(), encoding=Encoding.UTF_8)),
                ring=RING,
                key=uuid7(),
            )
            run = list_run(session, visit_by_id(session, visit.id), row, RING)
            shown.append((row.id, run.diff.digest))
        return visit.id, shown


def confirmed(database: Database, visit_id: UUID, key: UUID, digest: str) -> str:
    try:
        return transact(
            database,
            lambda session: (
                confirm_list(
                    session,
                    actor=ACTOR,
                    visit_id=visit_id,
                    key=key,
                    confirmation=Confirmation(digest, leave_titles=True),
                    ring=RING,
                ).state.value
            ),
        )
    except DomainError as error:
        return error.sentence.id


def counted(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        members, people = (
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (VisitMember, Person)
        )
        return members, people


def test_a_list_confirmed_twice_at_once_adds_everybody_once(fresh_database: Database) -> None:
    visit_id, [(key, digest)] = sent(fresh_database, LISTS[0])
    answers = at_once([partial(confirmed, fresh_database, visit_id, key, digest)] * 4)
    assert answers == ["confirmed"] * 4
    assert counted(fresh_database) == (2, 2)
    with fresh_database.reading() as session:
        assert list_by_id(session, visit_id, key).outcome == {
            **dict.fromkeys(("gone", "changed", "same", "refused"), 0),
            "added": 2,
        }


def test_of_two_lists_confirmed_at_once_the_later_is_no_longer_what_was_shown(
    fresh_database: Database,
) -> None:
    visit_id, shown = sent(fresh_database, *LISTS)
    answers = at_once([partial(confirmed, fresh_database, visit_id, *each) for each in shown])
    assert sorted(answers) == ["confirmed", "delegations.list.error.other"]
    assert counted(fresh_database) == (2, 2)
