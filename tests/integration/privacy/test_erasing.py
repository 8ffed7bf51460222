"""A pupil is erased: nothing personal is left anywhere, and no figure and nobody else moves."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Base, seal
from exchange.core.erasures import Held, Search, survey
from exchange.core.errors import DomainError, GoneError
from exchange.core.permissions import Role
from exchange.documents.lists.keeping import pack
from exchange.documents.sheet_files import read_sheets
from exchange.hosting.models import HostFamily
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services import Offered, erase_pupil, look
from exchange.youth.enums import DuplicateState, EditionState, RegistrationState
from exchange.youth.enums.rosters import RosterState
from exchange.youth.ledger import approve, corrections_of, differences, faults
from exchange.youth.models import Consent, ConsentPaper, Edition, Pupil, Registration, Roster
from exchange.youth.queries.erasing import person_of
from exchange.youth.queries.schools import spellings_of_pupils
from exchange.youth.services.duplicates import (
    Verdict,
    merge_pupils,
    note_duplicates,
    undo_merge,
)
from tests.factories.hosting import make_family, make_receiving
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.participations import seal as seal_year_of
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.whole_pupils import ACTOR, BORN, NAME, SECRETS, make_secret_pupil, surround
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.integration.privacy.conftest import NOW
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
Rows = Mapping[tuple[str, tuple[Any, ...]], str]
FIGURES = (
    "/indicators/youth-participation/?lang=ja",
    "/indicators/youth-participation/2026/?lang=ja",
    "/indicators/youth-participation.json",
    "/indicators/youth-participation.csv",
    "/indicators/youth-participation/2026.json",
    "/indicators/youth-participation/2026.csv",
    "/open-data/indicators.json",
    "/open-data/indicators.csv",
    "/indicators/?lang=ja",
)


@pytest.fixture
def edition(session: Session) -> Edition:
    """Close an edition which the secret pupil and two others completed."""
    make_rule(session, make_indicator(session, make_measure(session, make_strategy(session), 4)))
    people = [make_secret_pupil(session), make_pupil(session), make_pupil(session)]
    return close_edition_of(session, people)


@pytest.fixture
def row(session: Session, edition: Edition, offered: Offered) -> Registration:
    """Give the secret pupil's registration, with one of everything around it."""
    found = session.scalars(
        select(Registration)
        .join(Registration.pupil)
        .where(Registration.edition_id == edition.id, Pupil.family_name == NAME.family)
    ).one()
    return surround(session, found, ring=offered.ring).registration


def erase(session: Session, row: Registration, offered: Offered, **said: str) -> ErasureRecord:
    words = {"typed": "秘匿蕗乃", "reason": "保護者からの申出", **said}
    return erase_pupil(session, actor=ACTOR, pupil_id=row.pupil_id, offered=offered, **words)


def everything(session: Session) -> Rows:
    """Return every row of every table as text, by table and key."""
    session.flush()
    return {
        (table.name, tuple(row[: len(keys)])): repr(tuple(row)).lower()
        for table in Base.metadata.sorted_tables
        if (keys := list(table.primary_key.columns))
        for row in session.execute(select(*keys, *table.columns))
    }


def figures(client: Visitor) -> Mapping[str, bytes]:
    return {path: client.get(path).data for path in FIGURES}


def test_nothing_personal_is_left_and_no_figure_moves(
    session: Session, client: Visitor, row: Registration, offered: Offered
) -> None:
    session.commit()
    found = survey(
        Search(session, person_of(session, session.get_one(Pupil, row.pupil_id)), offered.ring),
        offered.parts,
    )
    assert [each.part.table.__name__ for each in found if not each.keys] == []
    about = {
        (str(inspect(each.part.table).local_table), key) for each in found for key in each.keys
    }
    before, told = everything(session), figures(client)
    assert [
        secret for secret in SECRETS if not any(secret in text for text in before.values())
    ] == []

    record = erase(session, row, offered)
    session.commit()

    after = everything(session)
    left = {(key[0], secret) for key, text in after.items() for secret in SECRETS if secret in text}
    assert left == set()
    assert {key for key, text in before.items() if after.get(key) != text} - about == set()
    assert sorted({table for table, _ in after.keys() - before.keys()}) == [
        "audit_lines",
        "audit_values",
        "erasure_records",
        "jobs",
    ]
    assert figures(client) == told
    assert (list(differences(session)), list(faults(session))) == ([], [])
    assert record.counts.keys() == {held.value for held in Held}
    assert all("秘匿" not in key for key, *_ in spellings_of_pupils(session))


