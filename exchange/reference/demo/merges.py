"""The demo's letters to many: last year's cards, sent, and this year's, still a draft."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.letters.enums import LetterKind, MergeChannel, RecipientSource
from exchange.letters.queries.merges import RecipientFilter
from exchange.letters.services.merges import MergePlan, choose, draft_merge
from exchange.letters.services.sending import confirm_merge, post_merge
from exchange.people.enums import PostKind

_TITLE: Final = Localized(
    {
        "ja": "（見本）謹賀新年",
        "en": "(Demo) Season's greetings",
        "zh-Hant": "（範例）恭賀新禧",
        "de": "(Muster) Neujahrsgrüße",
    }
)
_TEXT: Final = Localized(
    {
        "ja": "{name}{honorific}\n\n謹んで新春のお慶びを申し上げます。\n"
        "旧年中は{partner}との交流に格別のお力添えをいただき、厚くお礼申し上げます。\n"
        "本年も変わらぬご厚情をお願い申し上げます。",
        "en": "Dear {name},\n\nPlease accept our warmest wishes for the New Year.\n"
        "We are most grateful for the friendship between {partner} and Kumamoto.",
        "zh-Hant": "{name} 鈞鑒：\n\n恭賀新禧。\n"
        "承蒙{partner}一年來對交流事業的支持，謹致謝忱，並祝新年快樂。",
        "de": "Guten Tag {name},\n\nwir wünschen Ihnen ein glückliches neues Jahr.\n"
        "Für die Freundschaft zwischen {partner} und Kumamoto danken wir Ihnen herzlich.",
    }
)
_SENDER: Final = Localized(
    {
        "ja": "熊本市国際課（見本）",
        "en": "International Affairs Division, Kumamoto City (demo)",
        "zh-Hant": "熊本市國際課（範例）",
        "de": "Stadt Kumamoto, Abteilung Internationales (Muster)",
    }
)
#: The demo's contacts at all partners.
_CONTACTS: Final = RecipientFilter(source=RecipientSource.POSTS, post=PostKind.CONTACT)


def load_merges(session: Session, *, actor: Actor, today: date) -> None:
    """Write the cards of two years to the contacts at all partners; only the earlier ones left."""
    earlier = MergePlan(
        kind=LetterKind.NEW_YEAR,
        channel=MergeChannel.PAPER,
        number="（見本）国際発第2号",
        day=date(today.year, 1, 1),
        title=_TITLE,
        text=_TEXT,
        sender=_SENDER,
    )
    sent = draft_merge(session, actor=actor, plan=earlier, is_demo=True)
    choose(session, actor=actor, key=sent.id, wanted=_CONTACTS)
    confirm_merge(session, actor=actor, key=sent.id, version=sent.version)
    post_merge(session, actor=actor, key=sent.id)
    coming = replace(
        earlier,
        channel=MergeChannel.BOTH,
        number="（見本）国際発第9号",
        day=date(today.year + 1, 1, 1),
    )
    draft = draft_merge(session, actor=actor, plan=coming, is_demo=True)
    choose(session, actor=actor, key=draft.id, wanted=_CONTACTS)
