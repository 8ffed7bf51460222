"""What a handover pack says: what is open, the next deadlines, whom to greet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core.belongings import Belongings, Item
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.handover.models import Handover
from exchange.handover.queries import Holding, holdings, planned_for
from exchange.partners.models import Partner
from exchange.partners.queries import present_partners
from exchange.people.enums import PostStanding
from exchange.people.models import Post
from exchange.people.queries import posts_of_partner
from exchange.people.rules import standing


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything on the paper of one person's handover."""

    person: User
    #: The plan, where there is one.
    handover: Handover | None
    holdings: Sequence[Holding]
    #: Whom to greet, partner by partner; empty for who may not read contacts.
    contacts: Sequence[tuple[Partner, Sequence[Post]]]

    @property
    def deadlines(self) -> Sequence[Item]:
        """What has a day, soonest first."""
        dated = [item for each in self.holdings for item in each.items if item.due is not None]
        return sorted(dated, key=lambda item: item.due or date.max)


def pack_of(
    session: Session, person: User, *, actor: Actor, belongings: Belongings, today: date
) -> Pack:
    """Gather the pack of a person, as far as the actor may read contacts."""
    found = holdings(session, belongings, owner=person.id)
    wanted = {key for each in found for item in each.items for key in item.partners}
    partners = [one for one in present_partners(session) if one.id in wanted]
    if not actor.may("members:read"):
        partners = []
    contacts = [(one, _present(session, one, today)) for one in partners]
    return Pack(person, planned_for(session, person.id), found, contacts)


def note_pack(session: Session, *, actor: Actor, person: User) -> None:
    """Record that somebody's pack was printed: it names people of partners."""
    subject = Subject("user", person.id)
    record(
        session, actor=actor, act="handover.print_pack", subject=subject, purpose=Purpose.CONTACT
    )


def _present(session: Session, partner: Partner, today: date) -> Sequence[Post]:
    found = posts_of_partner(session, partner.id)
    return [post for post in found if standing(post, today=today) is PostStanding.PRESENT]
