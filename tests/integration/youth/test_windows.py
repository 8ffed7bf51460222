"""What the pages say before, during and after the days on which schools register."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, Registering
from tests.factories.youth import make_edition, make_registration, make_school
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
At = Callable[[datetime], None]


@pytest.mark.parametrize(
    ("day", "words"), [(29, "あと1日"), (30, "本日締切")], ids=["the day before", "the last day"]
)
def test_the_desk_counts_down_to_the_closing_day(
    session: Session, client_as: SignIn, at: At, day: int, words: str
) -> None:
    make_edition(session)
    at(datetime(2026, 6, day, 3, tzinfo=UTC))
    assert f"<strong>{words}</strong>" in client_as(Role.SCHOOL).get("/school/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opens_on": date(2026, 6, 20)}, "それまでお待ちください"),
        ({"closes_on": date(2026, 6, 10)}, "追加が必要な場合は国際課に"),
        ({"state": EditionState.CANCELLED}, "登録を受け付けていません"),
    ],
)
def test_outside_the_window_no_form_is_filled_in_for_nothing(
    session: Session, client_as: SignIn, changes: dict[str, object], sentence: str
) -> None:
    edition = make_edition(session, **changes)
    page = client_as(Role.SCHOOL, school=make_school(session)).get(
        f"/school/editions/{edition.id}/register"
    )
    assert page.status_code == 200
    assert sentence in page.text
    assert 'name="family_name"' not in page.text


def test_announcing_after_the_window_promises_no_registration(
    session: Session, client_as: SignIn
) -> None:
    draft = {"state": EditionState.DRAFT, "announced_at": None}
    past = make_edition(session, closes_on=date(2026, 6, 10), **draft)
    now = make_edition(session, **draft)
    coordinator = client_as(Role.COORDINATOR)
    for edition, late in ((past, True), (now, False)):
        coordinator.submit(
            f"/youth/editions/{edition.id}/announce", {"version": str(edition.version)}
        )
        text = coordinator.get(f"/youth/editions/{edition.id}/").text
        assert ("に終わっているため" in text) is late
        assert ("受付期間中は学校が登録できます" in text) is not late


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "申込みは学校を通じて"),
        ({"opens_on": date(2026, 6, 20)}, "申込みは学校を通じて"),
        ({"quota": 1}, "定員に達している"),
        ({"closes_on": date(2026, 6, 10)}, "受付は終わりました"),
        ({"state": EditionState.CLOSED}, "受付は終わりました"),
        ({"state": EditionState.CANCELLED}, "受付は終わりました"),
    ],
)
def test_the_public_is_invited_only_where_somebody_can_be_registered(
    session: Session, client: Visitor, changes: dict[str, object], words: str
) -> None:
    edition = make_edition(session, **changes)
    make_registration(session, edition=edition)
    text = client.get(f"/youth/editions/{edition.id}/").text
    sentences = ("申込みは学校を通じて受け付けます。く", "定員に達している", "受付は終わりました")
    assert [each in text for each in sentences] == [each.startswith(words) for each in sentences]


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ((), "募集をお知らせするページです"),
        ((Registering.SCHOOL,), "申込みは学校を通じて受け付けます"),
        ((Registering.SCHOOL, Registering.BOTH), "保護者から直接申し込めるものがあります"),
    ],
)
def test_the_list_says_how_to_apply_as_what_is_open_takes_it(
    session: Session, client: Visitor, ways: tuple[Registering, ...], said: str
) -> None:
    for way in ways:
        make_edition(session, registering=way)
    assert said in client.get("/youth/").text
