"""A copy of all that is kept about a pupil: whole, made by a job, taken once, by its orderer."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

import pytest
import python_calamine
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.enums.purposes import Purpose
from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.services import Changes, record
from exchange.core import clock
from exchange.core.database import Database, uuid7
from exchange.core.erasures import Held, Search, survey
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import label
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.core.translate import translate
from exchange.hosting.models import HostFamily
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.privacy.copying import WITHHELD, copied, table_of, why_withheld
from exchange.privacy.enums import DisclosureState
from exchange.privacy.enums.columns import KeptColumn
from exchange.privacy.logbook import logged
from exchange.privacy.models import Disclosure
from exchange.privacy.services import Offered
from exchange.privacy.services.disclosing import (
    DROP,
    MAKE,
    Request,
    drop,
    give_up,
    maker,
    order_copy,
    revive,
    take_copy,
)
from exchange.privacy.wording import said
from exchange.rooms.keeping import ERASURE_PARTS
from exchange.youth.enums import ConsentAnswer, RegistrationState
from exchange.youth.enums.changes import RequestState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.reports import ReportState
from exchange.youth.models import Pupil, Registration
from exchange.youth.queries.erasing import person_of
from tests.factories.whole_pupils import SECRETS, make_secret_pupil, surround
from tests.factories.youth import make_registration, make_school
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
STAFF = Actor(UUID(int=7), Role.COORDINATOR, "国際課 見本")
SAID = Request("秘匿 梅子（母）", "運転免許証", "本人の記録を確かめるため")
#: Words that are only where a copy keeps them back: bytes of files, and spellings to sort by.
NOT_IN_TABLES = {"secret-bytes", "2011, 11, 23", "ひとく", "ふきの"}


@pytest.fixture
def row(session: Session, offered: Offered) -> Registration:
    """Give the secret pupil's registration, with one of everything around it."""
    found = make_registration(session, pupil=make_secret_pupil(session))
    return surround(session, found, ring=offered.ring).registration


@pytest.fixture
def order(session: Session, row: Registration) -> Disclosure:
    read = Subject("registration", row.id)
    record(session, actor=STAFF, act="follow_ups.read", subject=read, purpose=Purpose.CARE)
    return order_copy(session, actor=STAFF, pupil_id=row.pupil_id, request=SAID)


def work_of(session: Session, settings: Settings, order: Disclosure, database: Database) -> Work:
    session.commit()
    jobs = session.scalars(select(Job).where(Job.kind == MAKE))
    [arguments] = [job.arguments for job in jobs if job.arguments["disclosure"] == str(order.id)]
    return Work(database, settings, arguments, False, lambda _percent: None)


#: A row's key; and what no reader is to see: keys, codes, what a program calls itself and writes.
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(
    rf"{KEY.pattern}|Localized|[{{}}\[\]]|\b[a-z]+_[a-z_]+\b|^exchange |^True$|^False$|^\d{{4}}-"
)