def test_an_erased_pupil_is_met_by_nobody_any_more(
    session: Session, client_as: SignIn, row: Registration, offered: Offered
) -> None:
    pupil_id, school_id = row.pupil_id, row.school_id
    erase(session, row, offered)
    pupil = session.get_one(Pupil, pupil_id)
    assert (pupil.name.written, pupil.school_id) == ("消去済み", school_id)
    with pytest.raises(GoneError):
        look(session, pupil_id=pupil_id, offered=offered)
    manager = client_as(Role.MANAGER)
    assert manager.get(f"/youth/registrations/{row.id}/").status_code == 404
    assert str(pupil_id) not in manager.get("/privacy/?q=消").text


def test_rows_merged_into_the_pupil_go_with_it(
    session: Session, row: Registration, offered: Offered
) -> None:
    twin = make_pupil(session, name=NAME, merged_into_id=row.pupil_id)
    erase(session, row, offered)
    session.refresh(twin)
    assert (twin.erased_at is not None, twin.name.kana) == (True, "")


def test_a_merge_leaves_no_name_in_the_corrections_of_a_closed_year(
    session: Session, offered: Offered
) -> None:
    twin = make_pupil(session, name=NAME, birth_date=BORN, school=make_school(session))
    pair = [make_secret_pupil(session), twin]
    for pupil in pair:
        close_edition_of(session, [pupil], fiscal_year=2025)
    seal_year_of(session, 2025)
    [asked] = note_duplicates(session, actor=ACTOR, pupils=pair[1:])
    verdict = Verdict(DuplicateState.MERGED, "秘匿蕗乃さんの母に確認")
    decided = {"actor": ACTOR, "duplicate_id": asked.id, "ledger_key": LEDGER_KEY}
    merge_pupils(session, keeps_first=True, verdict=verdict, **decided)  # type: ignore[arg-type]
    [entered] = corrections_of(session, 2025)
    approve(session, actor=ACTOR, key=entered.id, version=entered.version)
    undo_merge(session, verdict=verdict, **decided)  # type: ignore[arg-type]
    assert {each.reason for each in corrections_of(session, 2025)} == {
        "二つの登録が同じ生徒と判明したため",
        "同じ生徒とした判断を取り消したため",
    }
    for pupil in pair:
        said = {"typed": "秘匿蕗乃", "reason": "保護者からの申出"}
        erase_pupil(session, actor=ACTOR, pupil_id=pupil.id, offered=offered, **said)
    left = [row for row in everything(session).values() if any(each in row for each in SECRETS)]
    assert left == []


def test_an_address_that_a_sister_s_guardian_gave_too_keeps_its_mails(
    session: Session, row: Registration, offered: Offered
) -> None:
    make_registration(session, guardian_mail="FUKI@example.jp")
    assert erase(session, row, offered).counts["mails"] == 1


def test_a_shared_scan_stays_for_the_others(
    session: Session, row: Registration, offered: Offered
) -> None:
    papers = session.scalars(
        select(Consent.paper_id).where(Consent.registration_id == row.id)
    ).all()
    other = make_registration(session, edition=session.get_one(Edition, row.edition_id))
    session.execute(
        update(Consent).where(Consent.registration_id == other.id).values(paper_id=papers[0])
    )
    erase(session, row, offered)
    kept = set(session.scalars(select(ConsentPaper.id)))
    assert (len(set(papers)), set(papers) & kept) == (2, {papers[0]})


@pytest.mark.parametrize(
    ("state", "edition_state", "refused"),
    [
        (RegistrationState.CONFIRMED, EditionState.ANNOUNCED, True),
        (RegistrationState.COMPLETED, EditionState.ANNOUNCED, True),
        (RegistrationState.WITHDRAWN, EditionState.ANNOUNCED, False),
        (RegistrationState.COMPLETED, EditionState.CLOSED, False),
    ],
)
def test_whoever_still_takes_part_is_not_erased(
    session: Session,
    offered: Offered,
    state: RegistrationState,
    edition_state: EditionState,
    refused: bool,
) -> None:
    edition = make_edition(session, state=edition_state)
    row = make_registration(session, edition=edition, pupil=make_secret_pupil(session), state=state)
    if not refused:
        assert erase(session, row, offered).counts["pupil"] == 1
        return
    with pytest.raises(DomainError) as error:
        erase(session, row, offered)
    sentence = error.value.sentence
    assert (sentence.id, sentence.params) == ("youth.erasing.unsettled", {"edition": "見本派遣"})
    [against] = look(session, pupil_id=row.pupil_id, offered=offered).hindrances
    assert against.path == f"/youth/registrations/{row.id}/"


