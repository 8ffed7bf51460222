"""Load the city's facts: idempotent, in one transaction, never over what a person edited.

A room takes part with a reader of its data file and the tables its rows belong to; both are
listed here, in the order in which rows may point at one another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import (
    Agreement,
    AgreementFact,
    AgreementParty,
    Basis,
    DateClaim,
)
from exchange.audit.services import Changes, record
from exchange.budgets.models import BudgetHeading
from exchange.closures.models import Holiday
from exchange.core import clock
from exchange.core.database import Editable
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.models import VisitCycle
from exchange.gifts.models import Taboo
from exchange.indicators.models import (
    CountingRule,
    Indicator,
    IndicatorTarget,
    MissingTable,
    SupersededBaseline,
)
from exchange.partners.models import Organisation, Partner, PartnerFact, PartnerRelation, Source
from exchange.people.models import Person, Post
from exchange.reference.agreements import read_agreements
from exchange.reference.background import read_background
from exchange.reference.budgets import read_budgets
from exchange.reference.closures import read_closures
from exchange.reference.consents import read_consents
from exchange.reference.cycles import read_cycles
from exchange.reference.files import Section, read_file
from exchange.reference.gifts import read_gifts
from exchange.reference.indicators import read_indicators
from exchange.reference.models import LoadedRow, ReferenceLoad
from exchange.reference.partners import read_partners, read_sources
from exchange.reference.people import read_people
from exchange.reference.queries import KUMAMOTO, files_digest
from exchange.reference.rows import Reading, Row, plain
from exchange.reference.strategy import read_strategy
from exchange.reference.tasks import read_tasks
from exchange.strategy.models import (
    BackgroundFact,
    LeadingProject,
    Measure,
    Policy,
    Strategy,
    SubMeasure,
    TargetRegion,
)
from exchange.tasks.models import TaskStep, TaskTemplate
from exchange.youth.models import ConsentText

Reader = Callable[[Section, Reading], None]

#: The data files and their readers; a later file may cite what an earlier one holds.
FILES: Final[Mapping[str, Reader]] = {
    "sources.yaml": read_sources,
    "partners.yaml": read_partners,
    "people.yaml": read_people,
    "cycles.yaml": read_cycles,
    "gifts.yaml": read_gifts,
    "budgets.yaml": read_budgets,
    "tasks.yaml": read_tasks,
    "agreements.yaml": read_agreements,
    "closures.yaml": read_closures,
    "strategy.yaml": read_strategy,
    "background.yaml": read_background,
    "indicators.yaml": read_indicators,
    "consents.yaml": read_consents,
}

#: The table and the revision topic of each kind of row, in the order of their foreign keys.
TABLES: Final[Mapping[str, tuple[type[Editable], str]]] = {
    "source": (Source, "partners"),
    "partner": (Partner, "partners"),
    "partner_fact": (PartnerFact, "partners"),
    "organisation": (Organisation, "partners"),
    "partner_relation": (PartnerRelation, "partners"),
    "person": (Person, "people"),
    "post": (Post, "people"),
    "visit_cycle": (VisitCycle, "visits"),
    "gift_taboo": (Taboo, "gifts"),
    "budget_heading": (BudgetHeading, "budgets"),
    "task_template": (TaskTemplate, "tasks"),
    "task_step": (TaskStep, "tasks"),
    "agreement": (Agreement, "agreements"),
    "agreement_party": (AgreementParty, "agreements"),
    "date_claim": (DateClaim, "agreements"),
    "agreement_fact": (AgreementFact, "agreements"),
    "basis": (Basis, "agreements"),
    "holiday": (Holiday, "closures"),
    "strategy": (Strategy, "strategy"),
    "policy": (Policy, "strategy"),
    "measure": (Measure, "strategy"),
    "sub_measure": (SubMeasure, "strategy"),
    "leading_project": (LeadingProject, "strategy"),
    "target_region": (TargetRegion, "strategy"),
    "background_fact": (BackgroundFact, "strategy"),
    "indicator": (Indicator, "indicators"),
    "indicator_target": (IndicatorTarget, "indicators"),
    "superseded_baseline": (SupersededBaseline, "indicators"),
    "missing_table": (MissingTable, "indicators"),
    "counting_rule": (CountingRule, "indicators"),
    "consent_text": (ConsentText, "youth"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields of a row that a person edited and the data files have otherwise."""

    kind: str
    slug: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    created: int
    updated: int
    unchanged: int
    kept: tuple[Kept, ...]