def opened(body: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as found:
        return {name: found.read(name) for name in found.namelist()}


def shown(staff: Visitor, page: str) -> tuple[str, str | None, bool]:
    """Return the state a copy's page says, when it asks again, and whether it has its button."""
    text = staff.get(f"{page}?lang=ja").text
    [swapped] = re.findall(r'<div id="copy".*</div>', text, re.DOTALL)
    [state] = re.findall(r'class="state [^"]*"><svg.*?</svg>(.*?)</span>', swapped, re.DOTALL)
    asks = re.search(r'hx-trigger="([^"]*)"', swapped)
    return state.strip(), asks[1] if asks else None, f'action="{page}take"' in swapped


def test_every_column_an_erasure_clears_is_in_the_copy_or_kept_back_for_a_reason() -> None:
    named = {each.value for each in KeptColumn}
    found = {
        (table_of(part).name, column.name): why_withheld(table_of(part).name, column)
        for part in ERASURE_PARTS
        for column in table_of(part).columns
    }
    assert [key for key, why in found.items() if why is None and key[1] not in named] == []
    assert named - {column for (_, column), why in found.items() if why is None} == set()
    assert WITHHELD.keys() - found.keys() == set()


@pytest.mark.parametrize("language", list(Language))
def test_no_two_columns_of_a_table_are_called_the_same(language: Language) -> None:
    twice = []
    for table in {table_of(part) for part in ERASURE_PARTS}:
        told = [each.name for each in table.columns if why_withheld(table.name, each) is None]
        words = Counter(translate(label(KeptColumn(name)), language) for name in told)
        twice += [(table.name, each) for each, number in words.items() if number > 1]
    assert twice == []


#: What changed, and what a copy tells of it, field by field; the rest is kept back for a reason.
CHANGES: list[tuple[str, Changes, dict[str, str]]] = [
    (
        "changes.answer",
        {"state": (RequestState.WAITING, RequestState.ACCEPTED)},
        {"状態": "回答待ち→承認"},
    ),
    (
        "reports.answer",
        {"state": (ReportState.RETURNED, ReportState.ACCEPTED), "is_public": (False, True)},
        {"公開": "いいえ→はい", "状態": "差戻し→受理"},
    ),
    (
        "registrations.completed",
        {"state": (RegistrationState.CONFIRMED, RegistrationState.COMPLETED)},
        {"状態": "参加決定→修了"},
    ),
    ("registrations.number", {"blind_number": (None, 20731)}, {"採点用番号": "→20731"}),
    ("registrations.check", {Requirement.GRADE.value: (None, True)}, {"学年": "→はい"}),
    (
        "consents.answer",
        {"guardian_join": (None, ConsentAnswer.GIVEN)},
        {"参加（保護者）": "→同意"},
    ),
    (
        "changes.ask",
        {"fields": (None, ["birth_date", "family_name"]), "request": (None, UUID(int=3))},
        {"項目": "→生年月日、姓"},
    ),
    ("consents.renew", {"generation": (1, 2)}, {}),
    ("registrations.remind", {"reminded_of": (None, "offer")}, {}),
]


def test_values_of_the_log_are_told_in_words_or_kept_back_for_a_reason(
    session: Session, row: Registration, offered: Offered
) -> None:
    old, new = make_school(session), make_school(session)
    moved = {"school_id": (old.id, new.id)}
    for act, changes, _told in [*CHANGES, ("pupils.move", moved, {})]:
        key = row.pupil_id if act == "pupils.move" else row.id
        subject = Subject("pupil" if act == "pupils.move" else "registration", key)
        record(session, actor=STAFF, act=act, subject=subject, changes=changes)
    session.flush()
    search = Search(session, person_of(session, session.get_one(Pupil, row.pupil_id)), offered.ring)
    survey(search, offered.parts)
    lines = logged(search, offered.parts)
    found = {
        line.act: {
            translate(each.words, "ja"): f"{said(each.old, 'ja')}→{said(each.new, 'ja')}"
            for each in line.changes
        }
        for line in lines
    }
    told = {act: words for act, _changes, words in CHANGES}
    assert {act: found[act] for act in told} == told
    assert found["pupils.move"] == {"学校": f"{old.name}→{new.name}"}
    values = [name for line in lines for name in (*line.changes, *line.withheld)]
    assert len(values) == len(session.scalars(select(AuditValue)).all())


def test_every_row_an_erasure_finds_is_in_the_copy(
    session: Session, row: Registration, offered: Offered
) -> None:
    pupil = session.get_one(Pupil, row.pupil_id)
    search = Search(session, person_of(session, pupil), offered.ring)
    found = survey(search, offered.parts)
    without = {"jobs", "kept_forms", "participation_people", "audit_values"}
    rows: Counter[Held] = Counter()
    for each in found:
        if table_of(each.part).name not in without:
            rows[each.part.held] += len(each.keys)
    counted: Counter[Held] = Counter()
    for table in copied(search, found):
        counted[table.held] += len(table.rows)
    assert counted == rows


def test_a_copy_holds_all_that_is_kept_and_who_read_it(
    session: Session, settings: Settings, database: Database, order: Disclosure, offered: Offered
) -> None:
    maker(ERASURE_PARTS)(work_of(session, settings, order, database))
    session.expire_all()
    assert order.state is DisclosureState.READY
    files = opened(take_copy(session, actor=STAFF, key=order.id, ring=offered.ring))
    assert {"copy.pdf", "data.json", "data.xlsx"} <= files.keys()
    told = files["data.json"].decode().lower()
    assert {each for each in SECRETS if each not in told} <= NOT_IN_TABLES
    assert any(b"secret-bytes" in body for name, body in files.items() if "files/" in name)
    data = json.loads(files["data.json"])
    [read] = [line for line in data["log"] if line["act"] == "follow_ups.read"]
    assert (read["who"], read["purpose"]) == (STAFF.name, "care")
    [request] = data["tables"]["disclosures"]
    assert request["asker"] == "秘匿 梅子", "an earlier request; this one is what it answers"


def cells_of(body: bytes) -> list[str]:
    book = python_calamine.load_workbook(io.BytesIO(body))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return [str(cell) for sheet in sheets for line in sheet for cell in line if cell]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            "提出済|姓：例示|令和8年(2026年)6月10日(水) 12:00|日本語|犬|自動処理|健康・旅券の閲覧",
        ),
        ("en", "Submitted|10 June 2026 (Wed) 12:00|Family name: 例示|Japanese|Dog|Guardian"),
    ],
)
def test_a_copy_is_read_in_its_readers_language_without_keys_and_codes(
    session: Session,
    settings: Settings,
    database: Database,
    row: Registration,
    offered: Offered,
    language: str,
    words: str,
) -> None:
    session.scalars(select(HostFamily)).one().animals = ["dog"]
    subject = Subject("registration", row.id)
    record(session, actor=STAFF, act="follow_ups.read", subject=subject, purpose=Purpose.CARE)
    record(session, actor=system_actor("exchange work"), act="follow_ups.empty", subject=subject)
    order = order_copy(
        session, actor=STAFF, pupil_id=row.pupil_id, request=SAID, language=Language(language)
    )
    maker(ERASURE_PARTS)(work_of(session, settings, order, database))
    session.expire_all()
    files = opened(take_copy(session, actor=STAFF, key=order.id, ring=offered.ring))
    cells = cells_of(files["data.xlsx"])
    assert [each for each in words.split("|") if each not in "\n".join(cells)] == []
    assert [each for each in cells if CODE.search(each)] == []
    pages = PdfReader(io.BytesIO(files["copy.pdf"])).pages
    paper = "".join("".join(page.extract_text() for page in pages).split())
    shown = [SAID.asker, SAID.purpose, *words.split("|")]
    assert [each for each in shown if "".join(each.split()) not in paper] == []
    assert (KEY.findall(paper), order.reference in paper) == ([], True)


