"""The forms about a partner: shown, refused with what was typed, saved."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import reference_uuid
from exchange.core.permissions import Role
from exchange.partners.models import Organisation, Partner, PartnerFact, PartnerRelation, Source
from exchange.people.models import Person, Post
from tests.factories.people import make_person
from tests.factories.sources import make_source
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
KM = str(reference_uuid("source", "KM-HD"))
CITY = {
    "slug": "sample",
    "kind": "city",
    "names": "見本市",
    "names_ko": "견본시",
    "kana": "みほんし",
    "native_name": "Sample",
    "native_language": "en",
    "relation": "友好都市",
    "place": "見本国",
    "country_code": "XX",
    "zone": "Europe/Berlin",
    "latitude": "1.5",
    "longitude": "2.5",
    "languages": "en, de-DE",
    "currency": "EUR",
    "source_id": KM,
    "locator": "3",
}


@pytest.fixture
def coordinator(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def saved(visitor: Visitor, path: str, fields: dict[str, Any]) -> str:
    """Submit a form and return the page it leads to."""
    answer = visitor.submit(path, fields)
    assert answer.status_code == 302, answer.text
    return visitor.get(answer.location.partition("#")[0]).text


def refused(visitor: Visitor, path: str, fields: dict[str, Any], status: int = 422) -> str:
    answer = visitor.submit(path, fields)
    assert answer.status_code == status
    return answer.text


def test_a_partner_is_created_edited_ended_and_resumed(
    coordinator: Visitor, session: Session
) -> None:
    assert "提携先を登録" in coordinator.get("/partners/new").text
    assert "アドレス" in refused(coordinator, "/partners/new", {**CITY, "slug": "Sample!"})
    assert "入力してください" in refused(coordinator, "/partners/new", {**CITY, "names": ""})
    assert "<h1>見本市</h1>" in saved(coordinator, "/partners/new", CITY)
    sample = session.scalars(select(Partner).where(Partner.slug == "sample")).one()
    assert (sample.languages, sample.names["ko"]) == (["en", "de-DE"], "견본시")
    assert 'aria-label="9 見本市' in coordinator.get("/partners/").text

    form = coordinator.get("/partners/sample/edit").text
    assert 'value="견본시"' in form
    assert 'name="slug"' not in form
    changed = {**CITY, "names": "新見本市", "version": "1"}
    assert "<h1>新見本市</h1>" in saved(coordinator, "/partners/sample/edit", changed)
    stale = refused(coordinator, "/partners/sample/edit", changed | {"names": "別の市"}, 409)
    assert "新見本市" in stale
    assert "別の市" in stale

    end = {"ended_on": "2026-03", "source_id": KM, "version": "2", "end_note": "見本"}
    asked = coordinator.get("/partners/sample/end").text
    assert "一覧から外れ" in asked
    assert 'button--danger" type="submit">提携を終える' in asked
    assert "時期として読み取れません" in refused(
        coordinator, "/partners/sample/end", end | {"ended_on": "春"}
    )
    ended = saved(coordinator, "/partners/sample/end", end)
    assert ("2026年3月に終わりました" in ended, "2026年3月まで： 見本" in ended) == (True, True)
    listed = coordinator.get("/partners/").text
    assert "これまでに終わった提携" in listed
    assert 'aria-label="9 ' not in listed
    page = saved(coordinator, "/partners/sample/resume", {"version": "3"})
    assert "に終わりました" not in page


def test_a_fact_of_each_kind_is_added_and_one_corrected(
    coordinator: Visitor, session: Session
) -> None:
    base = "/partners/heidelberg/facts"
    common = {"source_id": KM, "date": "2026-05"}
    for kind, fields in (
        ("population", {"figure": "161234"}),
        ("fields-next", {"fields": ["sport"]}),
        ("feature", {"text": "見本の特徴"}),
        ("exchange", {"text": "見本の交流", "fields": ["arts"]}),
        ("history", {"text": "見本のできごと", "organiser": "見本協会", "fields": ["arts"]}),
    ):
        assert coordinator.get(f"{base}/new/{kind}").status_code == 200
        refused(coordinator, f"{base}/new/{kind}", common)
        found = saved(coordinator, f"{base}/new/{kind}", common | fields)
    for words in ("161,234人", "見本の特徴", "見本のできごと", "主催：見本協会", "2026年5月"):
        assert words in found
    assert coordinator.get(f"{base}/new/nothing").status_code == 404
    untold = refused(coordinator, f"{base}/new/history", {"date": "2026-05"})
    assert "内容（日本語）を入力してください。" in untold
    assert "出典を選んでください。" in untold
    scoped = common | {"figure": "1", "scope_en": "urban area"}
    assert "日本語も入力してください" in refused(coordinator, f"{base}/new/population", scoped)

    fact = session.scalars(select(PartnerFact).where(PartnerFact.figure == 161234)).one()
    assert 'value="161234' in coordinator.get(f"{base}/{fact.id}/edit").text
    changed = common | {"figure": "162000", "version": "1"}
    assert "162,000人" in saved(coordinator, f"{base}/{fact.id}/edit", changed)
    refused(coordinator, f"{base}/{fact.id}/edit", changed | {"figure": "1"}, 409)
    assert "162,000人" in saved(coordinator, f"{base}/{fact.id}/first", {})
    public = coordinator.application.test_client().get("/partners/heidelberg/").text
    assert "162,000人" in public
    session.expire_all()
    found = saved(coordinator, f"{base}/{fact.id}/end", {"version": str(fact.version)})
    assert "162,000人" not in found


def test_history_is_narrowed_to_a_field(client: Visitor) -> None:
    page = client.get("/partners/heidelberg/?field=youth").text
    assert "令和6年度" in page
    assert "旗の交換" not in page
    assert "この分野の記録はまだありません" in client.get("/partners/heidelberg/?field=arts").text
    assert client.get("/partners/heidelberg/?field=nothing").status_code == 400


def test_organisations_and_relations_are_kept_with_contacts_for_staff(
    coordinator: Visitor, client: Visitor, session: Session
) -> None:
    base = "/partners/ulsan/organisations"
    fields = {
        "field": "sport",
        "side": "there",
        "names": "見本体育会",
        "contact": "sample@example.com",
        "source_id": KM,
    }
    assert coordinator.get(f"{base}/new").status_code == 200
    refused(coordinator, f"{base}/new", {**fields, "names": "", "names_en": "Sample"})
    assert "sample@example.com" in saved(coordinator, f"{base}/new", fields)
    assert "sample@example.com" not in client.get("/partners/ulsan/").text
    one = session.scalars(select(Organisation).where(Organisation.field == "sport")).one()
    assert "見本体育会" in coordinator.get(f"{base}/{one.id}/edit").text
    changed = fields | {"contact": "", "version": "1"}
    assert "sample@example.com" not in saved(coordinator, f"{base}/{one.id}/edit", changed)
    refused(coordinator, f"{base}/{one.id}/edit", changed | {"contact": "x"}, 409)
    assert "見本体育会" not in saved(coordinator, f"{base}/{one.id}/end", {"version": "2"})

    guilin = str(reference_uuid("partner", "guilin"))
    relation = {"other_id": guilin, "relation": "姉妹都市", "since": "1999", "source_id": KM}
    path = "/partners/ulsan/relations"
    assert coordinator.get(f"{path}/new").status_code == 200
    assert "1999年から" in saved(coordinator, f"{path}/new", relation)
    assert "もう登録されています" in refused(coordinator, f"{path}/new", relation)
    assert "1999年から" not in client.get("/partners/ulsan/").text
    made = session.scalars(select(PartnerRelation).where(PartnerRelation.since == "1999")).one()
    assert coordinator.submit(f"/partners/kaohsiung/relations/{made.id}/end").status_code == 404
    assert "1999年から" not in saved(coordinator, f"{path}/{made.id}/end", {"version": "1"})


def test_a_post_is_given_to_somebody_new_or_known(coordinator: Visitor, session: Session) -> None:
    base = "/partners/ulsan/posts"
    fields = {
        "kind": "head",
        "place": "",
        "title": "市長",
        "begins": "2022-07",
        "confirmed": "2022-07",
    }
    assert "該当する人はいません" in coordinator.get(f"{base}/new?q=だれもいない").text
    assert coordinator.get(f"{base}/new/person").status_code == 200
    refused(coordinator, f"{base}/new/person", fields)
    found = saved(coordinator, f"{base}/new/person", fields | {"family_name": "見本市長"})
    assert "6か月以上前の確認です" in found
    post = session.scalars(select(Post).where(Post.begins == "2022-07")).one()

    person = make_person(session)
    assert f"/posts/new/person/{person.id}" in coordinator.get(f"{base}/new?q=花子").text
    path = f"{base}/new/person/{person.id}"
    assert "見本 花子さんの職を加える" in coordinator.get(path).text
    assert "いつ交代したか" in refused(coordinator, path, fields | {"begins": ""})
    contact = fields | {"kind": "contact", "title": "国際課担当"}
    assert "国際課担当" in saved(coordinator, path, contact)

    edit = f"{base}/{post.id}/edit"
    assert 'value="2022-07"' in coordinator.get(edit).text
    again = fields | {"version": "1", "kind": "deputy-head"}
    assert "まだ先の日付" in refused(coordinator, edit, again | {"confirmed": "2999-01"})
    confirmed = saved(coordinator, edit, again | {"confirmed": clock.today().isoformat()})
    assert "6か月以上前" not in confirmed.partition("国際課担当")[0]
    refused(coordinator, edit, fields | {"version": "1"}, 409)
    assert coordinator.get(f"/partners/guilin/posts/{post.id}/edit").status_code == 404
    assert session.scalars(select(Person).where(Person.family_name == "見本市長")).one()


def test_sources_are_listed_added_and_corrected(coordinator: Visitor, session: Session) -> None:
    assert "KM-HD" in coordinator.get("/partners/sources/").text
    fields = {"slug": "SAMPLE", "kind": "official", "title": "見本ページ"}
    assert coordinator.get("/partners/sources/new").status_code == 200
    refused(coordinator, "/partners/sources/new", fields | {"slug": "見本"})
    assert "見本ページ" in saved(coordinator, "/partners/sources/new", fields)
    one = session.scalars(select(Source).where(Source.slug == "SAMPLE")).one()
    path = f"/partners/sources/{one.id}/edit"
    assert "見本ページ" in coordinator.get(path).text
    assert "改題" in saved(coordinator, path, fields | {"title": "改題", "version": "1"})
    refused(coordinator, path, fields | {"version": "1"}, 409)


def test_the_list_of_sources_costs_the_same_however_many_there_are(
    client_as: SignIn, session: Session
) -> None:
    viewer = client_as(Role.VIEWER)
    viewer.get("/partners/sources/")
    with count_statements() as few:
        viewer.get("/partners/sources/")
    make_source(session)
    with count_statements() as more:
        assert "SAMPLE-" in viewer.get("/partners/sources/").text
    assert len(more) == len(few) <= 4


def test_readers_see_the_staff_part_without_its_buttons(client_as: SignIn) -> None:
    page = client_as(Role.VIEWER).get("/partners/san-antonio/").text
    assert "提携先どうしの関係" in page
    assert "1982年から" in page
    assert "/edit" not in page
