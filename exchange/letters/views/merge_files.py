"""The letters of a merge on paper, a page each, once they are sent."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.letters.models import MailMerge, MergeRecipient
from exchange.letters.queries.merges import all_recipients, merge_by_id
from exchange.letters.services.sending import note_merge_printed
from exchange.letters.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.transactions import aside_repeated, session


@blueprint.get("/merges/<uuid:key>/letters.pdf")
@requires("letters:read")
def merge_paper(key: UUID) -> Response:
    """Give every letter of a merge as one PDF; that it was taken is logged first."""
    who, merge = signed_in(), merge_by_id(session(), key)
    sheets = [_sheet(merge, each) for each in all_recipients(session(), key) if _left(each)]
    if not sheets:
        raise NotFoundError
    body = render_paper(
        "merge_letters",
        {"sheets": sheets},
        title=merge.title[Language.JA],
        language=Language.JA,
        contains_demo=merge.is_demo,
    )
    count = len(sheets)
    aside_repeated(lambda short: note_merge_printed(short, actor=who, key=key, count=count))
    answer = Response(body, content_type="application/pdf")
    name = translate(message("letters.merge.file"), Language.JA)
    name_file(answer, "attachment", "letters.pdf", f"{name}.pdf")
    return answer


def _left(recipient: MergeRecipient) -> bool:
    return recipient.letter is not None and recipient.letter.ended_at is None


def _sheet(merge: MailMerge, recipient: MergeRecipient) -> dict[str, object]:
    """Return one letter as its template prints it, in the language it left in."""
    letter = recipient.letter
    assert letter is not None, "only what left is printed"
    assert letter.text is not None, "a merge's letter has its text"
    text, tag = letter.text.get_in(recipient.language)
    title, _ = letter.title.get_in(recipient.language)
    sender, _ = merge.sender.get_in(tag)
    return {
        "lang": tag,
        "number": letter.number,
        "day": day_text(merge.day, tag, weekday=False),
        "address": recipient.address.split("\n"),
        "title": title,
        "paragraphs": text.split("\n"),
        "sender": sender.split("\n"),
    }
