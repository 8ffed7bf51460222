"""What somebody is in a delegation, told in the partners' languages."""

import re
from typing import Final

from exchange.core.text import fold
from exchange.delegations.enums import MemberRole


def _role(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(fold(word) for word in words))


#: The more particular first: 副団長 holds 団長.
_ROLES: Final = (
    (
        MemberRole.DEPUTY_LEADER,
        _role(
            *("副団長", "副團長", "副团长", "副领队", "副領隊", "deputy", "vice", "stellv"),
            *("adjoint", "부단장"),
        ),
    ),
    (
        MemberRole.LEADER,
        _role(
            *("団長", "團長", "团长", "領隊", "领队", "head", "leader", "delegationsleit"),
            *("leiter", "chef", "단장"),
        ),
    ),
    (
        MemberRole.INTERPRETER,
        _role(
            *("通訳", "通譯", "口譯", "口译", "翻訳", "翻譯", "翻译", "interpret", "dolmetsch"),
            *("interprete", "통역"),
        ),
    ),
    (
        MemberRole.ATTENDANT,
        _role(
            *("随行", "隨行", "随员", "隨員", "秘書", "秘书", "同行", "attendant", "secretary"),
            *("staff", "aide", "begleit", "accompagn", "수행"),
        ),
    ),
    (
        MemberRole.MEMBER,
        _role("団員", "團員", "团员", "member", "mitglied", "membre", "단원"),
    ),
)


def role_of(text: str) -> MemberRole | None:
    """Tell a role from its word; None for one that is not known."""
    folded = fold(text)
    return next((role for role, words in _ROLES if words.search(folded)), None)
