"""The demo's direct registering: one that waits for its school, one that stands alone."""

from dataclasses import replace

from sqlalchemy import select

from exchange.core.languages import Language
from exchange.reference.demo.cast import MAIL_DOMAIN
from exchange.reference.demo.stage import Stage, entry_of
from exchange.youth.models import Application, Edition
from exchange.youth.services.applying import Wanted, apply, ask_for_link


def load_applications(stage: Stage, edition: Edition) -> None:
    """Let two guardians register by their links; the second's child is registered already."""
    for mail, number in (("guardian-towa", 5), ("guardian-kumi", 4)):
        _apply(stage, edition, f"{mail}@{MAIL_DOMAIN}", ("school-b", number))


def _apply(stage: Stage, edition: Edition, mail: str, who: tuple[str, int]) -> None:
    session = stage.session
    wanted = Wanted(mail, Language.JA)
    ask_for_link(session, edition_id=edition.id, wanted=wanted, printer=stage.keys.printer)
    row = session.scalars(select(Application).where(Application.mail == mail)).one()
    apply(
        session,
        application_id=row.id,
        entry=replace(entry_of(stage, edition, who), guardian_mail=None),
        school_id=stage.schools[who[0]].id,
        ring=stage.keys.ring,
    )
