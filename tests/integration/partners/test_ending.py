"""What a partnership that ended leaves in calendars and open data."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from exchange.agreements.entries import anniversary_entries
from exchange.core.database import reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.entries import Audience, EntryQuery
from exchange.core.permissions import Role, system_actor
from exchange.partners.models import Partner, Source
from exchange.partners.services import end_partnership
from tests.factories.celebrations import GUILIN, make_celebration
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")


def end(session: Session, slug: str = "ulsan") -> None:
    partner = session.get_one(Partner, reference_uuid("partner", slug))
    end_partnership(
        session,
        actor=ACTOR,
        slug=slug,
        version=partner.version,
        ended_on=PartialDate(2027, 4),
        source=session.get_one(Source, reference_uuid("source", "KM-US")),
        note=None,
        today=date(2027, 12, 1),
    )


def uids(session: Session) -> list[str]:
    query = EntryQuery(
        first=date(2025, 1, 1),
        last=date(2035, 12, 31),
        language="ja",
        audience=Audience.PUBLIC,
        partners=frozenset({"ulsan"}),
    )
    return [entry.uid for entry in anniversary_entries(session, query)]


def test_anniversaries_up_to_the_end_keep_their_uids_and_later_ones_are_not_counted(
    session: Session,
) -> None:
    assert len(uids(session)) == 11
    end(session)
    assert uids(session) == [
        f"ulsan-affiliation-{year}@exchange.kumamoto-city" for year in (2025, 2026, 2027)
    ]


def test_the_page_and_its_place_in_open_data_stay(client: Visitor, session: Session) -> None:
    end(session)
    assert "2027年4月に終わりました" in client.get("/partners/ulsan/").text
    assert "ulsan" in client.get("/open-data/partners.csv").text
    assert 'href="/partners/ulsan/" aria-label=' not in client.get("/").text


def test_a_celebration_of_an_anniversary_that_is_no_more_stays_on_record(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    celebration = make_celebration(session, GUILIN)
    end(session, "guilin")
    coordinator = client_as(Role.COORDINATOR)
    assert "50周年" in coordinator.get(f"/celebrations/{celebration.id}/").text
    assert "50周年" not in coordinator.get("/partners/").text
