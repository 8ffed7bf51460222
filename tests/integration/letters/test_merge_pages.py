"""The pages of merges: the form beside the last text, recipients, preview, send log, the PDF."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name
from exchange.core.permissions import Role
from exchange.letters.enums import MergeChannel, RecipientSource
from exchange.letters.models import Letter, MailMerge, MergeRecipient
from exchange.letters.queries.merges import RecipientFilter
from exchange.letters.services import end_letter
from exchange.letters.services.merges import choose
from exchange.letters.services.sending import confirm_merge
from exchange.outbox.models import Mail
from exchange.outbox.services import give_up
from exchange.partners.models import Partner
from exchange.people.enums import PersonCare
from tests.factories.delegations import make_visit
from tests.factories.letters import ACTOR, make_merge, make_post
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000001"
FIELDS = {
    "key": KEY,
    "kind": "new_year",
    "channel": "both",
    "number": "国際発第9号",
    "day": "2027-01-01",
    "title": "謹賀新年",
    "text": "{name}{honorific}\n\n本年もよろしくお願いします。",
    "text_de": "Guten Tag {name}",
    "sender": "熊本市国際課",
}
POSTS = RecipientFilter(source=RecipientSource.POSTS)


@pytest.fixture(autouse=True)
def city(session: Session) -> Partner:
    return make_partner(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/letters/?lang=en")
    return visitor


def made(session: Session, *, sent: bool = False, **plan: object) -> MailMerge:
    merge = make_merge(session, **plan)
    choose(session, actor=ACTOR, key=merge.id, wanted=POSTS)
    if sent:
        confirm_merge(session, actor=ACTOR, key=merge.id, version=merge.version)
    session.commit()
    return merge


def count(session: Session, table: type) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table)) or 0


def version_on(page: str) -> str:
    """Return the version a draft's page sends it with."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found.group(1)


def test_new_years_cards_are_written_chosen_looked_at_and_sent_once(
    visitor: Visitor, session: Session, city: Partner
) -> None:
    careful = make_person(session, Name("配慮", "者"), care=PersonCare.CARE)
    desk = make_post(session, city, make_person(session))
    kept_back = make_post(session, city, careful)
    session.commit()
    page = f"/letters/merges/{KEY}/"
    wrong = visitor.submit("/letters/merges/new", {**FIELDS, "text_de": "{nmae}"})
    assert wrong.status_code == 422
    assert "There is no place {nmae}." in wrong.text
    for _ in range(2):  # a double click
        answer = visitor.submit("/letters/merges/new", FIELDS)
        assert answer.location == f"{page}recipients"
    assert count(session, MailMerge) == 1
    choosing = visitor.get(f"{page}recipients").text
    assert f'value="{desk.id}" aria-label="Choose 見本 花子" checked' in choosing
    assert f'value="{kept_back.id}" aria-label="Choose 配慮 者">' in choosing
    ticked = {"chosen": str(desk.id)}
    assert visitor.submit(f"{page}recipients?source=posts", ticked).status_code == 302
    everybody = visitor.submit(f"{page}recipients", {"all": "yes"})
    assert everybody.status_code == 302
    preview = visitor.get(page).text
    assert "Guten Tag Hanako Mihon" in preview
    assert "Deutsch" in preview
    assert "配慮 者" not in preview
    for _ in range(2):
        answer = visitor.submit(f"{page}confirm", {"version": version_on(preview)})
        assert answer.location == page
    assert (count(session, Letter), count(session, Mail)) == (1, 1)
    shown = visitor.get(page).text
    assert "nothing was sent twice" in shown
    assert "国際発第9号の1" in shown
    assert visitor.get(f"{page}edit").status_code == 400
    assert visitor.submit(f"{page}posted", {}).location == page
    assert "1 letter noted as posted." in visitor.get(page).text
    again = visitor.get("/letters/merges/new?kind=new_year").text
    assert "Last sent (New Year)" in again
    started = visitor.get(f"/letters/merges/new?kind=new_year&start={KEY}").text
    assert "Guten Tag {name}</textarea>" in started


def test_somebody_of_whom_something_is_missing_holds_the_merge_back(
    visitor: Visitor, session: Session, city: Partner
) -> None:
    text = Localized({"ja": "{name}", "de": "{honorific} {name}"})
    make_post(session, city, make_person(session), contact="")
    merge = made(session, text=text, channel=MergeChannel.MAIL)
    page = f"/letters/merges/{merge.id}/"
    shown = visitor.get(page).text
    assert "<code>{honorific}</code> Honorific" in shown
    assert "No mail address is on file." in shown
    answer = visitor.submit(f"{page}confirm", {"version": version_on(shown)})
    assert answer.status_code == 422
    assert "1 recipient lacks something (見本 花子)" in answer.text
    assert count(session, Letter) == 0
    stale = visitor.submit(f"{page}confirm", {"version": "7"})
    assert stale.status_code == 409
    recipient = session.scalars(select(MergeRecipient)).one().id
    assert visitor.submit(f"{page}recipients/{recipient}/drop", {}).location == page
    empty = visitor.get(page).text
    assert "Nobody is chosen yet." in empty
    assert (
        visitor.submit(f"{page}drop", {"version": version_on(empty)}).location == "/letters/merges/"
    )
    assert visitor.get(page).status_code == 404


