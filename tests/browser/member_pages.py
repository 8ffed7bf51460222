"""Pages of a delegation's members that the browser tests walk, and the keys they name."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized, uuid7
from exchange.core.keys import Keyring
from exchange.core.links import signed_token
from exchange.core.permissions import system_actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.lists import list_run
from exchange.delegations.services.list_confirming import Confirmation, confirm_list
from exchange.delegations.services.lists import Sent, receive_list
from exchange.delegations.services.orders import add_event_order
from exchange.delegations.services.partner_links import make_link
from exchange.delegations.services.titles import TermDetails, approve_term
from exchange.documents.sheet_files import read_sheets
from exchange.partners.queries import partner_by_slug

MEMBER_PAGES: Final = (
    "/delegations/{received}/members/",
    "/delegations/{received}/members/former",
    "/delegations/{received}/members/list",
    "/delegations/{received}/members/lists/{list}/",
    "/delegations/{received}/members/lists/{list_done}/",
    "/delegations/{received}/members/order",
    "/delegations/{received}/orders/{order}/",
    "/delegations/titles/kaohsiung/",
    "/delegations/titles/kaohsiung/new",
    "/delegations/titles/kaohsiung/{term}/edit",
)
_FIRST: Final = "姓名,職稱,團內職務,護照號碼\n見本其明,副市長,團長,X1\n見本美麗,局長,團員,X2\n"
_SECOND: Final = (
    "姓名,職稱,團內職務,飲食\n見本其明,副市長,團長,\n見本小華,局長,團員,素食\n見本誤,課長,乘客,\n"
)


def members_of_lists(session: Session, ring: Keyring, secret: str) -> dict[str, str]:
    """Confirm one list of a received delegation, let another wait, and make what lies around."""
    actor = system_actor("tests")
    under_way = select(Visit).where(Visit.state == VisitState.UNDER_WAY)
    visit = visit_by_id(session, session.scalars(under_way).one().id)
    found = {}
    for name, text in (("list_done", _FIRST), ("list", _SECOND)):
        sent = Sent(f"{name}.csv", read_sheets(text.encode()))
        row = receive_list(
            session, actor=actor, visit_id=visit.id, sent=sent, ring=ring, key=uuid7()
        )
        found[name] = str(row.id)
        if name == "list_done":
            digest = list_run(session, visit, row, ring).diff.digest
            confirmation = Confirmation(digest, leave_titles=True)
            confirm_list(
                session,
                actor=actor,
                visit_id=visit.id,
                key=row.id,
                confirmation=confirmation,
                ring=ring,
            )
    order = add_event_order(session, actor=actor, visit_id=visit.id, key=uuid7(), name="歓迎夕食会")
    return {
        **found,
        "received": str(visit.id),
        "order": str(order.id),
        "term": _term(session),
        "partner_list": _link(session, visit, secret),
    }


def _term(session: Session) -> str:
    words = Localized({"ja": "副市長", "en": "Deputy Mayor"})
    term = approve_term(
        session,
        actor=system_actor("tests"),
        partner_id=partner_by_slug(session, "kaohsiung").id,
        details=TermDetails(language="zh-Hant", term="副市長", title=words),
        key=uuid7(),
    )
    return str(term.id)


def _link(session: Session, visit: Visit, secret: str) -> str:
    today = clock.machine_now().date()
    link = make_link(
        session,
        actor=system_actor("tests"),
        visit_id=visit.id,
        last_day=today.replace(year=today.year + 1, day=1),
        today=today,
    )
    return signed_token(link, secret)
