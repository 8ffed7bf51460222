"""The demo's promises: one of theirs past its month, one of ours to come, one kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import members_of, visit_by_id
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.services import PromisePlan, record_promise, settle_promise

_SCHOOLS: Final = Localized(
    {
        "ja": "（見本）青少年交流の候補校を知らせる",
        "en": "(Demo) Name schools for the youth exchange",
        "zh-Hant": "（範例）提供青少年交流的候選學校",
    }
)
_LEAFLET: Final = Localized(
    {
        "ja": "（見本）観光パンフレット繁体字版を送る",
        "en": "(Demo) Send the tourist leaflet in traditional Chinese",
        "zh-Hant": "（範例）寄送繁體中文版觀光手冊",
    }
)
_PHOTOGRAPHS: Final = Localized(
    {
        "ja": "（見本）記念写真のデータを送る",
        "en": "(Demo) Send the photographs",
        "zh-Hant": "（範例）寄送紀念照片檔案",
    }
)


def load_promises(session: Session, *, actor: Actor, today: date) -> None:
    """Record what was promised in the visit that is over, and settle one of it."""
    closed = select(Visit.id).where(Visit.is_demo, Visit.state == VisitState.CLOSED)
    visit = visit_by_id(session, session.scalars(closed).one())
    last_month = today.replace(day=1) - timedelta(days=1)
    ours = PromisePlan(
        side=PromiseSide.OURS,
        title=_LEAFLET,
        visit_id=visit.id,
        owner_id=actor.user_id,
        due=PartialDate.of(today + timedelta(days=20)),
    )
    theirs = replace(
        ours,
        side=PromiseSide.THEIRS,
        title=_SCHOOLS,
        person_id=members_of(session, visit.id)[0].person_id,
        due=PartialDate(last_month.year, last_month.month),
        note="見本データ：電話で一度確認済み",
    )
    kept = replace(ours, title=_PHOTOGRAPHS, due=None)
    slug = visit.partners[0].slug
    for plan in (theirs, ours, kept):
        row = record_promise(session, actor=actor, partner=slug, plan=plan, is_demo=True)
    settle_promise(
        session,
        actor=actor,
        key=row.id,
        version=row.version,
        target=PromiseState.DONE,
        reason="共有フォルダーで送付（見本）",
    )
