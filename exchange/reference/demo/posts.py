"""A demo contact at every partner, confirmed at different times."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import Localized, Name, reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.permissions import Actor
from exchange.people.enums import PersonCare, PostKind
from exchange.people.services import PostDetails, add_person, add_post

_TITLE: Final = Localized(
    {
        "ja": "国際交流担当（見本）",
        "en": "International desk (sample)",
        "zh-Hant": "國際交流承辦（範例）",
    }
)
#: (partner, name, affiliation, contact, days since it was confirmed)
_CONTACTS: Final = (
    (
        "heidelberg",
        Name("例示", "連絡", family_romaji="Reiji", given_romaji="Renraku"),
        "見本：ハイデルベルク市",
        "kontakt@demo.example",
        20,
    ),
    ("kaohsiung", Name("例示", "窓口"), "見本：高雄市", "contact@demo.example", 300),
    ("guilin", Name("例示", "桂"), "見本：桂林市", "guilin@demo.example", 40),
    (
        "san-antonio",
        Name("例示", "安東", family_romaji="Reiji", given_romaji="Anto"),
        "見本：サンアントニオ市",
        "1 Sample Plaza\nTel 000-0000\nsan-antonio@demo.example",
        40,
    ),
    (
        "rome-ga",
        Name("例示", "路夢", family_romaji="Reiji", given_romaji="Romu"),
        "見本：ローム市",
        "rome@demo.example",
        40,
    ),
    (
        "ulsan",
        Name("例示", "蔚", family_romaji="Reiji", given_romaji="Utsu"),
        "見本：蔚山広域市",
        "Tel 000-0001",
        40,
    ),
    ("suzhou-new-district", Name("例示", "蘇"), "見本：蘇州新区", "suzhou@demo.example", 40),
    (
        "aix-en-provence",
        Name("例示", "絵久", family_romaji="Reiji", given_romaji="Eku"),
        "見本：エクサンプロヴァンス市",
        "aix@demo.example",
        40,
    ),
)
#: Of whom letters to many keep back unless somebody decides otherwise.
_WITH_CARE: Final = "suzhou-new-district"


def load_posts(session: Session, *, actor: Actor, today: date) -> None:
    """Give a plainly fictional person at each partner a post; one was confirmed too long ago."""
    for slug, name, affiliation, contact, days in _CONTACTS:
        person = add_person(session, actor=actor, name=name, affiliation=affiliation, is_demo=True)
        person.care = PersonCare.CARE if slug == _WITH_CARE else PersonCare.NONE
        details = PostDetails(
            kind=PostKind.CONTACT,
            title=_TITLE,
            partner_id=reference_uuid("partner", slug),
            confirmed=PartialDate.of(today - timedelta(days=days)),
            contact=contact,
        )
        add_post(session, actor=actor, person=person, details=details, is_demo=True)
