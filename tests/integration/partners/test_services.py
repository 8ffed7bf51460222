"""Partners created, revised and ended; what is stated of them added, corrected, taken off."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, reference_uuid, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import system_actor
from exchange.core.revisions import revisions
from exchange.partners.enums import ExchangeField, FactKind, PartnerKind, Side, SourceKind
from exchange.partners.models import Partner, PartnerFact, Source
from exchange.partners.profile import other_facts, public_profile
from exchange.partners.queries import (
    all_sources,
    fact_by_id,
    organisation_by_id,
    organisations_of,
    partner_by_slug,
    partners_matching,
    present_partners,
    relation_by_id,
    relations_of,
    source_by_id,
)
from exchange.partners.services import (
    FactDetails,
    OrganisationDetails,
    PartnerDetails,
    RelationDetails,
    SourceDetails,
    add_fact,
    add_organisation,
    add_source,
    correct_fact,
    correct_organisation,
    correct_source,
    create_partner,
    end_fact,
    end_organisation,
    end_partnership,
    end_relation,
    put_first,
    relate,
    resume_partnership,
    revise_partner,
)

ACTOR = system_actor("tests")
TODAY = date(2026, 11, 22)
DETAILS = PartnerDetails(
    kind=PartnerKind.CITY,
    names=Localized({"ja": "見本市", "en": "Sample City", "ko": "견본시"}),
    kana="みほんし",
    native_name="Sample City",
    native_language="en",
    place=Localized({"ja": "見本国"}),
    country_code="XX",
    zone="Europe/Berlin",
    latitude=1.0,
    longitude=2.0,
    languages=["en"],
    currency="EUR",
    relation=Localized({"ja": "友好都市"}),
)


def source(session: Session, slug: str = "KM-HD") -> Source:
    return session.get_one(Source, reference_uuid("source", slug))


def partner(session: Session, slug: str) -> Partner:
    session.expire_all()
    return partner_by_slug(session, slug)


def made(session: Session) -> Partner:
    return create_partner(
        session, actor=ACTOR, slug="sample", details=DETAILS, citation="KM-HD 3", key=None
    )


def acts(session: Session, key: object) -> list[str]:
    found = select(AuditLine.act).where(AuditLine.subject_id == key).order_by(AuditLine.id)
    return list(session.scalars(found))


def test_a_partner_is_created_at_the_end_of_the_list(session: Session) -> None:
    before = revisions(session, ["partners"])
    new = made(session)
    assert (new.number, new.citations["names"], "parent" in new.citations) == (
        9,
        ["KM-HD 3"],
        False,
    )
    assert partners_matching(session, "견본") == [new]
    assert revisions(session, ["partners"]) != before
    assert acts(session, new.id) == ["partners.create"]


def test_a_form_sent_twice_makes_one_partner_and_a_slug_is_used_once(session: Session) -> None:
    key = uuid7()
    one, two = (
        create_partner(
            session, actor=ACTOR, slug="sample", details=DETAILS, citation="KM-HD", key=key
        )
        for _ in range(2)
    )
    assert one is two
    with pytest.raises(DomainError) as refusal:
        made(session)
    assert (refusal.value.sentence.id, refusal.value.field) == (
        "partners.error.slug_taken",
        "slug",
    )


def test_a_revision_cites_its_source_for_what_changed_alone(session: Session) -> None:
    new = made(session)
    changed = replace(DETAILS, latitude=3.0, names=Localized({"ja": "改名市"}))
    revised = revise_partner(
        session, actor=ACTOR, slug="sample", version=new.version, details=changed, citation="GEO"
    )
    assert (revised.citations["coordinates"], revised.citations["names"]) == (["GEO"], ["GEO"])
    assert revised.citations["kana"] == ["KM-HD 3"]
    assert partners_matching(session, "改名") == [revised]
    version = revised.version
    revise_partner(
        session, actor=ACTOR, slug="sample", version=version, details=changed, citation="TZ"
    )
    assert revised.version == version
    assert acts(session, new.id) == ["partners.create", "partners.revise"]
    with pytest.raises(StaleRowError):
        revise_partner(
            session, actor=ACTOR, slug="sample", version=1, details=DETAILS, citation="TZ"
        )


def test_a_partner_nobody_knows_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        resume_partnership(session, actor=ACTOR, slug="nowhere", version=1)


def test_a_partnership_ends_and_everything_else_stays(session: Session) -> None:
    ulsan = partner(session, "ulsan")
    number, facts = ulsan.number, len(ulsan.facts)
    ended = end_partnership(
        session,
        actor=ACTOR,
        slug="ulsan",
        version=ulsan.version,
        ended_on=PartialDate(2026, 3),
        source=source(session),
        note="見本",
        today=TODAY,
    )
    assert "ulsan" not in [one.slug for one in present_partners(session)]
    again = partner(session, "ulsan")
    assert (again.number, len(again.facts), again.ended_on) == (number, facts, PartialDate(2026, 3))
    with pytest.raises(DomainError) as refusal:
        end_partnership(
            session,
            actor=ACTOR,
            slug="ulsan",
            version=ended.version,
            ended_on=PartialDate(2026),
            source=source(session),
            note=None,
            today=TODAY,
        )
    assert refusal.value.sentence.id == "partners.error.ended_already"
    for _ in range(2):
        resume_partnership(session, actor=ACTOR, slug="ulsan", version=again.version)
    assert (again.ended_on, again.ended_source_id, again.end_note) == (None, None, None)
    assert acts(session, again.id)[-2:] == ["partners.end", "partners.resume"]


def add_figure(session: Session, key: UUID | None = None) -> PartnerFact:
    return add_fact(
        session,
        actor=ACTOR,
        slug="heidelberg",
        kind=FactKind.POPULATION,
        details=figure(session, 162000),
        key=key,
    )


def figure(session: Session, number: int) -> FactDetails:
    return FactDetails(source_id=source(session).id, figure=Decimal(number), date=PartialDate(2026))


def shown(session: Session) -> list[Decimal | None]:
    facts = public_profile(partner(session, "heidelberg")).facts[FactKind.POPULATION]
    return [fact.figure for fact in facts]


def test_a_new_figure_waits_behind_until_it_is_put_first(session: Session) -> None:
    key = uuid7()
    fact, again = (add_figure(session, key) for _ in range(2))
    assert fact is again
    heidelberg = partner(session, "heidelberg")
    assert (fact in other_facts(heidelberg), shown(session)) == (True, [Decimal(160000)])
    for _ in range(2):
        put_first(session, actor=ACTOR, partner=heidelberg, fact=fact)
    assert shown(session) == [Decimal(162000)]


def test_a_fact_is_corrected_and_taken_off_and_stays_on_record(session: Session) -> None:
    fact = add_figure(session)
    put_first(session, actor=ACTOR, partner=partner(session, "heidelberg"), fact=fact)
    for _ in range(2):
        details = figure(session, 163000)
        correct_fact(session, actor=ACTOR, fact=fact, version=fact.version, details=details)
    assert shown(session) == [Decimal(163000)]
    for _ in range(2):
        end_fact(session, actor=ACTOR, fact=fact, version=fact.version)
    assert shown(session) == [Decimal(160000)]
    assert session.get(PartnerFact, fact.id) is not None
    assert acts(session, fact.id) == [
        "partners.add_fact",
        "partners.put_fact_first",
        "partners.correct_fact",
        "partners.end_fact",
    ]


def test_a_fact_belongs_to_its_partner(session: Session) -> None:
    ulsan, guilin = partner(session, "ulsan"), partner(session, "guilin")
    with pytest.raises(NotFoundError):
        fact_by_id(session, ulsan.id, guilin.facts[0].id)


def test_an_organisation_is_added_corrected_and_taken_off(session: Session) -> None:
    ulsan = partner(session, "ulsan")
    details = OrganisationDetails(
        side=Side.THERE,
        field=ExchangeField.SPORT,
        names=Localized({"ja": "見本体育会"}),
        source_id=source(session).id,
        contact="sample@example.com",
    )
    one = add_organisation(session, actor=ACTOR, partner=ulsan, details=details)
    again = add_organisation(session, actor=ACTOR, partner=ulsan, details=details, key=one.id)
    assert again is one
    assert organisations_of(session, ulsan.id) == [one]
    assert organisation_by_id(session, ulsan.id, one.id) is one
    for _ in range(2):
        correct_organisation(
            session,
            actor=ACTOR,
            organisation=one,
            version=one.version,
            details=replace(details, contact=""),
        )
    for _ in range(2):
        end_organisation(session, actor=ACTOR, organisation=one, version=one.version)
    assert organisations_of(session, ulsan.id) == []
    assert acts(session, one.id) == [
        "partners.add_organisation",
        "partners.correct_organisation",
        "partners.end_organisation",
    ]
    with pytest.raises(NotFoundError):
        organisation_by_id(session, partner(session, "guilin").id, one.id)


def test_two_partners_are_related_once_the_first_of_the_list_first(session: Session) -> None:
    ulsan, guilin = partner(session, "ulsan"), partner(session, "guilin")
    details = RelationDetails(relation=Localized({"ja": "姉妹都市"}), source_id=source(session).id)
    one = relate(session, actor=ACTOR, partners=(ulsan, guilin), details=details)
    assert (one.partner_id, one.other_id) == (guilin.id, ulsan.id)
    assert (
        relate(session, actor=ACTOR, partners=(ulsan, guilin), details=details, key=one.id) is one
    )
    found = relation_by_id(session, one.id)
    assert [relation.id for relation in relations_of(session, ulsan.id)] == [one.id]
    for _ in range(2):
        end_relation(session, actor=ACTOR, relation=found, version=found.version)
    assert relations_of(session, ulsan.id) == []
    relate(session, actor=ACTOR, partners=(ulsan, guilin), details=details)
    with pytest.raises(DomainError) as refusal:
        relate(session, actor=ACTOR, partners=(guilin, ulsan), details=details)
    assert refusal.value.sentence.id == "partners.error.relation_known"


def test_a_partner_is_not_related_to_itself(session: Session) -> None:
    ulsan = partner(session, "ulsan")
    details = RelationDetails(relation=Localized({"ja": "姉妹都市"}), source_id=source(session).id)
    with pytest.raises(DomainError) as refusal:
        relate(session, actor=ACTOR, partners=(ulsan, ulsan), details=details)
    assert refusal.value.field == "other_id"
    with pytest.raises(NotFoundError):
        relation_by_id(session, uuid7())


def test_san_antonio_and_kaohsiung_are_sisters_too(session: Session) -> None:
    (found,) = relations_of(session, reference_uuid("partner", "kaohsiung"))
    assert (found.partner.slug, found.other.slug, str(found.since), found.source.slug) == (
        "san-antonio",
        "kaohsiung",
        "1982",
        "KSAT",
    )


def test_a_source_is_added_under_a_name_that_stays(session: Session) -> None:
    details = SourceDetails(kind=SourceKind.OFFICIAL, title=Localized({"ja": "見本ページ"}))
    one = add_source(session, actor=ACTOR, slug="SAMPLE", details=details)
    assert add_source(session, actor=ACTOR, slug="SAMPLE", details=details, key=one.id) is one
    assert one in all_sources(session)
    for _ in range(2):
        correct_source(
            session,
            actor=ACTOR,
            source=one,
            version=one.version,
            details=replace(details, url="https://example.com/"),
        )
    assert acts(session, one.id) == ["partners.add_source", "partners.correct_source"]
    assert source_by_id(session, one.id).url == "https://example.com/"
    with pytest.raises(NotFoundError):
        source_by_id(session, uuid7())
    with pytest.raises(DomainError) as refusal:
        add_source(session, actor=ACTOR, slug="見本", details=details)
    assert refusal.value.sentence.id == "partners.error.source_slug"
    with pytest.raises(DomainError) as refusal:
        add_source(session, actor=ACTOR, slug="SAMPLE", details=details)
    assert refusal.value.sentence.id == "partners.error.source_taken"
