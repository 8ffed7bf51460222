"""Old and new values of a person's rows; the lines themselves say who did what, and stay."""

from typing import Final

from sqlalchemy import ColumnElement, false, select, tuple_

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.erasures import Held, Part, Search


def _values(search: Search) -> ColumnElement[bool]:
    wanted = [(subject.kind, subject.id) for subject in search.subjects]
    if not wanted:
        return false()
    lines = select(AuditLine.id).where(
        tuple_(AuditLine.subject_kind, AuditLine.subject_id).in_(wanted)
    )
    return AuditValue.line_id.in_(lines)


PARTS: Final[tuple[Part, ...]] = (Part(held=Held.AUDIT_VALUES, table=AuditValue, find=_values),)
