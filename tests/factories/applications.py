"""Applications of guardians, made by the services that make them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.keys import Keyring, new_key
from exchange.youth.models import Application, Edition, School
from exchange.youth.services import LinkPrinter, PupilEntry
from exchange.youth.services.applying import Wanted, apply, ask_for_link
from tests.factories.youth import make_entry, make_school

PRINTER = LinkPrinter("https://exchange.example", "secret")
RING = Keyring.parse(f"k1:{new_key()}")


def ask(session: Session, edition: Edition, mail: str = "parent@example.jp") -> None:
    """Ask for a link."""
    wanted = Wanted(mail, "ja")
    ask_for_link(session, edition_id=edition.id, wanted=wanted, printer=PRINTER)


def asked(session: Session, edition: Edition, mail: str = "parent@example.jp") -> Application:
    """Return the application of a link that was just asked for."""
    ask(session, edition, mail)
    found = select(Application).where(Application.mail == mail).order_by(Application.id.desc())
    row = session.scalars(found).first()
    assert row is not None, "asking makes an application"
    return row


def make_application(
    session: Session,
    edition: Edition,
    *,
    school: School | None = None,
    entry: PupilEntry | None = None,
    mail: str = "parent@example.jp",
    ring: Keyring = RING,
) -> Application:
    """Send an application, in an edition whose window is open."""
    row = asked(session, edition, mail)
    school = school or make_school(session)
    entry = entry or make_entry()
    return apply(session, application_id=row.id, entry=entry, school_id=school.id, ring=ring)
