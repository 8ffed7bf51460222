"""Verbs on drafts of merges: write one, choose whom it goes to, drop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    raise_version,
    restate,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import Direction
from exchange.delegations.queries import visit_by_id
from exchange.letters.enums import Hindrance, LetterKind, MergeChannel
from exchange.letters.merging import hindrance, language_of, language_of_organisation
from exchange.letters.models import MailMerge, MergeRecipient
from exchange.letters.queries.merges import (
    Candidate,
    RecipientFilter,
    all_recipients,
    candidates_of,
    chosen_in,
    locked_merge,
    recipient_of,
)
from exchange.letters.rules import ensure_no_places, ensure_places

#: A visit's own people are written to in Japanese, its guests in their language.
_OURS: Final = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What a person states about a merge."""

    kind: LetterKind
    channel: MergeChannel
    number: str
    day: date
    title: Localized
    text: Localized
    sender: Localized
    visit_id: UUID | None = None


def draft_merge(
    session: Session,
    *,
    actor: Actor,
    plan: MergePlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> MailMerge:
    """Begin a merge; a form sent twice begins one. Raises DomainError for an unknown place."""
    _ensure(session, plan)
    merge, new = add_once(session, MailMerge(id=key or uuid7(), is_demo=is_demo, **stated(plan)))
    if new:
        values = {name: value for name, value in stated(plan).items() if value is not None}
        note_merge(session, merge, actor=actor, act="letters.merge", changes=created(values))
    return merge


def redraft_merge(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: MergePlan
) -> MailMerge:
    """Change a draft; a visit that is taken off it takes its members with it."""
    merge = _draft(session, key)
    expect_version(merge, version)
    _ensure(session, plan)
    if changes := restate(merge, stated(plan)):
        if "visit_id" in changes:
            _part_with(session, merge)
        flush(session)
        note_merge(session, merge, actor=actor, act="letters.correct_merge", changes=changes)
    return merge


def drop_merge(session: Session, *, actor: Actor, key: UUID, version: int) -> None:
    """Drop a draft; nothing of it was ever sent."""
    merge = _draft(session, key)
    expect_version(merge, version)
    merge.ended_at = clock.now()
    note_merge(
        session,
        merge,
        actor=actor,
        act="letters.drop_merge",
        changes={"ended_at": (None, merge.ended_at)},
    )
    flush(session)


def choose(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    wanted: RecipientFilter,
    keys: Sequence[UUID] | None = None,
) -> int:
    """Add those of a filter with these keys, or all that nothing stands against; say how many.

    Who is chosen already stays chosen once, in whatever post they are met again. The draft's
    version rises: who looked at it before does not let it leave to people they never saw.
    """
    merge = _draft(session, key)
    people, organisations = chosen_in(session, key)
    added = 0
    for each in candidates_of(session, merge, wanted, keys):
        if keys is None and _stands_back(each):
            continue
        who = each.person.id if each.person else each.organisation.id  # type: ignore[union-attr]  # one of both
        known = people if each.person else organisations
        if who not in known:
            known.add(who)
            session.add(_recipient(merge, each))
            added += 1
    if added:
        raise_version(merge)
        flush(session)
        note_merge(
            session, merge, actor=actor, act="letters.choose", changes={"count": (None, added)}
        )
    return added


def leave_out(session: Session, *, actor: Actor, key: UUID, recipient: UUID) -> None:
    """Take somebody out of a draft."""
    merge = _draft(session, key)
    session.delete(recipient_of(session, key, recipient))
    raise_version(merge)
    note_merge(session, merge, actor=actor, act="letters.choose", changes={"count": (1, None)})
    flush(session)


def hindrance_of(candidate: Candidate, today: date) -> Hindrance | None:
    """Say why somebody is not ticked from the start; an organisation always is."""
    if candidate.person is None:
        return None
    return hindrance(candidate.person, candidate.post, today, unsure=candidate.unsure)


def spoken(merge: MailMerge, candidate: Candidate) -> str:
    """Return the language somebody is written to in; English where it is not known."""
    if candidate.unsure:
        return Language.EN
    if candidate.organisation is not None:
        return language_of_organisation(candidate.organisation, candidate.partner)
    ours = candidate.member is not None and _goes_out(merge)
    return _OURS if ours else language_of(candidate.partner)


def _ensure(session: Session, plan: MergePlan) -> None:
    if plan.visit_id is not None:
        visit_by_id(session, plan.visit_id)
    for field in ("title", "text"):
        ensure_places(field, getattr(plan, field), has_visit=plan.visit_id is not None)
    ensure_no_places("sender", plan.sender)


def _part_with(session: Session, merge: MailMerge) -> None:
    """Leave out the members of a visit the merge is no longer about, and partners not of it."""
    visit = visit_by_id(session, merge.visit_id) if merge.visit_id else None
    partners = {partner.id for partner in visit.partners} if visit else None
    for recipient in all_recipients(session, merge.id):
        elsewhere = partners is not None and recipient.partner_id not in partners
        if recipient.member_id is not None or elsewhere:
            session.delete(recipient)


def _draft(session: Session, key: UUID) -> MailMerge:
    merge = locked_merge(session, key)
    if merge.confirmed_at is not None:
        raise DomainError(message("letters.error.merge_sent"))
    return merge


def _stands_back(candidate: Candidate) -> bool:
    return hindrance_of(candidate, clock.today()) is not None


def _recipient(merge: MailMerge, candidate: Candidate) -> MergeRecipient:
    return MergeRecipient(
        merge_id=merge.id,
        partner_id=candidate.partner.id,
        rank=candidate.partner.number,
        person_id=candidate.person.id if candidate.person else None,
        organisation_id=candidate.organisation.id if candidate.organisation else None,
        post_id=candidate.post.id if candidate.post else None,
        member_id=candidate.member.id if candidate.member else None,
        language=spoken(merge, candidate),
        is_demo=merge.is_demo,
    )


def _goes_out(merge: MailMerge) -> bool:
    return merge.visit is not None and merge.visit.direction is Direction.OUT


def note_merge(
    session: Session, merge: MailMerge, *, actor: Actor, act: str, changes: Changes
) -> None:
    """Note what was done with a merge."""
    subject = Subject("mail_merge", merge.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
