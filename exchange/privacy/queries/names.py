"""What rows are called to which a pupil's rows point: an edition, a school, a session."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exchange.attachments.models import Document
from exchange.youth.models import Criterion, Edition, OrientationSession, Registration, School

_SCHOOLS: Final = select(School.id, School.name)
#: The name of a row by its key, for each column that names one to a person.
NAMED: Final[Mapping[str, Select[*tuple[Any, ...]]]] = {
    "criterion_id": select(Criterion.id, Criterion.name),
    "document_id": select(Document.id, Document.title),
    "edition_id": select(Edition.id, Edition.title),
    "from_school_id": _SCHOOLS,
    "registration_id": select(Registration.id, Edition.title).join(Registration.edition),
    "school_id": _SCHOOLS,
    "session_id": select(
        OrientationSession.id,
        OrientationSession.kind,
        OrientationSession.title,
        OrientationSession.day,
    ),
    "to_school_id": _SCHOOLS,
}


def names_of(session: Session, column: str, keys: Collection[object]) -> Mapping[object, object]:
    """Return what the rows are called that a column points at, by key: a word, or several."""
    statement = NAMED[column]
    key = statement.selected_columns[0]
    rows = session.execute(statement.where(key.in_([each for each in keys if each is not None])))
    return {key: words[0] if len(words) == 1 else words for key, *words in rows}
