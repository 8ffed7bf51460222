"""The list of audit lines."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES, Use
from exchange.audit.enums.youth import YouthAct
from exchange.audit.forms import UsesForm
from exchange.audit.models import AuditLine
from exchange.audit.queries import list_lines, uses_listed, uses_page
from exchange.audit.services import note_log_taken
from exchange.core.messages import label, message
from exchange.core.printing import moment_text
from exchange.core.translate import translate
from exchange.documents.csv_files import csv_bytes
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.pages import render
from exchange.web.transactions import aside_repeated, session

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

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
    message("audit.field.subject_key"),
)


@blueprint.get("/")
@requires("audit:read")
def index() -> Response:
    """List what was changed, newest first; old and new values for those who read personal data."""
    return render(
        "audit/index.html",
        page=list_lines(session(), cursor=request.args.get("cursor")),
        acts=_ACTS,
        with_values=signed_in().may("members:read"),
    )


@blueprint.get("/personal/")
@requires("audit:read")
def personal() -> Response:
    """List who read, exported or printed personal data, and what for."""
    who, form = signed_in(), UsesForm(request.args)
    page = uses_page(session(), form.wanted(), cursor=request.args.get("cursor"))
    kept = {name: text for name, text in request.args.items() if name != "cursor" and text}
    return render(
        "audit/personal.html",
        form=form,
        page=page,
        acts=_ACTS,
        uses=_USES,
        purposes=_PURPOSES,
        kept=kept,
        with_values=who.may("members:read"),
    )


@blueprint.get("/personal.csv")
@requires("audit:read")
def personal_csv() -> Response:
    """Give the same list as a file; that it was taken stands on it from then on."""
    who, language = signed_in(), languages.current()
    wanted = UsesForm(request.args).wanted()
    rows = [
        _row(line, language, with_values=who.may("members:read"))
        for line in uses_listed(session(), wanted, limit=_MOST_LINES)
    ]
    aside_repeated(lambda short: note_log_taken(short, actor=who, count=len(rows)))
    heads = [translate(each, language) for each in _HEADS]
    body = csv_bytes(heads, [dict(zip(heads, row, strict=True)) for row in rows])
    answer = Response(body, content_type="text/csv; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    name_file(answer, "attachment", "personal-data.csv", "personal-data.csv")
    return answer


def _row(line: AuditLine, language: str, *, with_values: bool) -> list[str]:
    typed = [each.new or "" for each in line.values if each.field == "purpose" and with_values]
    fixed = _PURPOSES.get(line.purpose or "")
    purposes = [*((translate(label(fixed), language),) if fixed else ()), *typed]
    return [
        moment_text(line.at, language),
        line.actor_name,
        translate(label(_USES[line.act]), language),
        translate(label(_ACTS[line.act]), language),
        " · ".join(purposes),
        line.subject_kind,
        str(line.subject_id),
    ]
