"""What the walk needs of one pupil: a double elsewhere, a message, requests of schools."""

from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.youth.models import Pupil, Registration
from exchange.youth.services.duplicates import note_duplicates
from exchange.youth.services.messages import Note, write_to_schools
from tests.factories.requests import make_change, make_move
from tests.factories.youth import make_pupil


def pupils_keys(session: Session, actor: Actor, own: Registration) -> dict[str, object]:
    """Let another school know the pupil of a registration too, and write to its own."""
    pupil = session.get_one(Pupil, own.pupil_id)
    make_pupil(session, name=pupil.name, birth_date=pupil.birth_date)
    [pair] = note_duplicates(session, actor=actor, pupils=[pupil])
    note = Note("説明会の日程をお知らせします。", own.edition_id)
    write_to_schools(session, actor=actor, school_ids=[own.school_id], note=note)
    change = make_change(session, own)
    move = make_move(session, pupil)
    found = {"duplicate": pair.id, "school": own.school_id}
    return {**found, "change": change.id, "leaving": move.id}
