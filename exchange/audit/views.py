"""The list of audit lines."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES, Use
from exchange.audit.enums.youth import YouthAct
from exchange.audit.forms import LinesForm, UsesForm
from exchange.audit.meanings import Meaning, Place, meant_by
from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.pointing import pointers, subjects_meant
from exchange.audit.queries import list_lines, uses_listed, uses_page
from exchange.audit.reading import shows
from exchange.audit.services import note_log_taken
from exchange.audit.wording import Said, Speaker, gone_words, line_words
from exchange.core.database import Page
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, label, message
from exchange.core.naming import Named
from exchange.core.offers import Subject
from exchange.core.translate import show, translate
from exchange.documents.csv_files import csv_bytes
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.offers import named, offers
from exchange.web.pages import render
from exchange.web.transactions import aside_repeated, session

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

#: The old and new values of a line as they are said, by field; None for none.
Values = Mapping[str, tuple[Said | None, Said | None]]

#: The acts by what a line says; one of an earlier release may be missing.
_ACTS: Final[Mapping[str, Act | TrustAct | YouthAct]] = {
    act.value: act for act in (*Act, *TrustAct, *YouthAct)
}
_PURPOSES: Final[Mapping[str, Purpose]] = {each.value: each for each in Purpose}
_USES: Final[Mapping[str, Use]] = {act.value: use for act, use in USES.items()}
#: The newest lines of a list that one file holds.
_MOST_LINES: Final = 10_000
_HEADS: Final = (
    message("audit.field.at"),
    message("audit.field.who"),
    message("audit.field.use"),
    message("audit.field.act"),
    message("audit.field.purpose"),
    message("audit.field.subject"),
    message("audit.field.name"),
    message("audit.field.subject_key"),
)


@blueprint.get("/")
@requires("audit:read")
@shows(Purpose.KEEPING, to="registrations:read")
def index() -> Response:
    """List what was changed, newest first; old and new values for those who read personal data."""
    form = LinesForm(request.args).offer(offers().kinds)
    cursor = request.args.get("cursor")
    page = list_lines(session(), form.wanted(), cursor=cursor) if form.validate() else None
    return _page("audit/index.html", form, page)


@blueprint.get("/personal/")
@requires("audit:read")
@shows(Purpose.KEEPING, to="registrations:read")
def personal() -> Response:
    """List who read, exported or printed whose personal data, and what for."""
    form = UsesForm(request.args).offer(offers().kinds)
    cursor = request.args.get("cursor")
    page = uses_page(session(), form.wanted(), cursor=cursor) if form.validate() else None
    return _page("audit/personal.html", form, page, uses=_USES, purposes=_PURPOSES)


@blueprint.get("/personal.csv")
@requires("audit:read")
def personal_csv() -> Response:
    """Give the same list as a file; that it was taken stands on it from then on."""
    who, language = signed_in(), languages.current()
    form = UsesForm(request.args).offer(offers().kinds)
    form.ensure()
    lines = uses_listed(session(), form.wanted(), limit=_MOST_LINES)
    names = named({_subject(line) for line in lines})
    rows = [_row(line, names, language) for line in lines]
    aside_repeated(lambda short: note_log_taken(short, actor=who, count=len(rows)))
    heads = [translate(each, language) for each in _HEADS]
    body = csv_bytes(heads, [dict(zip(heads, row, strict=True)) for row in rows])
    answer = Response(body, content_type="text/csv; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    title = translate(message("audit.personal.title"), language)
    name_file(answer, "attachment", "personal-data.csv", f"{title}.csv")
    return answer


def _page(template: str, form: LinesForm, page: Page[AuditLine] | None, **more: Any) -> Response:  # noqa: ANN401 - the template's own
    """Draw a list of lines; `names` are by line, `words` say its fields. None: it was refused."""
    if page is None:
        return render(template, status=422, form=form, page=None)
    with_values, wanted = signed_in().may("members:read"), form.wanted()
    lines = page.rows if with_values else ()
    meant = {(line.id, each.field): _meant(line, each) for line in lines for each in line.values}
    pointing = set(pointers([each for pair in meant.values() for each in pair if each is not None]))
    subjects = subjects_meant(session(), offers().kinds, pointing)
    names = named({*subjects.values(), *map(_subject, page.rows)})
    speaker = Speaker(languages.current(), subjects, names)
    by_line = {line.id: names.get(_subject(line)) for line in page.rows}
    return render(
        template,
        form=form,
        page=page,
        acts=_ACTS,
        names=by_line,
        words={line.id: _words(line, by_line[line.id]) for line in page.rows},
        is_narrowed=wanted != type(wanted)(),
        kept=form.kept(),
        with_values=with_values,
        values={line.id: _said(line, meant, speaker) for line in lines},
        **more,
    )


def _meant(line: AuditLine, value: AuditValue) -> tuple[Meaning | None, Meaning | None]:
    """Return what a value of a line stood for before, and what after."""
    place = Place(offers().kinds, line.act, line.subject_kind)
    old, new = (
        None if text is None else meant_by(place, value.field, text)
        for text in (value.old, value.new)
    )
    return old, new


def _said(
    line: AuditLine,
    meant: Mapping[tuple[UUID, str], tuple[Meaning | None, Meaning | None]],
    speaker: Speaker,
) -> Values:
    """Say the values of a line, by field."""
    kind = offers().kinds.get(line.subject_kind)
    room = kind.room if kind else ""

    def say(meaning: Meaning | None) -> Said | None:
        return None if meaning is None else speaker.say(meaning, room)

    pairs = {each.field: meant[line.id, each.field] for each in line.values}
    return {field: (say(old), say(new)) for field, (old, new) in pairs.items()}


def _words(line: AuditLine, about: Named | None) -> Mapping[str, Message | None]:
    """Return what a line's fields are called, by name; None for what no page shows."""
    room = about.kind.room if about else ""
    return {name: line_words(line.act, line.subject_kind, room, name) for name in line.fields}


def _subject(line: AuditLine) -> Subject:
    return Subject(line.subject_kind, line.subject_id)


def _row(line: AuditLine, names: Mapping[Subject, Named], language: str) -> list[str]:
    with_values = signed_in().may("members:read")
    typed = [each.new or "" for each in line.values if each.field == "purpose" and with_values]
    fixed = _PURPOSES.get(line.purpose or "")
    purposes = [*((translate(label(fixed), language),) if fixed else ()), *typed]
    about = names.get(_subject(line))
    return [
        line.at.astimezone(OFFICE_ZONE).isoformat(" ", "seconds"),
        line.actor_name,
        translate(label(_USES[line.act]), language),
        translate(label(_ACTS[line.act]), language),
        " · ".join(purposes),
        *_about(line, about, language),
    ]


def _about(line: AuditLine, about: Named | None, language: str) -> tuple[str, str, str]:
    """Return the kind, the name and the key of what a line is about; a list is nobody's own."""
    if line.is_of_list:
        return translate(message("audit.subject.list"), language), "", ""
    if about is None:
        return line.subject_kind, "", str(line.subject_id)
    return translate(about.kind.words, language), _told(about, language), str(line.subject_id)


def _told(about: Named, language: str) -> str:
    """Return the name of a subject as far as its reader may see it."""
    if about.is_gone:
        return translate(gone_words(about), language)
    return show(about.title, language) if about.title else ""
