"""The steps that are usual for an occasion, in every language of a partner."""

from collections.abc import Mapping, Sequence
from typing import Final

from exchange.core.database import Localized
from exchange.core.languages import FEED_LANGUAGES
from exchange.papers.enums import Occasion
from exchange.papers.words import in_all

_OPENING: Final = in_all("開会", "Opening", "開會", "开会", "개회", "Eröffnung", "Ouverture")
_CLOSING: Final = in_all("閉会", "Closing", "閉會", "闭会", "폐회", "Abschluss", "Clôture")
_HOST: Final = in_all(
    "主催者あいさつ",
    "Address by the host",
    "主辦方致詞",
    "主办方致辞",
    "주최자 인사",
    "Ansprache des Gastgebers",
    "Allocution de l'hôte",
)
_GUEST: Final = in_all(
    "来賓あいさつ",
    "Address by the guest",
    "來賓致詞",
    "来宾致辞",
    "내빈 인사",
    "Ansprache des Gastes",
    "Allocution de l'invité",
)
_PEOPLE: Final = in_all(
    "出席者紹介",
    "Introductions",
    "介紹與會人員",
    "介绍与会人员",
    "참석자 소개",
    "Vorstellung der Anwesenden",
    "Présentation des participants",
)
_TALK: Final = in_all("歓談", "Conversation", "交流", "交流", "환담", "Gespräch", "Échanges")
_GIFTS: Final = in_all(
    "記念品交換",
    "Exchange of gifts",
    "交換紀念品",
    "交换纪念品",
    "기념품 교환",
    "Austausch von Gastgeschenken",
    "Échange de cadeaux",
)
_PHOTO: Final = in_all(
    "写真撮影",
    "Photograph",
    "合影",
    "合影",
    "기념 촬영",
    "Gruppenfoto",
    "Photo de groupe",
)
_TOAST: Final = in_all("乾杯", "Toast", "乾杯", "干杯", "건배", "Trinkspruch", "Toast")
_SIGNING: Final = in_all("署名", "Signing", "簽署", "签署", "서명", "Unterzeichnung", "Signature")

#: The house's own; the division may state others for an occasion.
_USUAL: Final[Mapping[Occasion, Sequence[Localized]]] = {
    Occasion.COURTESY_CALL: (_OPENING, _PEOPLE, _HOST, _GUEST, _TALK, _GIFTS, _PHOTO, _CLOSING),
    Occasion.RECEPTION: (_OPENING, _HOST, _GUEST, _GIFTS, _TOAST, _TALK, _PHOTO, _CLOSING),
    Occasion.SIGNING: (_OPENING, _PEOPLE, _HOST, _GUEST, _SIGNING, _GIFTS, _PHOTO, _CLOSING),
    Occasion.FAREWELL: (_OPENING, _HOST, _GUEST, _TOAST, _TALK, _PHOTO, _CLOSING),
    Occasion.OTHER: (_OPENING, _HOST, _GUEST, _CLOSING),
}


def usual_steps(occasion: Occasion) -> Localized:
    """Return the usual steps of an occasion, a step a line."""
    steps = _USUAL[occasion]
    return Localized({tag: "\n".join(step[tag] for step in steps) for tag in FEED_LANGUAGES})
