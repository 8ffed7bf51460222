"""A paper as its line on the page says it, and which of them are to be printed anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exchange.core.errors import BadRequestError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.delegations.enums import MemberRole
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.rules import NEEDS_KEPT
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Cause
from exchange.papers.reprinting import later


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A paper as its line on the page says it."""

    title: Message
    #: Empty where it can no longer be made.
    pdf: str
    xlsx: str = ""
    missing: Sequence[Message] = ()
    #: Where what is missing is typed, and where the paper can be worked through.
    form: str = ""
    page: str = ""
    #: When and by whom it was last printed.
    printed: tuple[datetime, str] | None = None
    #: Why it no longer says what is so, and since when.
    causes: Mapping[Cause, datetime]


@dataclass(frozen=True, slots=True)
class Look:
    """What the lines of the page are made from, loaded once."""

    visit: Visit
    members: Sequence[VisitMember]
    items: Sequence[ItineraryItem]
    prints: Mapping[str, tuple[datetime, str]]
    anew: Mapping[str, Mapping[Cause, datetime]]
    #: When retention emptied diet and mobility; None while they are kept.
    purged_on: date | None

    def gone(self, title: Message) -> Offer:
        """Return the line of a list of which retention left nothing."""
        said = message("papers.purged", day=self.purged_on, days=NEEDS_KEPT.days)
        return Offer(title=title, pdf="", missing=[said], causes={})

    def nobody(self) -> Sequence[Message]:
        """Say that a paper of the members would name nobody, or no head."""
        if not self.members:
            return [message("papers.missing.members")]
        if not any(member.role is MemberRole.LEADER for member in self.members):
            return [message("papers.missing.head")]
        return ()

    def offer(
        self,
        name: str,
        title: Message,
        pdf: str,
        xlsx: str = "",
        *,
        missing: Sequence[Message] = (),
        form: str = "",
        page: str = "",
        changed: Mapping[Cause, datetime] | None = None,
    ) -> Offer:
        """Return the line of a paper that is printed under a name.

        `changed` is when what it alone says was last changed.
        """
        printed = self.prints.get(name)
        return Offer(
            title=title,
            pdf=pdf,
            xlsx=xlsx,
            missing=missing,
            form=form,
            page=page,
            printed=printed,
            causes={
                **self.anew.get(name, {}),
                **later(changed or {}, printed[0] if printed else None),
            },
        )


def asked_since(typed: str, prints: Mapping[str, tuple[datetime, str]]) -> date | None:
    """Return the day from which changes are asked for: the first paper's where none is named.

    None while nothing was printed. Raises BadRequestError for what is no day.
    """
    if typed:
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise BadRequestError(message("papers.error.since")) from error
    return min((_day(at) for at, _ in prints.values()), default=None)


def outdated(
    offers: Iterable[Offer], since: date | None
) -> Sequence[tuple[Offer, Sequence[tuple[Cause, datetime]]]]:
    """Return the papers to print anew and why, as far as it happened on a day or later."""
    if since is None:
        return ()
    found = [
        (offer, [(cause, at) for cause, at in offer.causes.items() if _day(at) >= since])
        for offer in offers
    ]
    return [(offer, causes) for offer, causes in found if causes]


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_ZONE).date()
