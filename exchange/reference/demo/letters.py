"""The demo's letters: thanks sent after the visit that is over, an enquiry and our answer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.letters.enums import (
    LetterDirection,
    LetterKind,
    LetterState,
    RequestKind,
    WorkedBy,
)
from exchange.letters.services import LetterPlan, log_letter
from exchange.letters.services.requests import RequestPlan, ask_language

_THANKS: Final = Localized(
    {
        "ja": "（見本）受入の御礼",
        "en": "(Demo) With thanks for the welcome",
        "zh-Hant": "（範例）接待感謝函",
    }
)
_THANKS_TEXT: Final = Localized(
    {
        "ja": "このたびの訪問に際し、温かくお迎えくださり、誠にありがとうございました。（見本）",
        "en": "Thank you very much for the warm welcome during our visit. (Demo)",
        "zh-Hant": "此次訪問承蒙熱情接待，謹致誠摯感謝。（範例）",
    }
)
_ENQUIRY: Final = Localized(
    {
        "ja": "（見本）来年度の訪問日程の照会",
        "en": "(Demo) Dates of next year's visit",
        "zh-Hant": "（範例）詢問明年度訪問日程",
    }
)
_ANSWER: Final = Localized(
    {
        "ja": "（見本）訪問日程の回答",
        "en": "(Demo) Our answer about the dates",
        "zh-Hant": "（範例）回覆訪問日程",
    }
)
_NEW_YEAR: Final = Localized(
    {
        "ja": "（見本）保存期間を過ぎた年賀状",
        "en": "(Demo) New Year's greetings, past the time of keeping",
        "zh-Hant": "（範例）已逾保管期限的賀年卡",
    }
)


def load_letters(session: Session, *, actor: Actor, today: date) -> None:  # long: three letters
    """Log three letters with the partner of the visit that is over, and an old one elsewhere.

    One reply is late.
    """
    closed = select(Visit.id).where(Visit.is_demo, Visit.state == VisitState.CLOSED)
    visit = visit_by_id(session, session.scalars(closed).one())
    slug = visit.partners[0].slug
    thanks = LetterPlan(
        direction=LetterDirection.OUT,
        kind=LetterKind.THANKS,
        day=today - timedelta(days=50),
        title=_THANKS,
        text=_THANKS_TEXT,
        number="（見本）国際発第1号",
        visit_id=visit.id,
        counterpart="（見本）先方市政府",
        owner_id=actor.user_id,
        state=LetterState.OPEN,
        due=today - timedelta(days=5),
    )
    enquiry = replace(
        thanks,
        direction=LetterDirection.IN,
        kind=LetterKind.ENQUIRY,
        day=today - timedelta(days=20),
        title=_ENQUIRY,
        text=None,
        number="",
        due=today + timedelta(days=10),
    )
    log_letter(session, actor=actor, partner=slug, plan=thanks, is_demo=True)
    asked = log_letter(session, actor=actor, partner=slug, plan=enquiry, is_demo=True)
    answer = replace(
        enquiry,
        direction=LetterDirection.OUT,
        day=today - timedelta(days=10),
        title=_ANSWER,
        answers_id=asked.id,
        state=LetterState.NO_ANSWER,
        due=None,
    )
    log_letter(session, actor=actor, partner=slug, plan=answer, is_demo=True)
    _ask(session, actor, visit.id, asked.id, due=today - timedelta(days=2))
    _log_old(session, actor, today)


def _log_old(session: Session, actor: Actor, today: date) -> None:
    """Log a letter whose time is over: somebody has to decide whether it is kept."""
    plan = LetterPlan(
        direction=LetterDirection.IN,
        kind=LetterKind.NEW_YEAR,
        day=date(FiscalYear.of(today).start - 5, 1, 5),
        title=_NEW_YEAR,
        number="",
        counterpart="（見本）先方市政府",
        state=LetterState.NO_ANSWER,
    )
    log_letter(session, actor=actor, partner="heidelberg", plan=plan, is_demo=True)


def _ask(session: Session, actor: Actor, visit: UUID, letter: UUID, *, due: date) -> None:
    translation = RequestPlan(
        kind=RequestKind.TRANSLATION,
        what="（見本）回答書の繁体字訳",
        from_language="ja",
        to_language="zh-Hant",
        due=due,
        worked_by=WorkedBy.CIR,
        visit_id=visit,
        letter_id=letter,
    )
    ask_language(session, actor=actor, plan=translation).is_demo = True
