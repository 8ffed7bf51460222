"""Documents are kept, get versions, are renamed and ended; each act leaves a line."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from exchange.attachments.contents import examine
from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.queries import (
    document_by_id,
    documents_of,
    public_photo,
    public_photos_of,
    version_with_body,
)
from exchange.attachments.services import (
    add_document,
    add_version,
    end_document,
    revise_document,
)
from exchange.audit.models import AuditLine
from exchange.core.database import Localized, reference_uuid, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import Subject
from tests.factories.attachments import ACTOR, PDF, make_document, make_label, picture, workbook

ROME = Subject("partner", reference_uuid("partner", "rome-ga"))
PHOTO = {
    "kind": DocumentKind.PHOTO,
    "title": Localized({"ja": "訪問の写真"}),
    "rights_holder": "熊本市",
    "licence": "CC BY 4.0",
}


def lines(session: Session, act: str) -> list[dict[str, tuple[str | None, str | None]]]:
    found = session.scalars(select(AuditLine).where(AuditLine.act == act))
    return [{value.field: (value.old, value.new) for value in line.values} for line in found]


def test_a_document_is_kept_with_its_first_version(session: Session) -> None:
    document = make_document(session, ROME)
    kept = document_by_id(session, "partner", document.id)
    assert kept.subject == ROME
    assert (kept.latest.number, kept.latest.file_name) == (1, "協定書.pdf")
    assert (kept.latest.length, kept.latest.added_by) == (len(PDF), "tests")
    assert version_with_body(session, kept, 1).body == PDF
    assert lines(session, "documents.add") == [
        {
            "kind": (None, "signed-text"),
            "title": (None, "協定書"),
            "title_en": (None, "Agreement as signed"),
            "is_public": (None, "False"),
            "file_name": (None, "協定書.pdf"),
            "sha256": (None, kept.latest.sha256),
        }
    ]


def test_the_same_form_sent_twice_keeps_one_document(session: Session) -> None:
    key = uuid7()
    kept = [
        add_document(
            session,
            actor=ACTOR,
            subject=ROME,
            label=make_label(),
            contents=examine("a.pdf", PDF),
            key=key,
        )
        for _ in range(2)
    ]
    assert kept[0] is kept[1]
    assert session.scalar(select(func.count()).select_from(DocumentVersion)) == 1
    assert len(lines(session, "documents.add")) == 1


def test_a_further_version_stands_before_the_earlier_ones(session: Session) -> None:
    document = make_document(session, ROME)
    again = add_version(
        session, actor=ACTOR, key=document.id, contents=examine("b.xlsx", workbook())
    )
    kept = document_by_id(session, "partner", again.id)
    assert [version.number for version in kept.versions] == [2, 1]
    assert version_with_body(session, kept, 1).body == PDF
    assert lines(session, "documents.add_version")[0]["number"] == ("1", "2")


def test_the_same_bytes_are_no_new_version(session: Session) -> None:
    document = make_document(session, ROME)
    with pytest.raises(DomainError) as error:
        add_version(session, actor=ACTOR, key=document.id, contents=examine("other.pdf", PDF))
    assert error.value.sentence.id == "attachments.error.same"


def test_a_photograph_stays_a_picture_in_every_version(session: Session) -> None:
    document = make_document(session, ROME, picture(), "a.png", **PHOTO)
    with pytest.raises(DomainError) as error:
        add_version(session, actor=ACTOR, key=document.id, contents=examine("a.pdf", PDF))
    assert error.value.sentence.id == "attachments.error.no_picture"


def test_a_new_version_of_a_public_photograph_waits_to_be_shown(session: Session) -> None:
    document = make_document(session, ROME, picture(), "a.png", **PHOTO, is_public=True)
    assert [one.id for one in public_photos_of(session, ROME)] == [document.id]
    contents = examine("b.png", picture(size=(9, 9)))
    add_version(session, actor=ACTOR, key=document.id, contents=contents)
    assert public_photos_of(session, ROME) == []
    assert lines(session, "documents.add_version")[0]["is_public"] == ("True", "False")


def test_what_is_said_about_a_document_changes(session: Session) -> None:
    document = make_document(session, ROME, picture(), "a.png")
    label = make_label(**PHOTO, is_public=True)
    revised = revise_document(session, actor=ACTOR, key=document.id, version=1, label=label)
    assert (revised.title["ja"], revised.is_public, revised.version) == ("訪問の写真", True, 2)
    (line,) = lines(session, "documents.revise")
    assert line["title"] == ("協定書", "訪問の写真")
    assert line["is_public"] == ("False", "True")
    assert public_photo(session, "partner", document.id).number == 1


def test_saying_the_same_again_changes_nothing(session: Session) -> None:
    document = make_document(session, ROME)
    revise_document(session, actor=ACTOR, key=document.id, version=1, label=make_label())
    assert document.version == 1
    assert lines(session, "documents.revise") == []


def test_a_document_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    document = make_document(session, ROME)
    with pytest.raises(StaleRowError) as error:
        revise_document(session, actor=ACTOR, key=document.id, version=7, label=make_label())
    assert error.value.theirs["title"] == "協定書"
    with pytest.raises(StaleRowError):
        end_document(session, actor=ACTOR, key=document.id, version=7)


def test_an_ended_document_leaves_the_lists_and_keeps_its_bytes(session: Session) -> None:
    document = make_document(session, ROME, picture(), "a.png", **PHOTO, is_public=True)
    end_document(session, actor=ACTOR, key=document.id, version=1)
    assert documents_of(session, ROME) == []
    assert public_photos_of(session, ROME) == []
    kept = document_by_id(session, "partner", document.id)
    assert kept.ended_at is not None
    assert version_with_body(session, kept, 1).length > 0
    assert list(lines(session, "documents.end")[0]) == ["ended_at"]
    with pytest.raises(NotFoundError):
        public_photo(session, "partner", document.id)
    with pytest.raises(NotFoundError):
        add_version(session, actor=ACTOR, key=document.id, contents=examine("a.pdf", PDF))


def test_what_is_not_there_is_not_found(session: Session) -> None:
    document = make_document(session, ROME)
    with pytest.raises(NotFoundError):
        document_by_id(session, "partner", uuid4())
    with pytest.raises(NotFoundError):
        document_by_id(session, "visit", document.id)
    with pytest.raises(NotFoundError):
        version_with_body(session, document, 2)


def test_a_list_reads_no_bytes(session: Session) -> None:
    make_document(session, ROME)
    session.expunge_all()
    (document,) = documents_of(session, ROME)
    assert "body" not in document.latest.__dict__


def test_the_database_refuses_to_change_a_version_and_to_show_without_rights(
    session: Session,
) -> None:
    make_document(session, ROME)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE document_versions SET file_name = 'x'"))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE documents SET is_public = true"))


def test_no_document_is_without_a_version_and_no_version_without_a_document(
    session: Session,
) -> None:
    document = make_document(session, ROME)
    with pytest.raises(DomainError):
        make_document(session, ROME, kind=DocumentKind.PHOTO)
    assert session.scalars(select(Document.id)).all() == [document.id]
    assert session.scalars(select(DocumentVersion.document_id)).all() == [document.id]
