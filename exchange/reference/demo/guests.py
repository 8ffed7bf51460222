"""The members of the demo's delegations."""

from dataclasses import dataclass
from typing import Final

from exchange.core.database import Localized, Name
from exchange.delegations.enums import MemberRole


@dataclass(frozen=True, slots=True)
class Guest:
    """A member of a demo delegation."""

    name: Name
    role: MemberRole
    affiliation: str
    title: Localized
    diet: str = ""
    mobility: str = ""


KAOHSIUNG: Final = (
    Guest(
        Name("範例", "一", "ハンレイ", "イチ", "Fanli", "Yi", native="範例一"),
        MemberRole.LEADER,
        "高雄市政府（見本）",
        Localized({"ja": "見本副市長", "zh-Hant": "範例副市長"}),
    ),
    Guest(
        Name("範例", "二", "ハンレイ", "ニ", "Fanli", "Er", native="範例二"),
        MemberRole.INTERPRETER,
        "高雄市政府（見本）",
        Localized({"ja": "通訳", "zh-Hant": "口譯"}),
    ),
)

#: Of the visit that is called off; what they must not eat is purged next week.
SAN_ANTONIO: Final = (
    Guest(
        Name("Sample", "Alex", "サンプル", "アレックス", "Sample", "Alex", native="Alex Sample"),
        MemberRole.LEADER,
        "City of San Antonio（見本）",
        Localized({"ja": "見本部長", "en": "Demo Director"}),
        diet="（見本）甲殻類を除く",
    ),
    Guest(
        Name("Sample", "Robin", "サンプル", "ロビン", "Sample", "Robin", native="Robin Sample"),
        MemberRole.MEMBER,
        "City of San Antonio（見本）",
        Localized({"ja": "見本係長", "en": "Demo Manager"}),
        mobility="（見本）長い階段を避ける",
    ),
)

KUMAMOTO: Final = (
    Guest(
        Name("見本", "団長", "みほん", "だんちょう", "Mihon", "Dancho"),
        MemberRole.LEADER,
        "熊本市（見本）",
        Localized({"ja": "見本市長", "en": "Demo Mayor"}),
    ),
    Guest(
        Name("見本", "議員", "みほん", "ぎいん", "Mihon", "Giin"),
        MemberRole.MEMBER,
        "熊本市議会（見本）",
        Localized({"ja": "見本議員", "en": "Demo Councillor"}),
    ),
    Guest(
        Name("見本", "随行", "みほん", "ずいこう", "Mihon", "Zuiko"),
        MemberRole.ATTENDANT,
        "熊本市国際課（見本）",
        Localized({"ja": "見本主事", "en": "Demo Officer"}),
    ),
)
