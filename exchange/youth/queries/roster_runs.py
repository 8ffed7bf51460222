"""Dry runs of kept rosters: what would become of each row now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import unseal
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices, unpack
from exchange.documents.sheet_files import SheetFile
from exchange.youth.models import Edition, Roster, School
from exchange.youth.queries.rosters import dry_run, habit_of
from exchange.youth.roster.dryrun import DryRun


def roster_run(
    session: Session, places: tuple[Edition, School], roster: Roster, ring: Keyring
) -> DryRun:
    """Return the dry run of a kept roster as it is now; raises DomainError once it is dropped."""
    file = kept_file(roster, ring)
    if file is None:
        raise DomainError(message("youth.roster.error.dropped"))
    choices = replace(choices_of(roster), remembered=habit_of(session, roster.school_id))
    return dry_run(session, *places, (file, choices))


def kept_file(roster: Roster, ring: Keyring) -> SheetFile | None:
    """Return what is kept of a roster; None once that was dropped."""
    packed = unseal(roster, "kept", ring=ring)
    return None if packed is None else unpack(packed)


def choices_of(roster: Roster) -> Choices:
    """Return how a person chose that a roster is read."""
    found: Mapping[str, Any] = roster.choices
    encoding = found.get("encoding")
    return Choices(
        encoding=Encoding(encoding) if encoding else None,
        sheet=found.get("sheet"),
        header_row=found.get("header_row"),
        with_hidden=bool(found.get("with_hidden", True)),
    )
