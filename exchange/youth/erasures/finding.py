"""Which rows of the youth exchange are about a pupil, where a key alone does not say so."""

from sqlalchemy import ColumnElement, and_, or_, select

from exchange.accounts.models import KeptForm
from exchange.core.database import unseal
from exchange.core.erasures import Person, Search, pupils, registrations
from exchange.core.links import Link
from exchange.core.text import fold
from exchange.documents.lists.keeping import unpack
from exchange.youth.models import (
    Application,
    Consent,
    ConsentPaper,
    ConsentRequest,
    Duplicate,
    DuplicateDecision,
    Roster,
    SchoolMessage,
    SchoolMove,
)


def own_scans(search: Search) -> ColumnElement[bool]:
    """Find the papers on which nobody else answered; a shared scan stays: it is others' proof."""
    mine = select(Consent.paper_id).where(Consent.registration_id.in_(registrations(search)))
    others = select(Consent.paper_id).where(
        Consent.registration_id.not_in(registrations(search)), Consent.paper_id.is_not(None)
    )
    return and_(ConsentPaper.id.in_(mine), ConsentPaper.id.not_in(others))


def links(search: Search) -> ColumnElement[bool]:
    """Find the guardian's links: those of the consent page, and those to register by."""
    asked = select(ConsentRequest.link_id).where(
        ConsentRequest.registration_id.in_(registrations(search))
    )
    sent = select(Application.link_id).where(applications(search))
    return or_(Link.id.in_(asked), Link.id.in_(sent))


def kept_forms(search: Search) -> ColumnElement[bool]:
    """Find what a guardian had typed too late, in the hour for which it is kept."""
    return KeptForm.link_id.in_(select(Link.id).where(links(search)))


def applications(search: Search) -> ColumnElement[bool]:
    """Find what was sent about the pupil, and links that were mailed to an own address."""
    keys = list(registrations(search))
    addresses = [each.lower() for each in search.person.addresses]
    return or_(
        Application.registration_id.in_(keys),
        Application.beside_id.in_(keys),
        Application.mail.in_(addresses),
    )


def moves(search: Search) -> ColumnElement[bool]:
    """Find the pupil's moves, and those that were asked for by name and led to nobody."""
    asked = [
        and_(
            SchoolMove.pupil_id.is_(None),
            SchoolMove.family_name == family,
            SchoolMove.given_name == given,
            SchoolMove.birth_date == birth_date,
        )
        for family, given, birth_date in search.person.written
    ]
    return or_(SchoolMove.pupil_id.in_(list(pupils(search))), *asked)


def duplicates(search: Search) -> ColumnElement[bool]:
    """Find the questions whether the pupil is somebody else."""
    keys = list(pupils(search))
    return or_(Duplicate.first_id.in_(keys), Duplicate.second_id.in_(keys))


def decisions(search: Search) -> ColumnElement[bool]:
    """Find what was decided about them."""
    return DuplicateDecision.duplicate_id.in_(select(Duplicate.id).where(duplicates(search)))


def messages(search: Search) -> ColumnElement[bool]:
    """Find the messages of the pupil's schools that spell the name."""
    rows = search.session.execute(
        select(SchoolMessage.id, SchoolMessage.text).where(
            SchoolMessage.school_id.in_(search.person.schools)
        )
    )
    return SchoolMessage.id.in_([key for key, text in rows if search.person.is_named_in(text)])


def rosters(search: Search) -> ColumnElement[bool]:
    """Find the lists of the pupil's schools that still keep cells with the name."""
    rows = search.session.scalars(
        select(Roster).where(
            Roster.school_id.in_(search.person.schools),
            or_(Roster.kept.is_not(None), Roster.file_name != ""),
        )
    )
    return Roster.id.in_([row.id for row in rows if _names(search, row)])


def _names(search: Search, roster: Roster) -> bool:
    if search.person.is_named_in(roster.file_name):
        return True
    kept = unseal(roster, "kept", ring=search.ring)
    rows = [] if kept is None else [row for sheet in unpack(kept).sheets for row in sheet.rows]
    lines = ["".join(str(cell) for cell in row if cell is not None) for row in rows]
    return any(_is_about(search.person, line) for line in lines)


def _is_about(person: Person, line: str) -> bool:
    """Say whether a row of a list names the pupil, whatever stands between the parts."""
    folded = fold(line)
    parts = [[fold(family), fold(given)] for family, given, _ in person.written]
    return person.is_named_in(line) or any(all(part in folded for part in each) for each in parts)
