"""What the page of a visit with everything on it asks of the database."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.itineraries.services.versions import publish_version
from tests.factories.attachments import make_document
from tests.factories.delegations import ACTOR, make_member
from tests.factories.itineraries import make_item
from tests.factories.promises import make_promise
from tests.factories.tasks import make_task
from tests.factories.whole_visits import make_whole_visit
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor


def test_a_page_of_a_full_visit_asks_once_for_each_list(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    """A promise, a task, a document and a version stand on it too: docs/adr/0017."""
    visit = make_whole_visit(session)
    client, subject = client_as(Role.COORDINATOR), Subject("visit", visit.id)
    counted = []
    for number in range(3):
        make_member(session, visit)
        make_item(session, visit)
        make_task(session, subject_kind="visit", subject_id=visit.id)
        make_promise(session, visit_id=visit.id)
        make_document(session, subject, title=Localized({"ja": f"日程案{number}"}))
        publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
        with count_statements() as statements:
            assert client.get(f"/delegations/{visit.id}/").status_code == 200
        counted.append(len(statements))
    # The first request of a person notes that they were here and read of the visit; the others ask
    # whether that was noted.
    assert counted[1] == counted[2] == 17, statements
