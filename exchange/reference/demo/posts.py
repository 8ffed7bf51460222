"""A demo contact at two partners, confirmed at different times."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import Localized, Name, reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.permissions import Actor
from exchange.people.enums import PostKind
from exchange.people.services import PostDetails, add_person, add_post

_TITLE: Final = Localized(
    {
        "ja": "国際交流担当（見本）",
        "en": "International desk (sample)",
        "zh-Hant": "國際交流承辦（範例）",
    }
)
#: (partner, name, affiliation, mail, days since it was confirmed)
_CONTACTS: Final = (
    ("heidelberg", Name("例示", "連絡"), "見本：ハイデルベルク市", "kontakt@demo.example", 20),
    ("kaohsiung", Name("例示", "窓口"), "見本：高雄市", "contact@demo.example", 300),
)


def load_posts(session: Session, *, actor: Actor, today: date) -> None:
    """Give two plainly fictional people a post; one was confirmed too long ago."""
    for slug, name, affiliation, mail, days in _CONTACTS:
        person = add_person(session, actor=actor, name=name, affiliation=affiliation, is_demo=True)
        details = PostDetails(
            kind=PostKind.CONTACT,
            title=_TITLE,
            partner_id=reference_uuid("partner", slug),
            confirmed=PartialDate.of(today - timedelta(days=days)),
            contact=mail,
        )
        add_post(session, actor=actor, person=person, details=details, is_demo=True)
