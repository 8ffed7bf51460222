"""The demo's approved titles: what two partners call their people, and the words for it here."""

from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import Localized, uuid7
from exchange.core.permissions import Actor
from exchange.delegations.services.titles import TermDetails, approve_term
from exchange.partners.queries import partner_by_slug

#: (partner, language, the title as the partner writes it, the words approved for it)
_TERMS: Final = (
    (
        "kaohsiung",
        "zh-Hant",
        "範例副市長",
        Localized({"ja": "見本副市長", "en": "Demo Deputy Mayor", "zh-Hant": "範例副市長"}),
    ),
    (
        "kaohsiung",
        "zh-Hant",
        "範例秘書",
        Localized({"ja": "見本秘書官", "en": "Demo Secretary", "zh-Hant": "範例秘書"}),
    ),
    (
        "heidelberg",
        "de",
        "Muster-Bürgermeisterin",
        Localized({"ja": "見本副市長", "en": "Demo Deputy Mayor"}),
    ),
)


def load_titles(session: Session, *, actor: Actor) -> None:
    """Approve the words of three titles."""
    for slug, language, term, title in _TERMS:
        approve_term(
            session,
            actor=actor,
            partner_id=partner_by_slug(session, slug).id,
            details=TermDetails(language=language, term=term, title=title),
            key=uuid7(),
            is_demo=True,
        )