def test_a_family_with_a_guest_to_come_hosts_first(session: Session, offered: Offered) -> None:
    edition = make_receiving(session, starts=date(2026, 12, 1), ends=date(2026, 12, 9))
    row = make_registration(
        session,
        edition=edition,
        pupil=make_secret_pupil(session),
        state=RegistrationState.WITHDRAWN,
    )
    family = make_family(session, edition=edition, registration_id=row.id)
    with pytest.raises(DomainError) as error:
        erase(session, row, offered)
    assert error.value.sentence.id == "hosting.erasing.hosts"
    [against] = look(session, pupil_id=row.pupil_id, offered=offered).hindrances
    assert against.path == f"/hosting/families/{family.id}/"
    family.ended_at = NOW
    erase(session, row, offered)
    assert session.get_one(HostFamily, family.id).name == ""


def test_a_confirmed_roster_stays_confirmed(
    session: Session, row: Registration, offered: Offered
) -> None:
    roster = session.scalars(select(Roster)).one()
    roster.state, roster.confirmed_at = RosterState.CONFIRMED, NOW
    erase(session, row, offered)
    assert (roster.state, roster.kept, roster.file_name) == (RosterState.CONFIRMED, None, "")


def test_a_roster_that_names_somebody_else_stays(
    session: Session, row: Registration, offered: Offered
) -> None:
    roster = session.scalars(select(Roster)).one()
    roster.file_name = "名簿.csv"
    file = read_sheets("氏名,名\n秘匿,太郎\n".encode())
    seal(roster, "kept", pack(file), ring=offered.ring)
    erase(session, row, offered)
    assert (roster.state, roster.kept is not None) == (RosterState.WAITING, True)


@pytest.mark.usefixtures("row")
def test_every_search_that_finds_somebody_is_a_line_of_its_own(
    session: Session, client_as: SignIn
) -> None:
    manager = client_as(Role.MANAGER)
    for place in ("/privacy/", "/privacy/", "/privacy/copies/"):
        for text in ("ひとく", "おりません", ""):
            manager.get(f"{place}?q={text}")
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "pages.search")).all()
    noted = [(line.purpose, line.fields, line.subject_kind) for line in lines]
    assert noted == [("keeping", [], "user")] * 2 + [("answer", [], "user")]
    assert "生徒を氏名で検索" in manager.get("/audit/personal/?lang=ja").text


def test_the_manager_reads_counts_types_the_name_and_gets_a_certificate(
    session: Session, client_as: SignIn, row: Registration
) -> None:
    path = f"/privacy/pupils/{row.pupil_id}/"
    manager = client_as(Role.MANAGER)
    assert f'href="{path}"' in manager.get("/privacy/?q=ひとく&lang=ja").text
    page = manager.get(path).text
    assert "操作ごとに1行" in page, "its numbers are not those of the copy"
    copying = f'href="/privacy/copies/pupils/{row.pupil_id}/"'
    assert ("参加台帳と本人を結ぶ行" in page, copying in page) == (True, True)
    said = {"reason": "保護者からの申出", "typed": "秘匿"}
    wrong = {**said, "reason": "秘匿蕗乃の件" * 90}
    refused = manager.submit(path, wrong)
    sentences = ("氏名が一致しません", "500文字", "理由に氏名を書かないでください")
    assert [each in refused.text for each in sentences] == [True] * 3
    assert refused.status_code == 422
    answer = manager.submit(path, {**said, "typed": "秘匿 蕗乃"})
    assert answer.status_code == 302
    record = session.scalars(select(ErasureRecord)).one()
    shown = manager.get(f"/privacy/records/{record.id}/").text
    assert ("保護者からの申出" in shown, "秘匿" in shown) == (True, False)
    paper = manager.get(f"/privacy/records/{record.id}.pdf")
    text = PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert ("旅券" in text, "保護者からの申出" in text, "秘匿" in text) == (True, True, False)
    gone = manager.get(f"{path}?lang=ja")
    assert (gone.status_code, "消去済み" in gone.text) == (410, True)
    assert manager.get(f"/privacy/records/{row.pupil_id}/").status_code == 404
