"""A paper of the demo's visit to come: what to bring, in two versions."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents, examine
from exchange.attachments.enums import DocumentKind
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document, add_version
from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.documents.xlsx_files import xlsx_bytes

_COLUMNS: Final = ("品名", "数量", "備考")
_THINGS: Final = (
    ("見本の記念品", 2, "贈呈用"),
    ("名刺（独語併記）", 50, None),
    ("市の紹介冊子", 20, "日本語・英語"),
)


def load_documents(session: Session, *, actor: Actor) -> None:
    """Keep the list of what the planned visit takes along, and its second version."""
    visit = session.scalars(
        select(Visit).where(Visit.is_demo, Visit.state == VisitState.PLANNED)
    ).one()
    label = Label(
        kind=DocumentKind.PAPER,
        title=Localized(
            {
                "ja": "携行品一覧（見本）",
                "en": "What to bring (sample)",
                "zh-Hant": "攜帶物品表（範例）",
            }
        ),
    )
    document = add_document(
        session,
        actor=actor,
        subject=Subject("visit", visit.id),
        label=label,
        contents=_sheet(things=2),
        is_demo=True,
    )
    add_version(session, actor=actor, key=document.id, contents=_sheet(things=3))


def _sheet(*, things: int) -> Contents:
    rows = (dict(zip(_COLUMNS, thing, strict=True)) for thing in _THINGS[:things])
    return examine("携行品一覧.xlsx", xlsx_bytes("携行品", _COLUMNS, rows))
