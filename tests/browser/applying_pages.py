"""The pages of guardians who register themselves, and the keys their addresses name."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.core import clock
from exchange.core.links import signed_token
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Application, Edition, Registration, School
from exchange.youth.services import LinkPrinter
from exchange.youth.services.applying import Wanted, ask_for_link
from tests.factories.youth import make_pupil, make_registration

GUARDIAN_PAGES: Final = (
    "/youth/editions/{both}/",
    "/youth/editions/{both}/apply",
    "/apply/{apply_new}",
    "/apply/{apply_sent}",
    "/apply/{apply_sent}/correct",
    "/apply/{apply_sent}/withdraw",
)
TAKE_OVER_PAGES: Final = (
    "/school/registrations/{by_guardian}/",
    "/school/registrations/{by_guardian}/take-over",
)
APPLICATION_PAGES: Final = (
    "/youth/editions/{both}/applications/",
    "/youth/editions/{both}/applications/?answered=1",
    "/youth/editions/{both}/paper-applications/new",
    "/youth/applications/{application}/",
    "/youth/registrations/{on_paper}/paper-application",
)


def keys_of_applying(session: Session, own: Registration, secret: str) -> dict[str, object]:
    """Find the demo's application that stands alone, ask for a link, and let a school's wait."""
    sent = select(Application).where(Application.registration_id.is_(None))
    alone = session.scalars(sent.options(joinedload(Application.link))).one()
    edition = session.get_one(Edition, alone.edition_id)
    wanted = Wanted("guardian-new@demo.example", "ja")
    ask_for_link(session, edition_id=edition.id, wanted=wanted, printer=LinkPrinter("", secret))
    new = session.scalars(
        select(Application)
        .where(Application.mail == wanted.mail)
        .options(joinedload(Application.link))
    ).one()
    school = session.get_one(School, own.school_id)
    pupil = make_pupil(session, school=school)
    waiting = make_registration(
        session, edition=edition, pupil=pupil, by_guardian=True, consented=False
    )
    on_paper = make_registration(
        session,
        edition=edition,
        pupil=make_pupil(session, school=school),
        by_guardian=True,
        paper_received_on=clock.today(),
        state=RegistrationState.RETURNED,
        consented=False,
    )
    return {
        "both": edition.id,
        "on_paper": on_paper.id,
        "application": alone.id,
        "apply_new": signed_token(new.link, secret),
        "apply_sent": signed_token(alone.link, secret),
        "by_guardian": waiting.id,
    }
