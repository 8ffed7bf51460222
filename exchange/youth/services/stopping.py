"""What follows a withdrawn consent: its use stops, and who has to act is told."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.languages import Language
from exchange.core.messages import label, message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import ConsentAnswer, ConsentGiver, ConsentPurpose
from exchange.youth.enums.withdrawals import WithdrawalEffect
from exchange.youth.models import Registration
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.followups import Needs
from exchange.youth.rules.withdrawing import LEAVING, effect_of
from exchange.youth.services.emptying import empty_follow_up, forget_late_form
from exchange.youth.services.leaving import withdraw
from exchange.youth.services.reporting import stop_publication
from exchange.youth.services.telling import tell_division, tell_school_of


def stop_use(
    session: Session,
    *,
    actor: Actor,
    registration: Registration,
    giver: ConsentGiver,
    new: Mapping[ConsentPurpose, ConsentAnswer],
) -> None:
    """Honour what was withdrawn, and tell the school; the edition's lock is held.

    Of the pupil's own answers nothing hangs but that nobody is confirmed against a no.
    """
    withdrawn = {purpose for purpose, answer in new.items() if answer is ConsentAnswer.WITHDRAWN}
    if not withdrawn:
        return
    if giver is ConsentGiver.GUARDIAN and ConsentPurpose.HEALTH in withdrawn:
        parts = Needs(health=True)
        empty_follow_up(session, actor=actor, registration_id=registration.id, parts=parts)
    if giver is ConsentGiver.GUARDIAN and ConsentPurpose.JOIN in withdrawn:
        _stop_joining(session, actor, registration)
        return
    subject = message("youth.mail.withdrawn.subject")
    tell_school_of(session, registration, subject, message("youth.mail.withdrawn.body"))


def _stop_joining(session: Session, actor: Actor, registration: Registration) -> None:
    """Take the pupil out where nobody travels yet; otherwise it is the division's to settle.

    While the pupil is away, health and passport are kept for the way home; no more is taken.
    """
    forget_late_form(session, registration.id)
    edition = locked_edition(session, actor, registration.edition_id)
    effect = effect_of(registration.state, edition, clock.today())
    if effect in LEAVING:
        reason = translate(message("youth.consent.withdraw.reason"), Language.JA)
        withdraw(session, actor=actor, registration_id=registration.id, reason=reason)
    if effect is not WithdrawalEffect.COMING_HOME:
        empty_follow_up(session, actor=actor, registration_id=registration.id)
    stop_publication(session, actor=actor, registration_id=registration.id)
    title = edition.title.in_language(Language.JA)
    subject = message("youth.mail.join_withdrawn.subject")
    body = message("youth.mail.join_withdrawn.body", edition=title, effect=label(effect))
    tell_school_of(session, registration, subject, body)
    tell_division(session, edition.programme, subject, body)
