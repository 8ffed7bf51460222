"""On the log an erased pupil is told as such: the rows stay, empty, and nothing leads to them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.naming import Named, names_of
from exchange.core.offers import Subject
from exchange.privacy.services import Offered, erase_pupil
from exchange.rooms.naming import KINDS
from exchange.youth.models import Registration
from tests.factories.participations import close_edition_of
from tests.factories.whole_pupils import ACTOR, make_secret_pupil, surround
from tests.factories.youth import make_pupil


def test_whoever_was_erased_is_told_as_such_and_led_nowhere(
    session: Session, offered: Offered
) -> None:
    pupil = make_secret_pupil(session)
    close_edition_of(session, [pupil])
    row = session.scalars(select(Registration).filter_by(pupil_id=pupil.id)).one()
    surround(session, row, ring=offered.ring)
    asked = [Subject("pupil", pupil.id), Subject("registration", row.id)]

    def told() -> list[tuple[object, str, bool]]:
        found = names_of(session, KINDS, asked, actor=ACTOR)
        return [_said(found[each]) for each in asked]

    assert told() == [
        (pupil.name.written, f"/privacy/pupils/{pupil.id}/", False),
        (pupil.name.written, f"/youth/registrations/{row.id}/", False),
    ]
    words = {"typed": pupil.name.written.replace(" ", ""), "reason": "保護者からの申出"}
    erase_pupil(session, actor=ACTOR, pupil_id=pupil.id, offered=offered, **words)
    assert told() == [(None, "", True), (None, "", True)]


def test_a_merged_pupil_leads_to_whom_it_was_merged_into(session: Session) -> None:
    kept, merged = make_pupil(session), make_pupil(session)
    merged.merged_into_id = kept.id
    session.flush()
    about = Subject("pupil", merged.id)
    found = names_of(session, KINDS, [about], actor=ACTOR)
    assert found[about].path == f"/privacy/pupils/{kept.id}/"


def _said(named: Named) -> tuple[object, str, bool]:
    return named.title, named.path, named.is_gone
