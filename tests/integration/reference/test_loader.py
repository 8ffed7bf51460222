"""Loading the city's facts: twice changes nothing, and a person's edit is never overwritten."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.agreements.models import DateClaim
from exchange.agreements.services import adopt_claims
from exchange.audit.models import AuditLine
from exchange.core.database import Database, Localized, reference_uuid, unit_of_work
from exchange.core.revisions import revisions
from exchange.partners.models import Partner
from exchange.reference.files import DataFileError
from exchange.reference.loader import TABLES, Kept, LoadReport, load_reference
from exchange.reference.models import LoadedRow
from exchange.reference.queries import KUMAMOTO
from tests.factories.reference import LOADER, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the data files that a test may change."""
    copy = tmp_path / "kumamoto"
    shutil.copytree(KUMAMOTO, copy)
    return copy


def rewrite(folder: Path, name: str, there: str, instead: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert there in text
    path.write_text(text.replace(there, instead, 1), "utf-8")


def load_from(session: Session, folder: Path) -> LoadReport:
    return load_reference(session, actor=LOADER, folder=folder)


def partner(session: Session, slug: str) -> Partner:
    return session.scalars(select(Partner).where(Partner.slug == slug)).one()


def claim(session: Session, slug: str) -> DateClaim:
    return session.get_one(DateClaim, reference_uuid("date_claim", slug))


def counts(session: Session) -> dict[str, int]:
    """Count the rows of every kind, and the remembered ones."""
    tables = {kind: table for kind, (table, _) in TABLES.items()} | {"loaded": LoadedRow}
    return {
        kind: session.scalar(select(func.count()).select_from(table)) or 0
        for kind, table in tables.items()
    }


def test_the_city_s_facts_are_loaded(session: Session) -> None:
    report = load(session)
    found = counts(session)
    assert {name: found[name] for name in ("partner", "agreement", "basis")} == {
        "partner": 8,
        "agreement": 13,
        "basis": 9,
    }
    assert report.created == found["loaded"] == sum(found.values()) / 2
    assert (report.updated, report.unchanged, report.kept) == (0, 0, ())
    assert session.get_one(Partner, reference_uuid("partner", "guilin")).names["ja"] == "桂林市"


def test_loading_twice_changes_nothing(session: Session) -> None:
    first = load(session)
    before, lines = counts(session), session.scalar(select(func.count(AuditLine.id)))
    known = revisions(session, ["partners", "agreements"])
    second = load(session)
    assert second == LoadReport(created=0, updated=0, unchanged=first.created, kept=())
    assert counts(session) == before
    assert session.scalar(select(func.count(AuditLine.id))) == lines
    assert revisions(session, ["partners", "agreements"]) == known
    assert {row.version for row in session.scalars(select(Partner))} == {1}


def test_what_the_files_changed_is_set_and_recorded(session: Session, folder: Path) -> None:
    load(session)
    known = revisions(session, ["partners", "agreements"])
    rewrite(folder, "partners.yaml", "http://guilin.gov.cn/", "https://guilin.gov.cn/")
    report = load_from(session, folder)
    assert (report.created, report.updated, report.kept) == (0, 1, ())
    guilin = partner(session, "guilin")
    assert guilin.site == "https://guilin.gov.cn/"
    line = session.scalars(select(AuditLine).where(AuditLine.act == "reference.update")).one()
    assert (line.subject_kind, line.subject_id, line.fields) == ("partner", guilin.id, ["site"])
    now = revisions(session, ["partners", "agreements"])
    assert now["partners"] == known["partners"] + 1
    assert now["agreements"] == known["agreements"]


def test_what_a_person_edited_is_kept_and_reported(session: Session, folder: Path) -> None:
    load(session)
    partner(session, "guilin").site = "https://example.org/"
    session.flush()
    rewrite(folder, "partners.yaml", "http://guilin.gov.cn/", "https://guilin.gov.cn/")
    rewrite(folder, "partners.yaml", "kana: けいりんし", "kana: けいりん")
    for _ in range(2):
        report = load_from(session, folder)
        assert report.kept == (Kept("partner", "guilin", ("site",)),)
    guilin = partner(session, "guilin")
    assert (guilin.site, guilin.kana) == ("https://example.org/", "けいりん")


def test_an_edit_that_the_files_take_up_is_no_edit_any_more(session: Session, folder: Path) -> None:
    load(session)
    partner(session, "guilin").site = "https://guilin.gov.cn/"
    session.flush()
    rewrite(folder, "partners.yaml", "http://guilin.gov.cn/", "https://guilin.gov.cn/")
    assert load_from(session, folder).kept == ()
    rewrite(folder, "partners.yaml", "https://guilin.gov.cn/", "https://new.example/")
    assert load_from(session, folder).kept == ()
    assert partner(session, "guilin").site == "https://new.example/"


def test_a_field_that_only_people_fill_is_left_alone(session: Session) -> None:
    load(session)
    partner(session, "guilin").owner_section = Localized({"ja": "国際課"})
    session.flush()
    assert load(session).kept == ()
    assert partner(session, "guilin").owner_section == Localized({"ja": "国際課"})


def test_a_row_that_somebody_else_made_counts_as_edited(session: Session) -> None:
    load(session)
    row = session.get_one(LoadedRow, reference_uuid("partner", "guilin"))
    session.delete(row)
    partner(session, "guilin").site = "https://example.org/"
    session.flush()
    assert load(session).kept == (Kept("partner", "guilin", ("site",)),)


def test_the_files_may_move_an_adoption(session: Session, folder: Path) -> None:
    load(session)
    first, second = "ulsan-2010/KM-US/2010-04", "ulsan-2010/SEOUL/2010-04-26"
    rewrite(folder, "agreements.yaml", "source: KM-US, adopted: true}", "source: KM-US}")
    rewrite(folder, "agreements.yaml", "source: SEOUL}", "source: SEOUL, adopted: true}")
    report = load_from(session, folder)
    assert (report.updated, report.kept) == (2, ())
    assert [claim(session, slug).adopted for slug in (first, second)] == [False, True]


def test_an_adoption_by_a_person_stands_against_the_files(session: Session, folder: Path) -> None:
    load(session)
    names = ("KM-US/2010-04", "SEOUL/2010-04-26", "CNB/2010-04-26")
    slugs = [f"ulsan-2010/{name}" for name in names]
    keys: list[UUID] = [claim(session, slugs[1]).id]
    adopt_claims(session, actor=LOADER, keys=keys, reason="三紙が一致")
    rewrite(folder, "agreements.yaml", "source: KM-US, adopted: true}", "source: KM-US}")
    rewrite(folder, "agreements.yaml", "source: CNB}", "source: CNB, adopted: true}")
    session.expire_all()
    report = load_from(session, folder)
    assert {kept.slug for kept in report.kept} == set(slugs[1:])
    assert [claim(session, slug).adopted for slug in slugs] == [False, True, False]


def test_a_broken_file_changes_nothing(fresh_database: Database, folder: Path) -> None:
    rewrite(folder, "agreements.yaml", "kind: memorandum", "kind: memo")
    with (
        pytest.raises(DataFileError),
        unit_of_work(fresh_database) as session,
    ):
        load_from(session, folder)
    with fresh_database.reading() as session:
        assert set(counts(session).values()) == {0}
