"""Adopting claims and opening bases."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Basis, DateClaim
from exchange.agreements.queries import agreement_by_slug, basis_by_slug, waiting_claims
from exchange.agreements.rules import sources_disagree
from exchange.agreements.services import (
    TOPIC,
    ClaimDetails,
    add_claim,
    adopt_claims,
    publish_basis,
    set_claim_aside,
    withdraw_basis,
)
from exchange.audit.models import AuditLine
from exchange.core.database import reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import system_actor
from exchange.core.revisions import revisions

ACTOR = system_actor("test")


def claim(session: Session, slug: str) -> DateClaim:
    return session.get_one(DateClaim, reference_uuid("date_claim", slug))


def revision(session: Session) -> int:
    return revisions(session, [TOPIC])[TOPIC]


def last_line(session: Session, act: str) -> AuditLine:
    return session.scalars(select(AuditLine).where(AuditLine.act == act)).one()


def test_an_adopted_claim_takes_the_place_of_the_one_before(session: Session) -> None:
    before, wanted = (
        claim(session, "ulsan-2010/KM-US/2010-04"),
        claim(session, "ulsan-2010/SEOUL/2010-04-26"),
    )
    known = revision(session)
    adopt_claims(session, actor=ACTOR, keys=[wanted.id], reason="三紙が一致")
    assert (before.adopted, wanted.adopted) == (False, True)
    assert revision(session) == known + 1
    line = last_line(session, "agreements.adopt_claim")
    assert line.subject_id == reference_uuid("agreement", "ulsan-2010")
    assert {value.field: (value.old, value.new) for value in line.values} == {
        "adopted_date": ("2010-04", "2010-04-26"),
        "reason": (None, "三紙が一致"),
    }


def test_several_claims_are_adopted_for_one_reason(session: Session) -> None:
    keys = [
        claim(session, "rome-ga-2025/MATSUKAWA/2025-10").id,
        claim(session, "ulsan-2010/EJA/2010-04-26").id,
    ]
    adopt_claims(session, actor=ACTOR, keys=keys, reason="確認済み")
    found = {str(one.claim.date) for one in waiting_claims(session)}
    assert found == {"2010-03-23"}


def test_adopting_the_adopted_claim_changes_nothing(session: Session) -> None:
    adopted = claim(session, "ulsan-2010/KM-US/2010-04")
    adopt_claims(session, actor=ACTOR, keys=[adopted.id], reason="そのまま")
    assert adopted.adopted is True
    acts = session.scalars(select(AuditLine.act).distinct()).all()
    assert "agreements.adopt_claim" not in acts


def test_a_choice_and_a_reason_are_needed(session: Session) -> None:
    key = claim(session, "ulsan-2010/SEOUL/2010-04-26").id
    for keys, reason, field in (([], "理由", "claims"), ([key], "", "reason")):
        with pytest.raises(DomainError) as error:
            adopt_claims(session, actor=ACTOR, keys=keys, reason=reason)
        assert error.value.field == field


def test_two_claims_of_one_agreement_are_refused(session: Session) -> None:
    keys = [claim(session, f"ulsan-2010/{name}/2010-04-26").id for name in ("SEOUL", "CNB")]
    with pytest.raises(DomainError) as error:
        adopt_claims(session, actor=ACTOR, keys=keys, reason="理由")
    assert error.value.sentence.id == "agreements.error.two_of_one"


def test_an_unknown_claim_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        adopt_claims(session, actor=ACTOR, keys=[uuid4()], reason="理由")


def test_a_basis_is_opened_and_withdrawn(session: Session) -> None:
    takeover = basis_by_slug(session, "rome-ga-takeover")
    known = revision(session)
    publish_basis(session, actor=ACTOR, basis=takeover, version=1)
    assert (takeover.is_public, takeover.version) == (True, 2)
    withdraw_basis(session, actor=ACTOR, basis=takeover, version=2)
    assert takeover.is_public is False
    assert revision(session) == known + 2
    for act in ("agreements.publish_basis", "agreements.withdraw_basis"):
        assert last_line(session, act).fields == ["is_public"]


def test_a_basis_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    takeover = basis_by_slug(session, "rome-ga-takeover")
    with pytest.raises(StaleRowError):
        publish_basis(session, actor=ACTOR, basis=takeover, version=7)
    assert session.get_one(Basis, takeover.id).is_public is False


def test_an_unknown_basis_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        basis_by_slug(session, "nowhere")


def test_a_claim_set_aside_leaves_the_pages_and_the_disagreement(session: Session) -> None:
    rival = claim(session, "rome-ga-takeover/KM-RO/2010-03-23")
    known = revision(session)
    set_claim_aside(session, actor=ACTOR, key=rival.id, reason="合併の日であり、承継の日ではない")
    session.expire_all()
    assert str(rival.id) not in {str(one.claim.id) for one in waiting_claims(session)}
    assert not sources_disagree(agreement_by_slug(session, "rome-ga-takeover").claims)
    assert revision(session) == known + 1
    line = last_line(session, "agreements.set_claim_aside")
    assert {value.field: (value.old, value.new) for value in line.values} == {
        "date": ("2010-03-23", None),
        "reason": (None, "合併の日であり、承継の日ではない"),
    }
    with pytest.raises(NotFoundError):
        set_claim_aside(session, actor=ACTOR, key=rival.id, reason="もう一度")


def test_the_adopted_claim_and_an_act_without_reason_are_refused(session: Session) -> None:
    adopted = claim(session, "ulsan-2010/KM-US/2010-04")
    with pytest.raises(DomainError) as refused:
        set_claim_aside(session, actor=ACTOR, key=adopted.id, reason="誤り")
    assert refused.value.sentence.id == "agreements.error.adopted_stays"
    with pytest.raises(DomainError) as refused:
        set_claim_aside(session, actor=ACTOR, key=adopted.id, reason="")
    assert refused.value.sentence.id == "agreements.error.no_reason"


def test_a_date_still_ahead_is_no_claim(session: Session) -> None:
    source = claim(session, "ulsan-2010/KM-US/2010-04").source_id
    details = ClaimDetails(date=PartialDate(9999), source=source, locator="1")
    with pytest.raises(DomainError) as refused:
        add_claim(
            session,
            actor=ACTOR,
            agreement_id=reference_uuid("agreement", "ulsan-2010"),
            details=details,
        )
    assert (refused.value.sentence.id, refused.value.field) == ("core.date.ahead", "date")