def read_reference(folder: Path = KUMAMOTO) -> Sequence[Row]:
    """Read every data file; raises DataFileError naming file and line."""
    reading = Reading()
    for name, reader in FILES.items():
        reader(read_file(folder, name), reading)
    return reading.rows


def load_reference(session: Session, *, actor: Actor, folder: Path = KUMAMOTO) -> LoadReport:
    """Bring the reference rows to what the data files say; loading twice changes nothing.

    A field that a person changed since the last load stays as it is and is reported.
    Raises DataFileError before anything is changed.
    """
    rows = read_reference(folder)
    load = _Load(session, actor)
    for kind, (table, topic) in TABLES.items():
        load.rows_of(table, [row for row in rows if row.kind == kind])
        if load.changed:
            touch(session, topic)
            load.changed = False
    session.merge(
        ReferenceLoad(folder=folder.name, digest=files_digest(folder), loaded_at=clock.now())
    )
    return LoadReport(load.created, load.updated, load.unchanged, tuple(load.kept))


class _Load:
    """One load: its counts, and what was loaded before."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.created = self.updated = self.unchanged = 0
        self.changed = False
        self.kept: list[Kept] = []
        self.before = {row.row_id: row for row in session.scalars(select(LoadedRow))}

    def rows_of(self, table: type[Any], rows: Sequence[Row]) -> None:
        """Load the rows of one table."""
        wanted = select(table).where(table.id.in_([row.id for row in rows]))
        found: Iterable[Any] = self.session.scalars(wanted)
        present = {entity.id: entity for entity in found}
        decided = self._decided_by_people(present)
        for row in rows:
            entity = present.get(row.id)
            if entity is None:
                self._create(table, row)
            else:
                frozen = {"adopted"} if row.values.get("agreement_id") in decided else set()
                self._update(entity, row, frozen)
        self.session.flush()

    def _create(self, table: type[Any], row: Row) -> None:
        self.session.add(table(id=row.id, **row.values))
        self._remember(row)
        changes = dict.fromkeys(row.values, (None, None))
        self._record(row, changes, act="reference.create")
        self.created += 1

    def _update(self, entity: Editable, row: Row, frozen: Set[str]) -> None:
        """Set what the files changed; keep what a person changed, and `frozen` fields."""
        different = {
            name: (current, value)
            for name, value in row.values.items()
            if plain(current := getattr(entity, name)) != plain(value)
        }
        known = self.before.get(row.id)
        kept = {
            name
            for name, (current, _) in different.items()
            if name in frozen or known is None or _edited(known, name, current)
        }
        if kept:
            self.kept.append(Kept(row.kind, row.slug, tuple(sorted(kept))))
        changes = {name: pair for name, pair in different.items() if name not in kept}
        if changes:
            self._apply(entity, row, changes)
        else:
            self.unchanged += 1
        self._remember(row, except_for=kept)

    def _apply(self, entity: Editable, row: Row, changes: Changes) -> None:
        for name, (_, value) in changes.items():
            setattr(entity, name, value)
        # One by one: an adoption leaves one claim before it reaches the next.
        self.session.flush()
        self._record(row, changes, act="reference.update")
        self.updated += 1

    def _decided_by_people(self, present: Mapping[UUID, Any]) -> Set[UUID]:
        """Return the agreements whose adopted claim a person chose."""
        return {
            claim.agreement_id
            for key, claim in present.items()
            if isinstance(claim, DateClaim)
            and key in self.before
            and claim.adopted != self.before[key].loaded["adopted"]
        }

    def _remember(self, row: Row, *, except_for: Set[str] = frozenset()) -> None:
        """Keep the loaded values; of kept fields, those by which the edit was told."""
        values = {name: plain(value) for name, value in row.values.items()}
        known = self.before.get(row.id)
        if known is None:
            self.session.add(LoadedRow(row_id=row.id, kind=row.kind, slug=row.slug, loaded=values))
            return
        values |= {name: known.loaded[name] for name in except_for if name in known.loaded}
        if known.loaded != values:
            known.loaded = values

    def _record(self, row: Row, changes: Changes, *, act: str) -> None:
        self.changed = True
        record(
            self.session,
            actor=self.actor,
            act=act,
            subject=Subject(row.kind, row.id),
            changes=changes,
            without_values=act == "reference.create",
        )


def _edited(known: LoadedRow, name: str, current: object) -> bool:
    """Say whether a field is no longer as it was loaded; a field new in the files is not."""
    return name in known.loaded and known.loaded[name] != plain(current)
