"""What is written to a section about an inquiry, and the address it answers at."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.languages import Language
from exchange.core.links import signed_token
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.inquiries.enums import Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import officers_of
from exchange.outbox.services import write_mail

#: The office writes to its sections in its own language.
_LANGUAGE: Final = Language.JA


@dataclass(frozen=True, slots=True)
class LinkPrinter:
    """Makes the address of a link, which is kept nowhere; on a closed network there is none."""

    base_url: str
    secret: str
    public: bool

    def address(self, inquiry: Inquiry) -> str:
        """Return where a section answers: its link, else the inquiry's page."""
        if inquiry.link is None:
            return f"{self.base_url}/inquiries/{inquiry.id}/"
        return f"{self.base_url}/figures/{signed_token(inquiry.link, self.secret)}"


def write_to_section(
    session: Session, inquiry: Inquiry, opening: Message, printer: LinkPrinter
) -> None:
    """Write to whoever answers; what is asked on paper is carried there."""
    if inquiry.way is Way.PAPER:
        return
    officers = officers_of(session, inquiry.section)
    to = [inquiry.mail] if inquiry.way is Way.LINK else [user.email for user in officers]
    title = inquiry.indicator.title.in_language(_LANGUAGE)
    body = message(
        "inquiries.mail.body",
        section=inquiry.section,
        opening=translate(opening, _LANGUAGE),
        indicator=title,
        year=str(inquiry.year),
        due=inquiry.due,
        words=inquiry.words,
        link=printer.address(inquiry),
    )
    for address in to:
        write_mail(
            session,
            to=address,
            subject=translate(message("inquiries.mail.subject", indicator=title), _LANGUAGE),
            body=translate(body, _LANGUAGE),
            language=_LANGUAGE,
        )
