"""Where the demo's editions are made: announced and registered for as a person would."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.core.keys import Keyring, LedgerKey
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor
from exchange.inquiries.services import LinkPrinter as FigureLinks
from exchange.reference.demo.cast import FIRST_AGE, MAIL_DOMAIN, PUPILS, SCHOOLS
from exchange.youth.models import Edition, Programme, School
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import (
    EditionDetails,
    LinkPrinter,
    PupilEntry,
    announce,
    create_edition,
    register_pupil,
)

_MORNING: Final = time(9, 0)


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """What the ledger, sealed columns and guardians' links are made with."""

    ledger: LedgerKey
    ring: Keyring
    printer: LinkPrinter
    figures: FigureLinks


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo's editions are made."""

    session: Session
    actor: Actor
    schools: Mapping[str, School]
    keys: DemoKeys
    today: date


def announce_one(stage: Stage, programme: Programme, details: EditionDetails) -> Edition:
    """Create and announce an edition."""
    edition = create_edition(
        stage.session, actor=stage.actor, programme_id=programme.id, details=details
    )
    return announce(stage.session, actor=stage.actor, edition_id=edition.id)


def register_one(stage: Stage, edition: Edition, who: tuple[str, int]) -> UUID:
    """Register a pupil of the cast, by account and place in it."""
    registration = register_pupil(
        stage.session,
        actor=stage.actor,
        edition_id=edition.id,
        entry=entry_of(stage, edition, who),
        school_id=stage.schools[who[0]].id,
    )
    return registration.id


def entry_of(stage: Stage, edition: Edition, who: tuple[str, int]) -> PupilEntry:
    """Write a pupil of the cast down: one birth date, and the grade of the edition's year."""
    account, number = who
    pupil = PUPILS[account][number]
    school = next(school for school in SCHOOLS if school.account == account)
    year = FiscalYear.of(stage.today).start
    return PupilEntry(
        name=pupil.name,
        birth_date=pupil.born(year, first_age=FIRST_AGE[school.level]),
        grade=pupil.grade - (year - edition.fiscal_year),
        guardian_name=pupil.guardian,
        guardian_relationship=pupil.relationship,
        guardian_mail=f"guardian-{account}@{MAIL_DOMAIN}",
        school_class="1",
        declared=Declared(clock.today(), purpose_explained=True),
    )


def titled(starts: date, ja: str, en: str, zh: str) -> Localized:
    """Name an edition of the fiscal year in which it starts."""
    year = FiscalYear.of(starts).start
    return Localized(
        {
            "ja": f"（見本）{year}年度 {ja}",
            "en": f"(Demo) {en} {year}",
            "zh-Hant": f"（範例）{year}年度 {zh}",
        }
    )


def moment(day: date) -> datetime:
    """Return the hour at which the demo's office works."""
    return datetime.combine(day, _MORNING, OFFICE_ZONE)
