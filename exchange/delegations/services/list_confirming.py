"""Confirm a list of members: exactly what was announced, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Localized, flush
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.delegations.enums import LIST_STEPS, ListState, MemberField, MemberRole
from exchange.delegations.memberlist.diff import DiffRow, MemberDiff
from exchange.delegations.memberlist.dryrun import ListRun
from exchange.delegations.memberlist.names import merged_name
from exchange.delegations.models import MemberList, Visit, VisitMember
from exchange.delegations.precedence import by_role, followed, succeeded
from exchange.delegations.queries import locked_visit, members_of
from exchange.delegations.queries.lists import list_run, locked_list
from exchange.delegations.services.lists import ensure_waiting
from exchange.delegations.services.members import (
    Membership,
    admit,
    let_go,
    membership_of,
    restate_member,
)
from exchange.delegations.services.orders import rank_members
from exchange.delegations.services.visits import subject_of
from exchange.people.queries import person_by_id
from exchange.people.services import add_person, correct_person


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person confirms: the dry run they saw, and who came in whose place."""

    #: `MemberDiff.digest` of what was shown.
    digest: str
    #: By member that leaves: the row of who comes instead.
    replacements: Mapping[UUID, int] = field(default_factory=dict)
    #: Whether titles without approved words are kept as they were sent.
    leave_titles: bool = False


def confirm_list(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    confirmation: Confirmation,
    ring: Keyring,
) -> MemberList:
    """Take over what was announced, all of it or nothing; confirmed twice it is once.

    Raises DomainError where it would no longer be what the person saw.
    """
    visit = locked_visit(session, visit_id)
    row = locked_list(session, visit_id, key)
    if row.state is ListState.CONFIRMED:
        return row
    ensure_waiting(row)
    run = list_run(session, visit, row, ring)
    _ensure(run, confirmation)
    _Taking(session, actor, visit, run.diff).take_over(confirmation.replacements)
    LIST_STEPS.ensure(row.state, ListState.CONFIRMED)
    row.state, row.kept, row.confirmed_at = ListState.CONFIRMED, None, clock.now()
    row.outcome = {fate.value: count for fate, count in run.diff.counts.items()}
    flush(session)
    record(
        session,
        actor=actor,
        act="lists.confirm",
        subject=subject_of(visit),
        changes={"list": (None, row.id), "outcome": (None, row.outcome)},
    )
    return row


def _ensure(run: ListRun, confirmation: Confirmation) -> None:
    """Refuse what is not what was shown, is not whole, or leaves a title unasked."""
    if run.diff.digest != confirmation.digest:
        raise DomainError(message("delegations.list.error.other"))
    if run.faults:
        raise DomainError(run.faults[0])
    if not run.is_clean:
        raise DomainError(message("delegations.list.error.refused"))
    if run.diff.asked and not confirmation.leave_titles:
        sentence = message("delegations.list.error.titles", count=len(run.diff.asked))
        raise DomainError(sentence, field="leave_titles")
    added = {row.number for row in run.diff.added}
    chosen = list(confirmation.replacements.values())
    gone = {member.id for member in run.diff.gone}
    if not gone.issuperset(confirmation.replacements) or not added.issuperset(chosen):
        raise DomainError(message("delegations.list.error.other"))
    if len(set(chosen)) < len(chosen):
        raise DomainError(message("delegations.list.error.replaced_twice"))


