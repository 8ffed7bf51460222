"""Sources that facts cite."""

from itertools import count

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.partners.enums import SourceKind
from exchange.partners.models import Source

_NUMBERS = count(1)


def make_source(session: Session) -> Source:
    """Add a source under a name of its own."""
    source = Source(
        slug=f"SAMPLE-{next(_NUMBERS)}",
        kind=SourceKind.OFFICIAL,
        title=Localized({"ja": "見本ページ"}),
    )
    session.add(source)
    session.flush()
    return source
