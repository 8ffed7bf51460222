"""Taking in the dates a person has looked at: history, closed days there, or days to avoid."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.calendars.enums import Intake
from exchange.calendars.intake import Proposal
from exchange.closures.services import AvoidedPlan, ClosedPlan, avoid_days, close_days
from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.partners.enums import FactKind, SourceKind
from exchange.partners.services import FactDetails, SourceDetails, add_fact, add_source


def take_in(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    slug: str,
    intake: Intake,
    source: str,
    taken: Sequence[Proposal],
) -> None:
    """Save proposals under the key of their form, each with its source; sent twice, saved once."""
    if intake is Intake.AVOIDED:
        for each in taken:
            avoid_days(session, actor=actor, plan=_plan(each, slug, source), key=_key(key, each))
        return
    if intake is Intake.HOLIDAYS:
        for each in taken:
            plan = _closed(each, slug, source)
            close_days(session, actor=actor, plan=plan, key=_key(key, each))
        return
    cited = add_source(
        session,
        actor=actor,
        slug=f"IMPORT-{key.hex}",
        details=SourceDetails(kind=SourceKind.DATA, title=Localized({"ja": source})),
        key=key,
    )
    for each in taken:
        add_fact(
            session,
            actor=actor,
            slug=slug,
            kind=FactKind.HISTORY,
            details=_details(each, cited.id),
            key=_key(key, each),
        )


def _key(key: UUID, proposal: Proposal) -> UUID:
    return uuid5(key, str(proposal.number))


def _plan(proposal: Proposal, slug: str, source: str) -> AvoidedPlan:
    assert proposal.first is not None, "a proposal with a problem is never taken"
    assert proposal.last is not None, "a proposal with a problem is never taken"
    return AvoidedPlan(
        place=slug,
        starts=proposal.first.earliest,
        ends=proposal.last.latest,
        reason=f"{proposal.title}（{source}）",
    )


def _closed(proposal: Proposal, slug: str, source: str) -> ClosedPlan:
    assert proposal.first is not None, "a proposal with a problem is never taken"
    assert proposal.last is not None, "a proposal with a problem is never taken"
    return ClosedPlan(
        place=slug,
        starts=proposal.first.earliest,
        ends=proposal.last.latest,
        name=proposal.title,
        source=source,
    )


def _details(proposal: Proposal, source_id: UUID) -> FactDetails:
    """A span's last day stands behind its title: history is dated by where it begins."""
    lasting = proposal.last != proposal.first
    text = f"{proposal.title}（～{proposal.last}）" if lasting else proposal.title
    return FactDetails(
        source_id=source_id, text=Localized({"ja": text}), date=proposal.first, locator=""
    )
