"""Agreements on the register: made, changed, ended; parties and facts with what says so."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.entries import anniversary_entries, term_entries
from exchange.agreements.enums import (
    AgreementFactKind,
    AgreementKind,
    ClaimStanding,
    Criterion,
    PartyRole,
    TermKind,
)
from exchange.agreements.models import Agreement, AgreementParty, DateClaim
from exchange.agreements.queries import (
    adoptions_of,
    agreement_by_id,
    agreement_by_slug,
    agreement_with_parties,
    fact_of,
    register,
)
from exchange.agreements.rules import standing_of
from exchange.agreements.search import find_hits
from exchange.agreements.services import (
    TOPIC,
    AgreementDetails,
    ClaimDetails,
    FactDetails,
    NewSource,
    PartyDetails,
    add_claim,
    add_party,
    adopt_claims,
    correct_party,
    count_from,
    create_agreement,
    end_agreement,
    revise_agreement,
    state_fact,
)
from exchange.audit.models import AuditLine
from exchange.core.database import Localized, reference_uuid, uuid7
from exchange.core.dates import PartialDate
from exchange.core.entries import Audience, EntryQuery
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.core.revisions import revisions
from exchange.partners.enums import SourceKind
from exchange.partners.models import Partner, Source
from exchange.partners.services import SourceDetails
from tests.factories.attachments import make_document
from tests.servers.statements import count_statements

ACTOR = system_actor("test")
DAY = PartialDate.parse
ULSAN = reference_uuid("agreement", "ulsan-2010")
MEMORANDUM = reference_uuid("agreement", "kaohsiung-2013")
SOURCE = reference_uuid("source", "KM-US")


def details(**changes: Any) -> AgreementDetails:  # noqa: ANN401 - any of its fields
    values: dict[str, Any] = {
        "kind": AgreementKind.MEMORANDUM,
        "title": Localized({"ja": "見本の覚書"}),
        "term_kind": TermKind.FIXED,
        "term_years": 3,
        "fields": ["culture"],
        "text_languages": ["ja", "ko"],
        "document_number": "国際第1号",
    }
    return AgreementDetails(**(values | changes))


def partner(session: Session, slug: str = "ulsan") -> Partner:
    return session.get_one(Partner, reference_uuid("partner", slug))


def created(session: Session, **changes: Any) -> Agreement:  # noqa: ANN401 - any of its fields
    return create_agreement(
        session, actor=ACTOR, partner=partner(session), details=details(**changes)
    )


def acts(session: Session) -> list[str]:
    lines = session.scalars(select(AuditLine).order_by(AuditLine.at, AuditLine.id))
    return [line.act for line in lines if line.act.startswith("agreements.")]


def dated(session: Session, agreement: Agreement, text: str) -> DateClaim:
    """Write a date down and adopt it."""
    said = ClaimDetails(date=DAY(text), source=SOURCE)
    claim = add_claim(session, actor=ACTOR, agreement_id=agreement.id, details=said)
    adopt_claims(session, actor=ACTOR, keys=[claim.id], reason="市の資料")
    session.expire_all()
    return claim


def test_a_new_agreement_is_the_city_s_and_the_partner_s(session: Session) -> None:
    key, known = uuid7(), revisions(session, [TOPIC])[TOPIC]
    made = [
        create_agreement(session, actor=ACTOR, partner=partner(session), details=details(), key=key)
        for _ in range(2)
    ]
    assert made[0] is made[1]
    found = agreement_by_slug(session, made[0].slug)
    assert found.slug == f"ulsan-{key.hex[-8:]}"
    assert [party.names["ja"] for party in found.parties] == ["熊本市", "蔚山広域市"]
    assert found.parties[1].partner_id == found.partner_id
    assert (found.term_years, found.text_languages) == (3, ["ja", "ko"])
    assert found.clair_council is Criterion.UNKNOWN
    assert acts(session) == ["agreements.create"]
    assert revisions(session, [TOPIC])[TOPIC] == known + 1


def test_what_is_stated_changes_and_the_same_again_is_no_change(session: Session) -> None:
    made = created(session)
    said = details(
        term_kind=TermKind.NONE, term_years=None, predecessor_id=ULSAN, signing=["by-deputy"]
    )
    for version in (1, 2):
        revise_agreement(session, actor=ACTOR, key=made.id, version=version, details=said)
    assert (made.version, made.predecessor_id, made.signing) == (2, ULSAN, ["by-deputy"])
    assert [manner.value for manner in made.signing_manners] == ["by-deputy"]
    assert acts(session) == ["agreements.create", "agreements.revise"]


def test_fields_named_by_hand_are_no_longer_their_source_s(session: Session) -> None:
    ulsan = agreement_by_id(session, ULSAN)
    assert ulsan.fields_source_id is not None
    said = details(title=ulsan.title, fields=ulsan.fields)
    revise_agreement(session, actor=ACTOR, key=ULSAN, version=1, details=said)
    assert ulsan.fields_source_id is not None
    said = details(title=ulsan.title, fields=["culture"])
    revise_agreement(session, actor=ACTOR, key=ULSAN, version=2, details=said)
    assert ulsan.fields_source_id is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("覚書", ["kaohsiung-2013"]),
        ("letter of INTENT", ["aix-en-provence-2012"]),
        ("備忘錄", ["kaohsiung-2013"]),
        ("", []),
    ],
)
def test_an_agreement_is_found_by_staff_alone(
    session: Session, text: str, slugs: list[str]
) -> None:
    hits = find_hits(session, text, ACTOR)
    assert [hit.path for hit in hits] == [f"/agreements/{slug}/" for slug in slugs]
    school = Actor(user_id=None, role=Role.SCHOOL, name="見本学校")
    assert find_hits(session, text, school) == []


def test_a_stale_or_impossible_change_is_refused(session: Session) -> None:
    made = created(session)
    with pytest.raises(StaleRowError):
        revise_agreement(session, actor=ACTOR, key=made.id, version=7, details=details())
    for said in (
        details(predecessor_id=MEMORANDUM),
        details(predecessor_id=made.id),
        details(term_years=None),
    ):
        with pytest.raises(DomainError):
            revise_agreement(session, actor=ACTOR, key=made.id, version=1, details=said)
    with pytest.raises(NotFoundError):
        revise_agreement(session, actor=ACTOR, key=uuid4(), version=1, details=details())


def test_an_agreement_ends_with_its_day_and_reason_and_stays(session: Session) -> None:
    made = created(session)
    dated(session, made, "2020-04-01")
    version = agreement_by_id(session, made.id).version
    for ended_on, reason, field in (
        ("2024-03-31", "", "reason"),
        ("2019", "合意", "ended_on"),
    ):
        with pytest.raises(DomainError) as error:
            end_agreement(
                session,
                actor=ACTOR,
                key=made.id,
                version=version,
                ended_on=DAY(ended_on),
                reason=reason,
            )
        assert error.value.field == field
    for again in (version, version + 1):
        ended = end_agreement(
            session,
            actor=ACTOR,
            key=made.id,
            version=again,
            ended_on=DAY("2024-03-31"),
            reason="合意による終了",
        )
    assert (str(ended.ended_on), ended.end_reason) == ("2024-03-31", "合意による終了")
    assert acts(session).count("agreements.end") == 1
    assert made.slug in {one.slug for one in register(session)}


def test_no_anniversary_is_counted_after_an_end(session: Session) -> None:
    query = EntryQuery(
        first=date(2026, 1, 1),
        last=date(2030, 12, 31),
        language="ja",
        partners=frozenset({"ulsan"}),
    )
    assert len(anniversary_entries(session, query)) == 5
    end_agreement(
        session, actor=ACTOR, key=ULSAN, version=1, ended_on=DAY("2028-03"), reason="見本"
    )
    session.expire_all()
    assert len(anniversary_entries(session, query)) == 2


def test_a_term_reminds_staff_and_nobody_else(session: Session) -> None:
    made = created(session)
    dated(session, made, "2024-10-05")
    query = EntryQuery(
        first=date(2027, 1, 1),
        last=date(2027, 12, 31),
        language="ja",
        audience=Audience.STAFF,
        partners=frozenset({"ulsan"}),
    )
    reminder, end = term_entries(session, query)
    assert (reminder.starts, end.starts) == (date(2027, 4, 1), date(2027, 10, 1))
    assert reminder.title == "4月中（日は未確定）蔚山広域市「見本の覚書」期間満了まで6か月"
    assert end.title == "10月中（日は未確定）蔚山広域市「見本の覚書」期間満了"
    assert end.uid == f"{made.slug}-term@exchange.kumamoto-city"
    assert reminder.uid == f"{made.slug}-term-reminder@exchange.kumamoto-city"
    assert {reminder.audience, end.audience} == {Audience.STAFF}
    assert term_entries(session, EntryQuery(query.first, query.last, "ja")) == ()
    german = EntryQuery(query.first, query.last, "de", audience=Audience.STAFF)
    assert "months until the term" in term_entries(session, german)[0].title


def test_agreements_without_a_term_remind_nobody(session: Session) -> None:
    query = EntryQuery(date(2017, 1, 1), date(2060, 12, 31), "ja", audience=Audience.STAFF)
    assert term_entries(session, query) == []
    past = EntryQuery(date(2016, 1, 1), date(2016, 12, 31), "en", audience=Audience.STAFF)
    assert [entry.path for entry in term_entries(session, past)] == [
        "/agreements/kaohsiung-2013/",
        "/agreements/kaohsiung-2013/",
    ]


def test_a_claim_is_written_down_and_waits(session: Session) -> None:
    said = ClaimDetails(
        date=DAY("2010-05"), source=SOURCE, locator="p. 3", note=Localized({"ja": "見本"})
    )
    key = uuid7()
    for _ in range(2):
        claim = add_claim(session, actor=ACTOR, agreement_id=ULSAN, details=said, key=key)
    session.expire_all()
    ulsan = agreement_by_slug(session, "ulsan-2010")
    assert standing_of(ulsan, claim.id) is ClaimStanding.CONFLICTS
    assert acts(session) == ["agreements.add_claim"]
    finer = add_claim(
        session,
        actor=ACTOR,
        agreement_id=ULSAN,
        details=ClaimDetails(date=DAY("2010-04-26"), source=SOURCE),
    )
    session.expire_all()
    assert standing_of(agreement_by_slug(session, "ulsan-2010"), finer.id) is ClaimStanding.REFINES


def test_a_claim_may_bring_its_source(session: Session) -> None:
    told = SourceDetails(kind=SourceKind.NEWS, title=Localized({"ja": "見本新聞"}))
    said = ClaimDetails(date=DAY("2010-04-26"), source=NewSource(slug="MIHON", details=told))
    claim = add_claim(session, actor=ACTOR, agreement_id=ULSAN, details=said)
    source = session.get_one(Source, claim.source_id)
    assert (source.slug, source.title["ja"]) == ("MIHON", "見本新聞")


def test_the_same_claim_twice_is_refused(session: Session) -> None:
    said = ClaimDetails(date=DAY("2010-04"), source=SOURCE)
    with pytest.raises(DomainError) as error:
        add_claim(session, actor=ACTOR, agreement_id=ULSAN, details=said)
    assert error.value.field == "date"


def test_adoptions_are_told_with_their_reasons(session: Session) -> None:
    claim = reference_uuid("date_claim", "ulsan-2010/SEOUL/2010-04-26")
    adopt_claims(session, actor=ACTOR, keys=[claim], reason="三紙が一致")
    (adoption,) = adoptions_of(session, ULSAN)
    assert (str(adoption.before), str(adoption.after)) == ("2010-04", "2010-04-26")
    assert (adoption.by, adoption.reason) == ("test", "三紙が一致")
    first = reference_uuid("date_claim", "rome-ga-2025/MATSUKAWA/2025-10")
    adopt_claims(session, actor=ACTOR, keys=[first], reason="市の資料")
    pledge = reference_uuid("agreement", "rome-ga-2025")
    assert adoptions_of(session, pledge)[0].before is None


def test_a_party_is_added_corrected_and_succeeded(session: Session) -> None:
    said = PartyDetails(names=Localized({"ja": "見本県"}), role=PartyRole.CO_PARTY)
    key = uuid7()
    for _ in range(2):
        party = add_party(session, actor=ACTOR, agreement_id=ULSAN, details=said, key=key)
    session.expire_all()
    parties = agreement_with_parties(session, ULSAN).parties
    assert [one.names["ja"] for one in parties] == ["熊本市", "蔚山広域市", "見本県"]
    ended = PartyDetails(
        names=said.names,
        role=said.role,
        until=DAY("2020-03-31"),
        successor_id=parties[0].id,
        source_id=SOURCE,
    )
    for version in (1, 2):
        correct_party(
            session, actor=ACTOR, agreement_id=ULSAN, key=key, version=version, details=ended
        )
    assert (party.version, party.successor_id) == (2, parties[0].id)
    assert acts(session) == ["agreements.add_party", "agreements.correct_party"]
    with pytest.raises(StaleRowError):
        correct_party(session, actor=ACTOR, agreement_id=ULSAN, key=key, version=1, details=ended)
    with pytest.raises(NotFoundError):
        correct_party(
            session, actor=ACTOR, agreement_id=MEMORANDUM, key=key, version=1, details=ended
        )


def test_a_first_party_stands_first(session: Session) -> None:
    made = created(session)
    for party in session.scalars(
        select(AgreementParty).where(AgreementParty.agreement_id == made.id)
    ):
        session.delete(party)
    session.flush()
    said = PartyDetails(names=Localized({"ja": "見本市"}), role=PartyRole.SIGNATORY)
    assert add_party(session, actor=ACTOR, agreement_id=made.id, details=said).position == 1


def test_a_fact_names_what_says_so(session: Session) -> None:
    council = AgreementFactKind.COUNCIL
    text = Localized({"ja": "議決書による"})
    document = make_document(session, Subject("agreement", ULSAN))
    other = make_document(session, Subject("agreement", MEMORANDUM))
    for said, field in (
        (FactDetails(text=text), "source_id"),
        (FactDetails(text=text, document_id=other.id), "document_id"),
    ):
        with pytest.raises(DomainError) as error:
            state_fact(
                session, actor=ACTOR, agreement_id=ULSAN, kind=council, version=0, details=said
            )
        assert error.value.field == field
    said = FactDetails(text=text, document_id=document.id)
    for version in (0, 1):
        fact = state_fact(
            session, actor=ACTOR, agreement_id=ULSAN, kind=council, version=version, details=said
        )
    assert fact_of(session, ULSAN, council) is fact
    assert acts(session) == ["agreements.state_fact"]
    changed = FactDetails(text=Localized({"ja": "議事録による"}), source_id=SOURCE)
    state_fact(session, actor=ACTOR, agreement_id=ULSAN, kind=council, version=1, details=changed)
    with pytest.raises(StaleRowError):
        state_fact(session, actor=ACTOR, agreement_id=ULSAN, kind=council, version=1, details=said)


def test_anniversaries_are_counted_from_an_agreement_once(session: Session) -> None:
    made = created(session)
    basis = count_from(session, actor=ACTOR, agreement=made)
    assert (basis.slug, basis.is_public) == (made.slug, False)
    with pytest.raises(DomainError) as error:
        count_from(session, actor=ACTOR, agreement=made)
    assert error.value.sentence.id == "agreements.error.counted_already"


def test_the_register_costs_the_same_whatever_its_rows(session: Session) -> None:
    session.expunge_all()
    with count_statements() as statements:
        found = register(session)
    assert len(found) == 13
    assert len(statements) <= 4
