"""One form, sent twice at the same moment, makes one visit."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from uuid import UUID

from sqlalchemy import func, select

from exchange.core.database import Database, unit_of_work, uuid7
from exchange.delegations.models import Visit
from exchange.delegations.services.visits import create_visit
from tests.factories.delegations import ACTOR, make_plan
from tests.factories.partners import make_partner


def test_the_later_of_two_submits_waits_and_finds_the_earlier_one(
    fresh_database: Database,
) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
    key, written = uuid7(), Event()

    def later() -> UUID:
        assert written.wait(60)
        with unit_of_work(fresh_database) as session:
            return create_visit(session, actor=ACTOR, plan=make_plan(), key=key).id

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(later)
        with unit_of_work(fresh_database) as session:
            create_visit(session, actor=ACTOR, plan=make_plan(), key=key)
            written.set()
            assert wait([waiting], timeout=0.5).done == set()
        assert waiting.result(timeout=60) == key
    with fresh_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 1
