"""A mail on paper, for who is not reached by mail."""

from collections.abc import Sequence

from exchange.core.printing import moment_text
from exchange.documents.papers import render_paper
from exchange.outbox.models import Mail


def mail_paper(mail: Mail, lines: Sequence[str]) -> bytes:
    """Return the PDF of a mail's lines, in its language; its address is printed as it stands."""
    return render_paper(
        "mail",
        {
            "recipient": mail.recipient,
            "day": moment_text(mail.created_at, mail.language),
            "lines": lines,
        },
        title=mail.subject,
        language=mail.language,
    )
