"""What a visit that is called off leaves of its letters, and who translates or interprets."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from exchange.core.belongings import Belonging, Item
from exchange.core.messages import label, message
from exchange.core.offers import LooseEnds, Official, OpenEnd, Subject, ToTell
from exchange.core.permissions import Actor
from exchange.letters.enums import LetterState, RequestState
from exchange.letters.models import Letter
from exchange.letters.queries import letters_of_visit
from exchange.letters.services.requests import requests_of_visit


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return letters without their reply and requests that are not done, for who reads letters."""
    if not actor.may("letters:read"):
        return LooseEnds()
    letters = [
        letter for letter in letters_of_visit(session, visit_id) if letter.state is LetterState.OPEN
    ]
    requests = [
        request
        for request in requests_of_visit(session, visit_id)
        if request.state in {RequestState.ASKED, RequestState.IN_WORK}
    ]
    unanswered = message("letters.loose.open")
    return LooseEnds(
        open=[
            *(OpenEnd(unanswered, one.title, f"/letters/{one.id}/") for one in letters),
            *(
                OpenEnd(label(one.kind), one.what, f"/letters/requests/{one.id}/edit")
                for one in requests
            ),
        ],
        tell=[
            ToTell(label(one.kind), one.worker, str(one.id), one.what, (one.due,))
            for one in requests
            if one.worker
        ],
    )


def official(session: Session, before: date) -> Sequence[Official]:
    """Return the letters of before a day, the oldest first."""
    rows = session.scalars(
        select(Letter)
        .where(Letter.day < before, Letter.ended_at.is_(None))
        .order_by(Letter.day, Letter.id)
    )
    return [
        Official(Subject("letter", row.id), row.title, row.day, f"/letters/{row.id}/")
        for row in rows
    ]


def _item(letter: Letter) -> Item:
    return Item(
        subject=Subject("letter", letter.id),
        title=letter.title,
        state=label(letter.state),
        due=letter.due,
        path=f"/letters/{letter.id}/",
        partners=(letter.partner_id,),
    )


BELONGING: Final = Belonging(
    kind="letter",
    table=Letter,
    owner=Letter.owner_id,
    is_open=and_(Letter.state == LetterState.OPEN, Letter.ended_at.is_(None)),
    permission="letters:edit",
    act="letters.hand_over",
    describe=_item,
)
