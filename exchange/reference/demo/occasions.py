"""The demo's order of a ceremony, speeches and press release, all of them plainly made up."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized, uuid7
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Occasion
from exchange.papers.services import (
    CeremonyPlan,
    PressPlan,
    SpeechPlan,
    add_speech,
    write_ceremony,
    write_press_release,
)

_STEPS: Final = Localized(
    {
        "ja": "開会\n主催者あいさつ\n来賓あいさつ\n記念品交換\n写真撮影\n閉会",
        "de": (
            "Eröffnung\nAnsprache des Gastgebers\nAnsprache des Gastes\n"
            "Austausch von Gastgeschenken\nGruppenfoto\nAbschluss"
        ),
    }
)
_CEREMONY: Final = SpeechPlan(
    occasion=Occasion.OTHER,
    speaker="（見本）市長",
    minutes=5,
    text=Localized(
        {
            "ja": (
                "（見本）本日は、友好都市締結35周年の式典にお招きいただき、誠にありがとうございます。\n"
                "両市の若い世代の交流が、これからも続いていくことを願っております。"
            ),
            "de": (
                "(Muster) Herzlichen Dank für die Einladung zur Feier unserer 35-jährigen "
                "Städtepartnerschaft.\n"
                "Ich wünsche mir, dass der Austausch der Jugend unserer Städte weitergeht."
            ),
        }
    ),
    points=Localized(
        {
            "ja": "招待への御礼\n若い世代の交流の継続",
            "de": "Dank für die Einladung\nAustausch der Jugend fortsetzen",
        }
    ),
)
_WELCOME: Final = SpeechPlan(
    occasion=Occasion.RECEPTION,
    speaker="（見本）副市長",
    minutes=3,
    text=Localized(
        {
            "ja": "（見本）高雄市の皆さま、ようこそ熊本へお越しくださいました。",
            "zh-Hant": "（範例）歡迎高雄市的各位貴賓蒞臨熊本。",
        }
    ),
)


def load_occasions(session: Session, *, actor: Actor, today: date) -> None:
    """Write what is printed for the ceremony at Heidelberg and for the visit that is over."""
    item = session.scalars(
        select(ItineraryItem).where(ItineraryItem.is_demo, ItineraryItem.speech)
    ).one()
    write_ceremony(
        session,
        actor=actor,
        visit_id=item.visit_id,
        item_id=item.id,
        plan=CeremonyPlan(occasion=Occasion.OTHER, steps=_STEPS),
        version=0,
        key=uuid7(),
        is_demo=True,
    )
    speech = replace(_CEREMONY, item_id=item.id)
    add_speech(session, actor=actor, visit_id=item.visit_id, plan=speech, is_demo=True)
    over = session.scalars(
        select(Visit).where(Visit.is_demo, Visit.state == VisitState.CLOSED)
    ).one()
    add_speech(session, actor=actor, visit_id=over.id, plan=_WELCOME, is_demo=True)
    write_press_release(
        session,
        actor=actor,
        visit_id=over.id,
        plan=PressPlan(
            title="（見本）高雄市訪問団の来訪について",
            day=min(today, over.starts - timedelta(days=7)),
            text="（見本）高雄市の訪問団が本市を訪れ、今後の交流について意見を交わします。",
            contact="（見本）国際課\n電話 096-000-0000",
        ),
        version=0,
        key=uuid7(),
        is_demo=True,
    )
