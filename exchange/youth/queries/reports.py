"""Pupils' reports: of a registration, of an edition, their files, and what everyone may read."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from exchange.attachments.models import Document, DocumentVersion
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Pupil, PupilReport, Registration
from exchange.youth.queries.registrations import own_registrations

#: What the file of a report belongs to.
FILES: Final = "pupil_report"


def report_of(session: Session, registration_id: UUID) -> PupilReport | None:
    """Return the report of a registration."""
    found = select(PupilReport).where(PupilReport.registration_id == registration_id)
    return session.scalar(found.execution_options(populate_existing=True))


def reports_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, PupilReport]:
    """Return the reports of some registrations, by registration."""
    rows = session.scalars(select(PupilReport).where(PupilReport.registration_id.in_(keys)))
    return {row.registration_id: row for row in rows}


def file_of(session: Session, report: PupilReport) -> Document | None:
    """Return the document that holds a report's file; its bytes are not read."""
    return session.scalar(
        select(Document).where(
            Document.subject_kind == FILES,
            Document.subject_id == report.id,
            Document.ended_at.is_(None),
        )
    )


def report_file(session: Session, actor: Actor, registration_id: UUID) -> DocumentVersion:
    """Return a report's file, with its bytes, to who may see the registration; NotFoundError."""
    own = own_registrations(actor).with_only_columns(Registration.id)
    found = session.scalars(
        select(DocumentVersion)
        .join(DocumentVersion.document)
        .join(PupilReport, PupilReport.id == Document.subject_id)
        .where(
            Document.subject_kind == FILES,
            Document.ended_at.is_(None),
            PupilReport.registration_id == registration_id,
            PupilReport.registration_id.in_(own),
        )
        .options(undefer(DocumentVersion.body))
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFoundError
    return found


def public_reports(session: Session, edition_id: UUID) -> Sequence[str]:
    """Return the texts of an edition's published reports, the oldest first, and nothing else."""
    return session.scalars(
        select(PupilReport.text)
        .join(PupilReport.registration)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.COMPLETED,
            PupilReport.is_public,
            PupilReport.is_demo.is_(False),
            Pupil.needs_care.is_(False),
        )
        .order_by(PupilReport.submitted_at, PupilReport.id)
    ).all()