def test_a_copy_is_taken_once_and_by_nobody_else(
    session: Session, settings: Settings, database: Database, order: Disclosure, offered: Offered
) -> None:
    make = maker(ERASURE_PARTS)
    work = work_of(session, settings, order, database)
    make(work)
    make(work)
    session.expire_all()
    other = Actor(UUID(int=8), Role.MANAGER, "課長")
    with pytest.raises(NotFoundError):
        take_copy(session, actor=other, key=order.id, ring=offered.ring)
    take_copy(session, actor=STAFF, key=order.id, ring=offered.ring)
    assert (order.state, order.body) == (DisclosureState.TAKEN, None)
    with pytest.raises(DomainError):
        take_copy(session, actor=STAFF, key=order.id, ring=offered.ring)
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act.startswith("disclosures.")))
    assert sorted(acts) == ["disclosures.make", "disclosures.order", "disclosures.take"]
    drop(work_of(session, settings, order, database))
    assert order.state is DisclosureState.TAKEN


def test_a_copy_nobody_takes_is_dropped(
    session: Session, settings: Settings, database: Database, order: Disclosure, offered: Offered
) -> None:
    work = work_of(session, settings, order, database)
    maker(ERASURE_PARTS)(work)
    kinds = set(session.scalars(select(Job.kind)))
    assert {MAKE, DROP} <= kinds
    drop(work)
    session.expire_all()
    assert (order.state, order.body) == (DisclosureState.DROPPED, None)
    with pytest.raises(DomainError):
        take_copy(session, actor=STAFF, key=order.id, ring=offered.ring)


def test_a_copy_that_could_not_be_made_is_tried_anew(session: Session, order: Disclosure) -> None:
    arguments = {"disclosure": str(order.id)}
    give_up(session, arguments, "a fault")
    failed = order.state
    revive(session, STAFF, arguments)
    assert (failed, order.state) == (DisclosureState.FAILED, DisclosureState.WAITING)


def test_a_copy_that_was_made_or_is_gone_is_not_given_up(
    session: Session, settings: Settings, database: Database, order: Disclosure
) -> None:
    maker(ERASURE_PARTS)(work_of(session, settings, order, database))
    session.expire_all()
    for key in (order.id, uuid7()):
        give_up(session, {"disclosure": str(key)}, "a fault")
    assert order.state is DisclosureState.READY


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_pages_ask_who_and_why_and_give_the_copy(
    session: Session, settings: Settings, database: Database, client_as: SignIn, row: Registration
) -> None:
    staff, other = client_as(Role.COORDINATOR), client_as(Role.MANAGER)
    session.commit()
    assert "秘匿" in staff.get("/privacy/copies/?q=秘匿").text
    place = f"/privacy/copies/pupils/{row.pupil_id}/"
    assert staff.get(place).status_code == 200
    assert staff.submit(place, {"asker": "母"}).status_code == 422
    said = {"asker": "秘匿 梅子（母）", "checked": "免許証", "purpose": "確認のため"}
    assert re.search(r'<option (selected )?value="ja"( selected)?>', staff.get(place).text)
    said["language"] = "en"
    page = str(staff.submit(place, said).location)
    assert shown(staff, page) == ("作成中", "load delay:2s", False)
    ordered = select(Disclosure).where(Disclosure.ordered_by_id.is_not(None))
    order = session.scalars(ordered).one()
    maker(ERASURE_PARTS)(work_of(session, settings, order, database))
    session.expire_all()
    assert shown(staff, page) == ("受取可能", "renew delay:1s", True)
    until, order.kept_until = order.kept_until, clock.machine_now() - timedelta(seconds=1)
    session.commit()
    assert shown(staff, page) == ("期限切れ", None, False), "its job has yet to come"
    assert "期限切れ" in staff.get("/privacy/copies/?lang=ja").text
    order.kept_until = until
    session.commit()
    assert (other.get(page).status_code, other.submit(f"{page}take").status_code) == (404, 404)
    taken = staff.submit(f"{page}take")
    assert (taken.mimetype, "copy.pdf" in opened(taken.data)) == ("application/zip", True)
    assert shown(staff, page) == ("受取済み", None, False)
    assert "に受け取りました" in staff.get(f"{page}?lang=ja").text
    again = staff.submit(f"{page}take")
    assert (again.status_code, "受取済み" in again.text) == (422, True)
    assert "受取済み" in staff.get("/privacy/copies/?lang=ja").text