@dataclass(slots=True)
class _Taking:
    """Applies a diff to a visit whose row is locked."""

    session: Session
    actor: Actor
    visit: Visit
    diff: MemberDiff
    members: dict[UUID, VisitMember] = field(default_factory=dict)
    #: By row of the list.
    met: dict[int, VisitMember] = field(default_factory=dict)

    def take_over(self, replacements: Mapping[UUID, int]) -> None:
        """Let who is gone go first, then who was head; a head and a rank are free when taken.

        Who comes instead of somebody has that one's place; who joins besides comes last.
        """
        present = members_of(self.session, self.visit.id)
        self.members = {member.id: member for member in present}
        for gone in self.diff.gone:
            let_go(self.session, actor=self.actor, visit=self.visit, member=self.members[gone.id])
        stepping_down = [row for row in self.diff.rows if _steps_down(row)]
        for row in [*stepping_down, *(each for each in self.diff.rows if not _steps_down(each))]:
            if row.member is not None:
                self._restate(row, self.members[row.member.id])
        for row in self._newcomers(is_first=not present):
            self._admit(row)
        for row in self.diff.rows:
            self._accompany(row)
        heirs = {self.members[key]: self.met[number] for key, number in replacements.items()}
        for member, heir in heirs.items():
            member.replaced_by_id = heir.id
        flush(self.session)
        if heirs:
            there = members_of(self.session, self.visit.id)
            rank_members(self.session, followed(succeeded(present, heirs), there))

    def _newcomers(self, *, is_first: bool) -> Sequence[DiffRow]:
        """Return who is new: in the usual order for a first list, else as the list has them."""
        rows = {row.number: row for row in self.diff.added}
        if not is_first:
            return list(rows.values())
        return [rows[number] for number in by_role({n: row.role for n, row in rows.items()})]

    def _restate(self, row: DiffRow, member: VisitMember) -> None:
        self.met[row.number] = member
        if not row.changes:
            return
        entry, person, before = row.read.entry, member.person, membership_of(member)
        correct_person(
            self.session,
            actor=self.actor,
            key=person.id,
            version=person.version,
            name=merged_name(person.name, entry.name),
            affiliation=_said(entry.affiliation, person.affiliation),
        )
        title, as_sent = _title(row, before)
        membership = Membership(
            role=row.role,
            title=title,
            title_as_sent=as_sent,
            diet=_said(entry.diet, before.diet),
            mobility=_said(entry.mobility, before.mobility),
            companion_of_id=before.companion_of_id,
        )
        restate_member(
            self.session,
            actor=self.actor,
            visit=self.visit,
            member=member,
            membership=membership,
        )

    def _admit(self, row: DiffRow) -> None:
        entry = row.read.entry
        membership = Membership(
            role=row.role,
            title=row.title.approved,
            title_as_sent=row.title.as_sent or "",
            diet=entry.diet or "",
            mobility=entry.mobility or "",
        )
        self.met[row.number] = admit(
            self.session,
            actor=self.actor,
            visit=self.visit,
            person_id=self._person(row),
            membership=membership,
            is_demo=self.visit.is_demo,
        )

    def _person(self, row: DiffRow) -> UUID:
        """Add somebody new, or bring what is known of somebody to how the list writes it."""
        entry, known = row.read.entry, row.person
        if known is None:
            person = add_person(
                self.session,
                actor=self.actor,
                name=entry.name,
                affiliation=entry.affiliation or "",
                is_demo=self.visit.is_demo,
            )
        else:
            person = person_by_id(self.session, known.id)
            correct_person(
                self.session,
                actor=self.actor,
                key=person.id,
                version=person.version,
                name=merged_name(person.name, entry.name),
                affiliation=_said(entry.affiliation, person.affiliation),
            )
        return person.id

    def _accompany(self, row: DiffRow) -> None:
        """Set whom a member accompanies once everybody of the list is a member."""
        is_new = row.member is None and row.companion is not None
        if not is_new and MemberField.COMPANION not in row.changes:
            return
        other = self.met[row.companion].id if isinstance(row.companion, int) else row.companion
        member = self.met[row.number]
        restate_member(
            self.session,
            actor=self.actor,
            visit=self.visit,
            member=member,
            membership=replace(membership_of(member), companion_of_id=other),
        )


def _steps_down(row: DiffRow) -> bool:
    return row.changes.get(MemberField.ROLE, (None, None))[0] is MemberRole.LEADER


def _title(row: DiffRow, before: Membership) -> tuple[Localized | None, str | None]:
    if MemberField.TITLE not in row.changes:
        return before.title, before.title_as_sent
    return row.title.approved, row.title.as_sent


def _said(new: str | None, old: str) -> str:
    return old if new is None else new
