"""A visit with everything that hangs on one, a few of each."""

from datetime import date

from sqlalchemy.orm import Session

from exchange.core.database import Localized, Name
from exchange.core.dates import PartialDate
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.gifts.enums import GiftDirection
from exchange.letters.enums import LetterState, RequestKind, WorkedBy
from exchange.letters.models import LanguageRequest
from exchange.people.enums import PostKind
from exchange.people.models import Post
from tests.factories.budgets import make_heading, make_line
from tests.factories.delegations import make_member, make_visit
from tests.factories.gifts import make_gift
from tests.factories.itineraries import make_item
from tests.factories.letters import make_letter
from tests.factories.partners import make_partner
from tests.factories.people import make_person


def make_whole_visit(session: Session) -> Visit:
    """Prepare a week in Heidelberg: contacts, members, programme, budget, gifts and letters."""
    partner = make_partner(session)
    visit = make_visit(session, state=VisitState.PLANNED, hosts="ハイデルベルク市")
    held = [("Kontakt", PostKind.CONTACT, None), ("Früher", PostKind.CONTACT, "2020-03-31")]
    for name, kind, ends in [*held, ("Haupt", PostKind.HEAD, None)]:
        person = make_person(session, Name(name, ""), affiliation="Stadt Heidelberg")
        post = Post(person_id=person.id, partner_id=partner.id, kind=kind)
        post.title, post.contact = Localized({"ja": "担当"}), "+49 0000"
        post.ends = PartialDate.parse(ends) if ends else None
        session.add(post)
    for family in ("見本", "例"):
        make_member(session, visit, family)
    make_item(session, visit, lodging="見本ホテル", interpreter="通訳 例子", vehicle="見本バス")
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00", lodging="見本ホテル")
    make_line(session, visit, make_heading(session), budgeted=50_000, committed=30_000)
    make_gift(session, visit_id=visit.id, day=date(2027, 5, 19))
    make_gift(session, visit_id=visit.id, day=date(2026, 5, 19), title=Localized({"ja": "過去"}))
    received = {"giver": "Stadt", "recipient": "熊本市", "direction": GiftDirection.RECEIVED}
    make_gift(session, visit_id=visit.id, day=date(2027, 5, 19), **received)
    make_letter(session, visit_id=visit.id, state=LetterState.OPEN)
    make_letter(session, visit_id=visit.id, state=LetterState.NO_ANSWER)
    _ask_interpreters(session, visit)
    return visit


def _ask_interpreters(session: Session, visit: Visit) -> None:
    asked = {"from_language": "ja", "to_language": "de", "due": date(2027, 5, 18)}
    for worker, by in (("外部 通訳", WorkedBy.OUTSIDE), ("", WorkedBy.CIR)):
        request = LanguageRequest(
            kind=RequestKind.INTERPRETING, what="表敬", visit_id=visit.id, **asked
        )
        request.worker, request.worked_by = worker, by
        session.add(request)
    session.flush()