def test_a_draft_is_changed_and_a_stale_form_is_told(visitor: Visitor, session: Session) -> None:
    visit = make_visit(session)
    merge = made(session, visit_id=visit.id)
    path = f"/letters/merges/{merge.id}/edit"
    assert f'<option value="{visit.id}" selected>' in visitor.get(path).text
    fields = {**FIELDS, "version": "1", "visit_id": str(visit.id)}
    assert visitor.submit(path, fields).location == f"/letters/merges/{merge.id}/"
    stale = visitor.submit(path, fields)
    assert stale.status_code == 409
    assert f"/letters/merges/new?visit={visit.id}" in visitor.get(f"/delegations/{visit.id}/").text
    members = visitor.get(f"/letters/merges/{merge.id}/recipients?source=members").text
    assert "Nobody fits this filter." in members
    assert 'name="post"' not in members  # a visit's members are all of one filter


@pytest.mark.parametrize("query", ["source=x", "language=xx", "post=x"])
def test_no_list_of_recipients_is_made_up(visitor: Visitor, session: Session, query: str) -> None:
    merge = made(session)
    assert visitor.get(f"/letters/merges/{merge.id}/recipients?{query}").status_code == 400


def test_what_is_no_key_is_refused(visitor: Visitor, session: Session) -> None:
    merge = made(session)
    wrong = visitor.submit(f"/letters/merges/{merge.id}/recipients", {"chosen": "x"})
    assert wrong.status_code == 400
    assert visitor.get("/letters/merges/new?start=x").status_code == 400


def test_the_letters_are_printed_a_page_each_and_that_is_logged(
    visitor: Visitor, session: Session, city: Partner
) -> None:
    for name in (Name("一人", "目"), Name("二人", "目"), Name("三人", "目")):
        make_post(session, city, make_person(session, name))
    merge = made(session, sent=True)
    path = f"/letters/merges/{merge.id}/letters.pdf"
    gone = session.scalars(select(Letter).where(Letter.number == "国際発第9号の3")).one()
    end_letter(session, actor=ACTOR, key=gone.id, version=gone.version)
    session.commit()
    answer = visitor.get(path)
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages]
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert f"国際発第9号の{number}" in page
        assert "Rathausplatz 1" in page
        assert "A Happy New Year" in page
        assert "1 January 2027" in page
    line = session.scalars(select(AuditLine).where(AuditLine.act == "letters.export")).one()
    assert line.subject_id == merge.id
    assert visitor.get(f"/letters/merges/{made(session).id}/letters.pdf").status_code == 404


def test_a_mail_that_was_given_up_is_sent_again_from_the_log(
    visitor: Visitor, session: Session, city: Partner
) -> None:
    make_post(session, city, make_person(session))
    merge = made(session, sent=True, channel=MergeChannel.MAIL)
    sent = session.scalars(select(MergeRecipient)).one()
    give_up(session, {"mail": str(sent.mail_id)}, "550 no such mailbox")
    session.commit()
    page = f"/letters/merges/{merge.id}/"
    assert "550 no such mailbox" in visitor.get(page).text
    assert visitor.submit(f"{page}recipients/{sent.id}/again", {}).location == page
    assert "Sent again 1 time" in visitor.get(page).text
    assert visitor.submit(f"{page}recipients/{sent.id}/again", {}).status_code == 409


@pytest.mark.parametrize("sent", [False, True])
def test_pages_ask_as_often_for_sixty_as_for_two(
    visitor: Visitor, session: Session, city: Partner, sent: bool
) -> None:
    def measure(merge: UUID) -> list[int]:
        pages = ["/letters/merges/", f"/letters/merges/{merge}/"]
        if not sent:
            pages.append(f"/letters/merges/{merge}/recipients?language=de")
        found = []
        for page in pages:
            session.expire_all()
            visitor.get(page)
            with count_statements() as statements:
                visitor.get(page)
            found.append(len(statements))
        return found

    for number in range(2):
        make_post(session, city, make_person(session, Name(f"見本{number}", "花子")))
    few = measure(made(session, sent=sent, channel=MergeChannel.BOTH).id)
    for number in range(60):
        make_post(session, city, make_person(session, Name(f"例示{number:02}", "花子")))
        make_merge(session)
    merge = made(session, sent=sent, channel=MergeChannel.BOTH)
    assert measure(merge.id) == few
    assert max(few) <= 11
    first = visitor.get(f"/letters/merges/{merge.id}/").text
    forward = re.search(r'rel="next" href="([^"]+)"', first)
    assert forward is not None
    second = visitor.get(forward[1].replace("&amp;", "&")).text
    mark = 'scope="row"' if sent else '<blockquote class="stack">'
    assert (first.count(mark), second.count(mark)) == (50, 12)
