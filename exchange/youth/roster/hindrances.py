"""Why a row of a roster cannot be taken over although it can be read."""

from typing import Final

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums.rosters import RosterField
from exchange.youth.roster.facts import Facts, KnownPupil, KnownRegistration, Places
from exchange.youth.roster.rows import Entry, Problem, ReadRow
from exchange.youth.rules.changes import ensure_by_itself, identity_of

_F: Final = RosterField


def hindrance_of(
    row: ReadRow, key: str, former: KnownRegistration | None, facts: Facts
) -> Problem | None:
    """Say why a pupil cannot be new: who answers for them is asked as on the form for one."""
    entry = row.entry
    assert entry is not None
    if not entry.guardian_name and not (former and former.values["guardian_name"]):
        return Problem(_F.GUARDIAN_NAME, message("youth.roster.problem.no_guardian"))
    if key in facts.taken_elsewhere:
        return Problem(None, message("youth.duplicate.error.registered_elsewhere"))
    return None


def seated_elsewhere(known: KnownPupil, entry: Entry, places: Places) -> Problem | None:
    """Say where another edition has no seat for the gender that a row writes of its pupil."""
    changes = entry.gender not in {None, known.gender}
    if not changes or places.may_change_elsewhere(known, entry.gender):
        return None
    return Problem(_F.GENDER, message("youth.roster.problem.gender_elsewhere"))


def needs_yes_of(known: KnownPupil, name: Name) -> Problem | None:
    """Say where the division has to agree to what a row changes of the name."""
    before, after = (identity_of(each, known.birth_date) for each in (known.name, name))
    try:
        ensure_by_itself(before, after, known.states)
    except DomainError as error:
        of_name = error.field in {"family_name", "given_name"}
        return Problem(_F.FULL_NAME if of_name else _F.FULL_KANA, error.sentence)
    return None
